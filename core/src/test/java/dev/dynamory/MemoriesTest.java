package dev.dynamory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MemoriesTest {
  private static final Namespace ANA = Namespace.of("users", "ana");

  @Test
  @Timeout(30)
  void aLongSessionIsRememberedAgainInLinearTime() {
    var session = InMemory.sessions().session("s");
    var items = new ArrayList<Map<String, Object>>();
    for (var n = 0; n < 20_000; n++) {
      items.add(Map.of("role", "user", "content", n % 2 == 0 ? "next" : "ok"));
    }
    session.addItems(items);
    var store = InMemory.store();
    assertThat(Memories.rememberSession(session, store, ANA)).isEqualTo(20_000);
    assertThat(Memories.rememberSession(session, store, ANA)).isZero();
    session.addItems(List.of(Map.of("role", "user", "content", "Bye")));
    assertThat(Memories.rememberSession(session, store, ANA)).isEqualTo(1);
  }

  @Test
  void aTurnsKeyIsTheSameInEveryLocale() {
    var was = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(new Turn("s", 42, Instant.EPOCH, "", "").key()).isEqualTo("s#0000000000000000042");
    } finally {
      Locale.setDefault(was);
    }
  }
}
