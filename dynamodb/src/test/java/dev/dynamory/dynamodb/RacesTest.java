package dev.dynamory.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.dynamory.ConfigurationException;
import dev.dynamory.ListNamespaces;
import dev.dynamory.Namespace;
import dev.dynamory.Put;
import dev.dynamory.testkit.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two processes and a sweep, interleaved call by call. */
class RacesTest {
  private static final Namespace USER = Namespace.of("users", "1");

  private final Watched watched = new Watched();
  private final DynamoDbStore store = watched.newStore();

  @BeforeEach
  void setUp() {
    store.setup();
  }

  /** Another process on the same table, whose calls are not interfered with. */
  private DynamoDbStore elsewhere() {
    return Dynamory.builder()
        .client(Engine.client())
        .clock(watched.clock)
        .build()
        .store(watched.table);
  }

  private void assertListed() {
    assertThat(elsewhere().get(USER, "a")).isPresent();
    assertThat(elsewhere().listNamespaces()).contains(USER);
  }

  @Test
  void aRefreshThatLosesAgainstADeleteLeavesNoGhost() {
    store.put(Put.of(USER, "a", Map.of()).timeToLive(Duration.ofMinutes(10)));
    watched.clock.advance(Duration.ofMinutes(5));
    watched.faults.before(Call.of("UpdateItem"), () -> elsewhere().delete(USER, "a"));
    assertThat(store.withRefreshOnRead().get(USER, "a")).isPresent();
    assertThat(new Original(watched.table).row("users:1", "a")).isEmpty();
  }

  @Test
  void aRefreshThatLosesAgainstAPutGivesItNoExpiry() {
    store.put(Put.of(USER, "a", Map.of()).timeToLive(Duration.ofMinutes(10)));
    watched.clock.advance(Duration.ofMinutes(5));
    watched.faults.before(Call.of("UpdateItem"), () -> elsewhere().put(USER, "a", Map.of("n", 2)));
    store.withRefreshOnRead().get(USER, "a");
    var item = elsewhere().get(USER, "a").orElseThrow();
    assertThat(item.expiresAt()).isNull();
    assertThat(item.value()).isEqualTo(Map.of("n", 2));
  }

  @Test
  void aWriterThatRemembersANamespaceIsNotOvertakenByASweep() {
    store.put(USER, "a", Map.of());
    elsewhere().delete(USER, "a");
    elsewhere().sweep();
    watched.clock.advance(Duration.ofMinutes(9));
    store.put(USER, "a", Map.of()); // from memory: the row is marked
    watched.clock.advance(Duration.ofMinutes(61));
    elsewhere().sweep();
    assertListed();
  }

  @Test
  void aSweepBetweenTheLookAndThePutDoesNotUnlistTheItem() {
    elsewhere().put(USER, "a", Map.of());
    elsewhere().delete(USER, "a");
    elsewhere().sweep();
    watched.clock.advance(Duration.ofHours(2));
    watched.faults.before(
        Call.of("UpdateItem").and(call -> call.request().toString().contains("prev_version")),
        () -> elsewhere().sweep());
    store.put(USER, "a", Map.of());
    assertListed();
  }

  @Test
  void aProcessThatWasSuspendedBetweenTheLookAndThePutListsTheNamespaceAgain() {
    store.put(USER, "b", Map.of());
    watched.faults.before(
        Call.of("UpdateItem").and(call -> call.request().toString().contains("prev_version")),
        () -> {
          elsewhere().delete(USER, "b");
          elsewhere().sweep();
          watched.clock.advance(Duration.ofHours(2));
          elsewhere().sweep();
        });
    store.put(USER, "a", Map.of());
    assertListed();
  }

  @Test
  void anyInterleavingOfWritersAndSweepsLeavesEveryItemListed() {
    var seed = Long.getLong("dynamory.test.seed", 1);
    var random = new Random(seed);
    for (var run = 0; run < 40; run++) {
      var namespace = Namespace.of("run-" + run, "x");
      var processes = List.of(elsewhere(), elsewhere(), watched.newStore());
      var calls = Call.ANY;
      for (var step = 0; step < 12; step++) {
        var process = processes.get(random.nextInt(processes.size()));
        watched.faults.reset();
        if (random.nextInt(3) == 0) {
          watched.faults.before(
              calls,
              () -> {
                watched.clock.advance(Duration.ofMinutes(random.nextInt(100)));
                elsewhere().sweep();
              });
        }
        switch (random.nextInt(4)) {
          case 0 -> process.delete(namespace, "a");
          case 1 -> process.sweep();
          default -> process.put(namespace, "a", Map.of("step", step));
        }
        watched.faults.reset();
        watched.clock.advance(Duration.ofMinutes(random.nextInt(45)));
        var isThere = elsewhere().get(namespace, "a").isPresent();
        assertThat(
                elsewhere().listNamespaces(ListNamespaces.under("run-" + run)).contains(namespace))
            .as("seed %d, run %d, step %d", seed, run, step)
            .isEqualTo(isThere);
      }
    }
  }

  @Test
  void aReaderWhoseLargeValueIsReplacedBetweenHeadAndPartsReadsTheNewOne() {
    store.put(USER, "a", large(1));
    watched.faults.before(Call.of("BatchGetItem"), () -> elsewhere().put(USER, "a", large(2)));
    assertThat(store.get(USER, "a").orElseThrow().value().get("n")).isEqualTo(2);
    watched.faults.before(Call.of("BatchGetItem"), () -> elsewhere().delete(USER, "a"));
    assertThat(store.get(USER, "a")).isEmpty();
  }

  @Test
  void aLargeWriteThatTakesLongerThanASweepWaitsIsNotCommitted() {
    watched.faults.before(
        Call.of("PutItem").and(call -> call.request().toString().contains(LargeValues.PARTS)),
        () -> watched.clock.advance(Duration.ofMinutes(40)));
    assertThat(catchThrowable(() -> store.put(USER, "a", large(1))))
        .isInstanceOf(ConfigurationException.class);
    assertThat(elsewhere().get(USER, "a")).isEmpty();
  }

  @Test
  void aSweepLeavesThePartsOfAWriteThatIsUnderWay() {
    watched.faults.before(
        Call.of("UpdateItem").and(call -> call.request().toString().contains("prev_version")),
        () -> elsewhere().sweep());
    store.put(USER, "a", large(1));
    assertThat(elsewhere().get(USER, "a").orElseThrow().value().get("n")).isEqualTo(1);
  }

  private static Map<String, Object> large(int n) {
    var numbers = new ArrayList<Integer>();
    new Random(n).ints(150_000).forEach(numbers::add);
    return Map.of("n", n, "numbers", numbers);
  }
}
