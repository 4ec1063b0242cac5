package dev.dynamory.local.engine.vectors;

import java.time.Duration;
import java.util.stream.Stream;

/** How long an index takes to follow its table, and each phase of its creation. */
public record Timing(Duration lag, Duration allocating, Duration backfilling) {

  /** Three numbers of milliseconds, with commas between them. */
  public static Timing parse(String milliseconds) {
    var parts =
        Stream.of(milliseconds.split(",", 3)).map(Long::parseLong).map(Duration::ofMillis).toList();
    return new Timing(parts.get(0), parts.get(1), parts.get(2));
  }
}
