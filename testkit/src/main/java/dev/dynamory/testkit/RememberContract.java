package dev.dynamory.testkit;

import static dev.dynamory.testkit.Samples.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.InMemory;
import dev.dynamory.Item;
import dev.dynamory.Memories;
import dev.dynamory.Namespace;
import dev.dynamory.Search;
import dev.dynamory.Session;
import dev.dynamory.Turn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@link Memories#rememberSession} makes of a session in a store. */
public interface RememberContract extends RecallFixture {

  @Test
  default void aSessionIsRememberedWithWhoSaidWhatWhen() {
    var session = session("Hello", "I moved to Lisbon last week", "How is it there?");
    var namespace = fresh();
    assertThat(remember(session, namespace)).isEqualTo(3);
    assertThat(turns(session, namespace))
        .containsExactly(
            new Turn("s", 0, NOON, "user", "Hello"),
            new Turn("s", 1, NOON, "assistant", "I moved to Lisbon last week"),
            new Turn("s", 2, NOON, "user", "How is it there?"));
    var answers =
        storeWithoutEmbedder()
            .search(
                Search.in(namespace).query("Who moved to Lisbon?").surroundingTurns(1).limit(1));
    assertThat(answers).hasSize(3);
  }

  @Test
  default void rememberedAgainNothingIsWritten() {
    var session = session("Hello", "Hi");
    var namespace = fresh();
    remember(session, namespace);
    var before = items(namespace);
    assertThat(remember(session, namespace)).isZero();
    assertThat(items(namespace)).isEqualTo(before);
    session.addItems(List.of(Map.of("role", "user", "content", "Bye")));
    assertThat(remember(session, namespace)).isEqualTo(1);
    assertThat(items(namespace)).hasSize(3).containsAll(before);
  }

  @Test
  default void manyTurnsAreRememberedAsFew() {
    var texts = new ArrayList<String>();
    for (var n = 0; n < 230; n++) {
      texts.add("number " + n);
    }
    var session = session(texts.toArray(String[]::new));
    var namespace = fresh();
    assertThat(remember(session, namespace)).isEqualTo(230);
    assertThat(remember(session, namespace)).isZero();
    assertThat(turns(session, namespace).stream().map(Turn::text)).isEqualTo(texts);
  }

  @Test
  default void aTrimmedSessionGoesOnWhereItWas() {
    var session = session("one", "two", "three", "four");
    var namespace = fresh();
    remember(session, namespace);
    session.trim(2);
    session.addItems(List.of(Map.of("role", "user", "content", "five")));
    assertThat(remember(session, namespace)).isEqualTo(1);
    assertThat(turns(session, namespace).stream().map(Turn::text))
        .containsExactly("one", "two", "three", "four", "five");
  }

  @Test
  default void aSessionThatBeganAnewIsRememberedAfterTheOld() {
    var session = session("Hello", "I moved to Lisbon", "Really");
    var namespace = fresh();
    remember(session, namespace);
    session.clearSession();
    session.addItems(
        List.of(
            Map.of("role", "user", "content", "Hello"),
            Map.of("role", "assistant", "content", "I bought a violin")));
    remember(session, namespace);
    assertThat(turns(session, namespace).stream().map(Turn::text))
        .contains("I moved to Lisbon", "Really", "I bought a violin");
  }

  @Test
  default void itemsWithoutTextKeepTheirPlace() {
    var session = InMemory.sessions().session("s");
    session.addItems(
        List.of(
            Map.of("role", "user", "content", "What is new?"),
            Map.of("role", "assistant", "tool_calls", List.of(Map.of("id", "1"))),
            Map.of("role", "tool", "content", List.of(Map.of("type", "image", "url", "u"))),
            Map.of(
                "role",
                "assistant",
                "content",
                List.of(Map.of("type", "text", "text", "A lot"), "indeed"))));
    var namespace = fresh();
    remember(session, namespace);
    assertThat(turns(session, namespace))
        .containsExactly(
            new Turn("s", 0, NOON, "user", "What is new?"),
            new Turn("s", 3, NOON, "assistant", "A lot\nindeed"));
  }

  @Test
  default void anItemsOwnNameAndTimeCount() {
    var session = InMemory.sessions().session("s");
    var times =
        List.of(
            "2026-11-20T08:30:00Z",
            "2026-11-20T10:30:00+02:00",
            "2026-11-20 08:30:00",
            1_795_163_400,
            1_795_163_400_000L,
            "yesterday");
    for (var time : times) {
      session.addItems(
          List.of(Map.of("role", "user", "name", "Ana", "content", "" + time, "timestamp", time)));
    }
    session.addItems(List.of(Map.of("speaker", "Ben", "text", "x", "created_at", times.get(0))));
    session.addItems(List.of(Map.of("content", "y", "at", times.get(0))));
    var namespace = fresh();
    remember(session, namespace);
    var morning = Instant.parse("2026-11-20T08:30:00Z");
    var turns = turns(session, namespace);
    assertThat(turns.stream().map(Turn::at))
        .containsExactly(morning, morning, morning, morning, morning, NOON, morning, morning);
    assertThat(turns.stream().map(Turn::speaker).distinct()).containsExactly("Ana", "Ben", "");
  }

  /** When nothing else is said. */
  Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  private static Session session(String... texts) {
    var session = InMemory.sessions().session("s");
    for (var n = 0; n < texts.length; n++) {
      session.addItems(
          List.of(Map.of("role", n % 2 == 0 ? "user" : "assistant", "content", texts[n])));
    }
    return session;
  }

  private long remember(Session session, Namespace namespace) {
    return Memories.rememberSession(
        session, storeWithoutEmbedder(), namespace, MovableClock.at(NOON));
  }

  private List<Item> items(Namespace namespace) {
    return storeWithoutEmbedder().search(Search.in(namespace).limit(1_000));
  }

  private List<Turn> turns(Session session, Namespace namespace) {
    var items = items(namespace);
    var turns = items.stream().map(item -> item.as(Turn.class)).toList();
    assertThat(turns).allMatch(turn -> turn.session().equals(session.sessionId()));
    assertThat(items.stream().map(Item::key)).isEqualTo(turns.stream().map(Turn::key).toList());
    return turns;
  }
}
