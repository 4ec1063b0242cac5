package dev.dynamory.testkit;

import dev.dynamory.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.Assertions;

/** What the session contracts say and hear. */
final class Messages {
  private Messages() {}

  /** The id of a session that no other test uses. */
  static String freshId() {
    return "session-" + UUID.randomUUID();
  }

  static Map<String, Object> message(Object content) {
    return Map.of("role", "user", "content", content);
  }

  /** Messages with these numbers, the second left out. */
  static List<Map<String, Object>> messages(int from, int to) {
    var messages = new ArrayList<Map<String, Object>>();
    for (var n = from; n < to; n++) {
      messages.add(message(n));
    }
    return messages;
  }

  /** Adds messages one by one. */
  static void addEach(Session session, int from, int to) {
    messages(from, to).forEach(message -> session.addItems(List.of(message)));
  }

  static void assertHolds(Session session, int from, int to) {
    Assertions.assertThat(session.getItems()).isEqualTo(messages(from, to));
  }
}
