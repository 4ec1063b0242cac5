package dev.dynamory.cli;

import dev.dynamory.Put;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of commands whose change lets all of a session or a thread live so long. */
final class Lifetime {
  @Option(
      names = "--ttl",
      paramLabel = "TIME",
      description = "All of it expires this long after this change: 30m, 30d. Never if not said.")
  private @Nullable Duration timeToLive;

  @Nullable Duration timeToLive() {
    return timeToLive;
  }

  /** Refuses what is no time to live, before there is a connection. */
  void check() {
    if (timeToLive != null) {
      Put.checkTimeToLive(timeToLive);
    }
  }
}
