package dev.dynamory.testkit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Lets the answers of calls that are in flight together arrive together. */
final class Lockstep {
  private @Nullable Duration quiet;
  private int wave = 1;
  private int released;
  private int inEngine;
  private long lastEntered;

  synchronized void start(Duration quiet) {
    this.quiet = quiet;
  }

  synchronized void end() {
    quiet = null;
    notifyAll();
  }

  /** A call starts; gives the wave it belongs to. */
  synchronized int enter() {
    inEngine++;
    lastEntered = System.nanoTime();
    notifyAll();
    return wave;
  }

  /** A call was applied; waits until its whole wave was. */
  synchronized void leave(int mine) {
    inEngine--;
    notifyAll();
    try {
      while (quiet != null && released < mine) {
        var left = quiet.toNanos() - (System.nanoTime() - lastEntered);
        if (inEngine > 0) {
          wait();
        } else if (left > 0) {
          TimeUnit.NANOSECONDS.timedWait(this, left + 1_000_000);
        } else {
          released = mine;
          wave = mine + 1;
          notifyAll();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while its answer was held back", e);
    }
  }
}
