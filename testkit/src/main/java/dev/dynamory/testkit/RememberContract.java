package dev.dynamory.testkit;

import static dev.dynamory.testkit.Samples.fresh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dynamory.BatchException;
import dev.dynamory.InMemory;
import dev.dynamory.InvalidInputException;
import dev.dynamory.Item;
import dev.dynamory.Memories;
import dev.dynamory.Namespace;
import dev.dynamory.Search;
import dev.dynamory.Session;
import dev.dynamory.Turn;
import dev.dynamory.WriteConflictException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
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
  default void itemsWithoutTextLeaveNoGap() {
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
            new Turn("s", 1, NOON, "assistant", "A lot\nindeed"));
    session.addItems(List.of(Map.of("role", "tool"), Map.of("role", "user", "content", "Yes?")));
    assertThat(remember(session, namespace)).isEqualTo(1);
    session.trim(3);
    assertThat(remember(session, namespace)).isZero();
    assertThat(turns(session, namespace))
        .hasSize(3)
        .endsWith(new Turn("s", 2, NOON, "user", "Yes?"));
  }

  @Test
  default void whatBeganAnewWithTheSameGreetingWritesNothingOver() {
    var session = session("Hi", "Hello, how can I help?", "I am allergic to nuts");
    var namespace = fresh();
    remember(session, namespace);
    session.clearSession();
    add(session, "Hi", "Hello, how can I help?", "Book a flight");
    assertThat(remember(session, namespace)).isEqualTo(3);
    assertThat(remember(session, namespace)).isZero();
    assertThat(texts(session, namespace))
        .containsExactly(
            "Hi",
            "Hello, how can I help?",
            "I am allergic to nuts",
            "Hi",
            "Hello, how can I help?",
            "Book a flight");
  }

  @Test
  default void repeatsAreToldByTheirTimes() {
    repeatsAreToldBy("timestamp", n -> NOON.plusSeconds(n).toString());
  }

  @Test
  default void repeatsAreToldByTheirIds() {
    repeatsAreToldBy("id", n -> "message-" + n);
  }

  private void repeatsAreToldBy(String field, IntFunction<String> value) {
    var session = InMemory.sessions().session("s");
    var namespace = fresh();
    for (var n = 0; n < 8; n++) {
      if (n == 6) {
        assertThat(remember(session, namespace)).isEqualTo(6);
        session.trim(2);
        assertThat(remember(session, namespace)).isZero();
      }
      var text = n % 2 == 0 ? "next" : "ok";
      session.addItems(List.of(Map.of("role", "user", "content", text, field, value.apply(n))));
    }
    assertThat(remember(session, namespace)).isEqualTo(2);
    assertThat(remember(session, namespace)).isZero();
    assertThat(texts(session, namespace))
        .containsExactly("next", "ok", "next", "ok", "next", "ok", "next", "ok");
  }

  @Test
  default void whateverASessionGoesThroughNothingIsLostOrWrittenTwice() {
    for (var seed = 0; seed < 10; seed++) {
      var random = new Random(seed);
      var session = InMemory.sessions().session("s");
      var namespace = fresh();
      var before = List.<String>of();
      for (var step = 0; step < 12; step++) {
        if (random.nextInt(3) == 0) {
          session.trim(random.nextInt(4));
        }
        for (var n = random.nextInt(4); n > 0; n--) {
          add(session, List.of("yes", "no", "ok").get(random.nextInt(3)));
        }
        remember(session, namespace);
        assertThat(remember(session, namespace)).as("seed %d, step %d", seed, step).isZero();
        var said = session.getItems().stream().map(item -> item.get("content")).toList();
        var texts = texts(session, namespace);
        assertThat(texts.subList(0, before.size()))
            .as("seed %d, step %d", seed, step)
            .isEqualTo(before);
        assertThat(Collections.indexOfSubList(texts, said)).isNotNegative();
        before = texts;
      }
    }
  }

  @Test
  default void aTurnThatWasDeletedIsWrittenAgain() {
    var session = session("one", "two", "three");
    var namespace = fresh();
    remember(session, namespace);
    storeWithoutEmbedder().delete(namespace, new Turn("s", 1, NOON, "", "").key());
    assertThat(remember(session, namespace)).isEqualTo(1);
    assertThat(texts(session, namespace)).containsExactly("one", "two", "three");
  }

  @Test
  default void severalThatRememberAtOnceWriteEachTurnOnce() {
    var session = session("one", "two", "three", "four", "five", "six");
    var namespace = fresh();
    var written = Race.of(4, n -> () -> remember(session, namespace));
    assertThat(written.stream().mapToLong(Long::longValue).sum()).isEqualTo(6);
    assertThat(texts(session, namespace)).hasSize(6);
  }

  @Test
  default void whatIsNoTurnIsNotWrittenOver() {
    var session = session("one", "two");
    var namespace = fresh();
    var key = new Turn("s", 1, NOON, "", "").key();
    storeWithoutEmbedder().put(namespace, key, Map.of("note", "mine"));
    assertThatExceptionOfType(BatchException.class)
        .isThrownBy(() -> remember(session, namespace))
        .withCauseInstanceOf(WriteConflictException.class);
    assertThat(storeWithoutEmbedder().get(namespace, key).orElseThrow().value())
        .isEqualTo(Map.of("note", "mine"));
  }

  @Test
  default void positionsMayBeAnywhere() {
    var session = session("one", "two");
    var namespace = fresh();
    var far = new Turn("s", 200_000_000, NOON, "Ana", "far");
    storeWithoutEmbedder().put(namespace, far.key(), far);
    assertThat(remember(session, namespace)).isEqualTo(2);
    assertThat(remember(session, namespace)).isZero();
    assertThat(turns(session, namespace).stream().map(Turn::position))
        .containsExactly(200_000_000L, 200_000_001L, 200_000_002L);
    var last = new Turn("s", Long.MAX_VALUE - 1, NOON, "Ana", "last");
    storeWithoutEmbedder().put(namespace, last.key(), last);
    add(session, "else");
    session.trim(1);
    assertThat(remember(session, namespace)).isEqualTo(1);
    session.clearSession();
    add(session, "more");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> remember(session, namespace))
        .withMessageContaining("no room");
  }

  @Test
  default void aSessionIdThatIsTooLongForKeysIsRefused() {
    var namespace = fresh();
    var longest = InMemory.sessions().session("s".repeat(1_004));
    add(longest, "one");
    assertThat(remember(longest, namespace)).isEqualTo(1);
    var longer = InMemory.sessions().session("s".repeat(1_005));
    add(longer, "one");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> remember(longer, namespace))
        .withMessageContaining("session")
        .withMessageContaining("1004");
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
    add(session, texts);
    return session;
  }

  private static void add(Session session, String... texts) {
    for (var n = 0; n < texts.length; n++) {
      session.addItems(
          List.of(Map.of("role", n % 2 == 0 ? "user" : "assistant", "content", texts[n])));
    }
  }

  private long remember(Session session, Namespace namespace) {
    return Memories.rememberSession(
        session, storeWithoutEmbedder(), namespace, MovableClock.at(NOON));
  }

  private List<Item> items(Namespace namespace) {
    return storeWithoutEmbedder().search(Search.in(namespace).limit(1_000));
  }

  private List<String> texts(Session session, Namespace namespace) {
    return turns(session, namespace).stream().map(Turn::text).toList();
  }

  private List<Turn> turns(Session session, Namespace namespace) {
    var items = items(namespace);
    var turns = items.stream().map(item -> item.as(Turn.class)).toList();
    assertThat(turns).allMatch(turn -> turn.session().equals(session.sessionId()));
    assertThat(items.stream().map(Item::key)).isEqualTo(turns.stream().map(Turn::key).toList());
    return turns;
  }
}
