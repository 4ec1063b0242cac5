package dev.dynamory.adk;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a session object is of: the version that was read or written, where that stands, the state
 * that is stored, the events it has seen (a set that grows), and the one whose append had no
 * answer. Used under the session object's monitor.
 */
record Known(
    long version,
    int position,
    int base,
    long weight,
    Map<String, JsonNode> state,
    Set<String> events,
    @Nullable String unanswered) {

  static Known of(long version, EventItems.Next written, Set<String> events) {
    return new Known(
        version,
        written.position(),
        written.base(),
        written.weight(),
        written.state(),
        events,
        null);
  }

  /** One event later. */
  Known after(EventItems.Next written, long version, @Nullable String event) {
    if (event != null) {
      events.add(event);
    }
    return of(version, written, events);
  }

  Known unanswered(@Nullable String event) {
    return new Known(version, position, base, weight, state, events, event);
  }
}
