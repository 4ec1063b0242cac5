package dev.dynamory.dynamodb;

import static dev.dynamory.WriteCondition.absent;
import static dev.dynamory.WriteCondition.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.dynamory.Delete;
import dev.dynamory.Get;
import dev.dynamory.ListNamespaces;
import dev.dynamory.Namespace;
import dev.dynamory.Put;
import dev.dynamory.Search;
import dev.dynamory.tables.Purpose;
import dev.dynamory.testkit.WordEmbedder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the store's table declares for a purpose is exactly what the store calls for it. */
class DeclaredActionsTest {
  private static final Namespace USER = Namespace.of("users", "1");
  private static final Map<String, Object> LARGE =
      Map.of("text", "random enough: " + new Random(1).ints(300_000).boxed().toList());

  private final Watched watched = new Watched();
  private DynamoDbStore store = watched.newStore();

  private void assertCallsOnly(Purpose purpose) {
    var called = new TreeSet<String>();
    watched.log.calls().forEach(call -> called.add(call.operation()));
    assertThat(called).isEqualTo(new TreeSet<>(store.definition().actions(purpose)));
    watched.log.reset();
  }

  @Test
  void eachPurposeCallsWhatItDeclaresWithAnIndexOfVectorsToo() {
    store.setup();
    store = store.withEmbedder(new WordEmbedder(), WordEmbedder.DIMENSIONS, "n");
    eachPurposeCallsWhatItDeclares();
  }

  @Test
  void eachPurposeCallsWhatItDeclares() {
    store.setup();
    store.setup();
    store.verify();
    assertCallsOnly(Purpose.SETUP);

    useEverything();
    assertCallsOnly(Purpose.RUNTIME);

    watched.clock.advance(Duration.ofHours(2));
    store.sweep();
    watched.clock.advance(Duration.ofHours(2));
    store.sweep();
    assertCallsOnly(Purpose.SWEEP);

    store.adopt();
    assertCallsOnly(Purpose.ADOPT);

    store.delete(USER, "large");
    watched.log.reset();
    store.scan(item -> {}, corrupt -> {});
    assertCallsOnly(Purpose.SCAN);
  }

  private void useEverything() {
    var version = store.put(USER, "a", Map.of("n", 1));
    store.put(Put.of(USER, "b", Map.of("n", 2)).when(absent()).timeToLive(Duration.ofMinutes(10)));
    store.put(Put.of(USER, "a", Map.of("n", 3)).when(version(version)));
    store.put(USER, "large", LARGE);
    store.put(USER, "large", LARGE);
    store.put(USER, "another", LARGE);
    store.delete(USER, "another");
    store.put(Namespace.of("empty", "soon"), "a", Map.of());
    store.delete(Namespace.of("empty", "soon"), "a");
    watched.clock.advance(Duration.ofMinutes(5));
    store.withRefreshOnRead().get(USER, "b");
    store.get(Get.of(USER, "large").consistent());
    store.update(USER, "a", document -> document.put("n", 4));
    store.search(Search.everywhere());
    store.searchPage(Search.in(USER).exact());
    store.search(Search.in(USER).query("1"));
    store.listNamespaces(ListNamespaces.all());
    store.batch(List.of(Get.of(USER, "a"), Put.of(USER, "c", Map.of()), Delete.of(USER, "c")));
    store.transact(List.of(Put.of(USER, "d", Map.of()), Delete.of(USER, "b")));
    store.deleteNamespace(Namespace.of("users", "2"));
    // a crash: registration and parts without a head
    watched.faults.stopAfter(2);
    assertThat(catchThrowable(() -> store.put(USER, "crashed", LARGE))).isNotNull();
    watched.faults.reset();
    assertThat(Set.copyOf(store.search(Search.in(USER)))).hasSize(3);
  }
}
