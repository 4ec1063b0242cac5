package dev.dynamory.adk;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.adk.events.Event;
import com.google.adk.memory.MemoryEntry;
import com.google.adk.sessions.Session;
import com.google.genai.types.Content;
import com.google.genai.types.Part;
import dev.dynamory.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the framework expects of a memory service, and what we promise beyond it. */
abstract class MemoryServiceContract {
  /** A store of another process, of the same place. */
  abstract Store store();

  static Event event(String id, long at, Part... parts) {
    return Event.builder()
        .id(id)
        .author("user")
        .content(Content.builder().role("user").parts(parts).build())
        .timestamp(at)
        .build();
  }

  static Session session(String user, String id, Event... events) {
    return Session.builder(id).appName("app").userId(user).events(List.of(events)).build();
  }

  private void add(Session session) {
    DynamoryMemoryService.of(store()).addSessionToMemory(session).blockingAwait();
  }

  private List<MemoryEntry> search(String user, String query) {
    return DynamoryMemoryService.of(store())
        .searchMemory("app", user, query)
        .blockingGet()
        .memories();
  }

  private List<String> found(String user, String query) {
    return search(user, query).stream().map(entry -> entry.content().text()).toList();
  }

  @Test
  void findsEventsThatHaveAWordOfTheQueryWhateverItsCase() {
    add(
        session(
            "ana",
            "s",
            event("1", 10, Part.fromText("I like Lisbon.")),
            event("2", 20, Part.fromText("Porto rains")),
            event("3", 30, Part.fromText("and lisbon again"))));
    assertThat(found("ana", "LISBON")).containsExactly("I like Lisbon.", "and lisbon again");
    assertThat(found("ana", "porto lisbon")).hasSize(3);
    assertThat(found("ana", "lis")).isEmpty();
    assertThat(found("ana", "  ?! ")).isEmpty();
    assertThat(found("bob", "lisbon")).isEmpty();
  }

  @Test
  void tellsWhoSaidWhatAndWhen() {
    add(session("ana", "s", event("1", 1_700_000_000_000L, Part.fromText("I like Lisbon"))));
    var entry = search("ana", "lisbon").get(0);
    assertThat(entry.author()).isEqualTo("user");
    assertThat(entry.timestamp()).isEqualTo("2023-11-14T22:13:20Z");
    assertThat(entry.content())
        .isEqualTo(Content.builder().role("user").parts(Part.fromText("I like Lisbon")).build());
  }

  @Test
  void findsWordsOfAnyScriptAndNumbersWithoutTheirPunctuation() {
    add(session("ana", "s", event("1", 1, Part.fromText("Zürich, Москва: flight LX318!"))));
    for (var query : List.of("zürich?", "МОСКВА", "318", "lx318")) {
      assertThat(found("ana", query)).as(query).hasSize(1);
    }
  }

  @Test
  void passesOverEventsWithoutTextAndKeepsTheOthers() {
    add(
        session(
            "ana",
            "s",
            event("1", 1, Part.fromFunctionCall("f", Map.of("city", "Lisbon"))),
            event("2", 2, Part.fromText("Lisbon"), Part.fromFunctionCall("f", Map.of())),
            Event.builder().id("3").timestamp(3).build()));
    assertThat(search("ana", "lisbon")).hasSize(1);
  }

  @Test
  void addsASessionAgainWithoutDoublingIt() {
    var first = event("1", 1, Part.fromText("Lisbon one"));
    add(session("ana", "s", first));
    add(session("ana", "s", first, event("2", 2, Part.fromText("Lisbon two"))));
    add(session("ana", "t", event("1", 1, Part.fromText("Lisbon three"))));
    assertThat(found("ana", "lisbon")).containsExactly("Lisbon one", "Lisbon two", "Lisbon three");
  }

  @Test
  void findsAllOfManyMemories() {
    var events = new ArrayList<Event>();
    IntStream.range(0, 250)
        .forEach(n -> events.add(event("e" + n, n, Part.fromText("Lisbon " + n))));
    add(session("ana", "s", events.toArray(Event[]::new)));
    assertThat(found("ana", "lisbon"))
        .containsExactlyElementsOf(IntStream.range(0, 250).mapToObj(n -> "Lisbon " + n).toList());
  }
}
