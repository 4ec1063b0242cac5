package dev.dynamory;

/**
 * What a task of a step has written to a channel before the step was done. Indexes from 0 on are
 * written once: the first write stays; negative ones, for errors, interrupts and the like, are
 * replaced.
 */
public record PendingWrite(String taskId, int index, String channel, Payload value) {
  private static final int MAX_BYTES = 200;

  /** The task is named. */
  public PendingWrite {
    CodePoints.checkName("taskId", taskId, MAX_BYTES);
  }
}
