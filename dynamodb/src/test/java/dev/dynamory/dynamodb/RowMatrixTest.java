package dev.dynamory.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.dynamory.Delete;
import dev.dynamory.Documents;
import dev.dynamory.Item;
import dev.dynamory.Namespace;
import dev.dynamory.Put;
import dev.dynamory.WriteCondition;
import dev.dynamory.WriteConflictException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Every kind of row there can be, under every write with every condition. */
@SuppressWarnings({
  "NullAway",
  "StringSplitter",
  "LoopOverCharArray"
}) // a test may dereference what is not there
@Tag("exhaustive")
class RowMatrixTest {
  private static final Rig RIG = Rig.withTable();
  private static final Duration SHORT = Duration.ofMinutes(10);
  private static final Set<String> SMALL =
      Set.of(
          "PK", "SK", "value", "created_at", "updated_at", "written_at", "version", "prev_version");

  private final Namespace namespace = Rig.fresh("u");
  private final DynamoDbStore store = RIG.store();
  private final Original original = new Original(RIG.table);

  private enum Kind {
    NOTHING(false),
    OURS(true),
    OURS_WITH_TIME_TO_LIVE(true),
    OURS_EXPIRED(false),
    OURS_UPDATED_BY_THE_ORIGINAL(true),
    OURS_REPLACED_BY_THE_ORIGINAL(true),
    OURS_RENEWED_BY_THE_ORIGINAL(true),
    THE_ORIGINALS(true),
    THE_ORIGINALS_AT_A_FULL_SECOND(true),
    THE_ORIGINALS_WITH_EMBEDDING(true),
    THE_ORIGINALS_EXPIRED(false),
    GHOST(false),
    GHOST_WITH_EXPIRY(false),
    GHOST_EXPIRED(false),
    LARGE(true),
    LARGE_EXPIRED(false),
    LARGE_UPDATED_BY_THE_ORIGINAL(true),
    LARGE_REPLACED_BY_THE_ORIGINAL(true);

    private final boolean isItem;

    Kind(boolean isItem) {
      this.isItem = isItem;
    }
  }

  private enum Asked {
    ANY,
    ABSENT,
    RIGHT_VERSION,
    STALE_VERSION;

    boolean holds(boolean isItem) {
      return switch (this) {
        case ANY -> true;
        case ABSENT -> !isItem;
        case RIGHT_VERSION -> isItem;
        case STALE_VERSION -> false;
      };
    }
  }

  /** The versions that a caller may have seen: the last one that was there, and one before it. */
  private record Versions(long right, long stale) {
    WriteCondition condition(Asked asked) {
      return switch (asked) {
        case ANY -> WriteCondition.any();
        case ABSENT -> WriteCondition.absent();
        case RIGHT_VERSION -> WriteCondition.version(right);
        case STALE_VERSION -> WriteCondition.version(stale);
      };
    }
  }

  private Versions make(Kind kind) {
    var foreign = Map.of("text", AttributeValue.fromS("original"));
    move(Duration.ofNanos(1_234_000));
    return switch (kind) {
      case NOTHING -> gone(store.put(namespace, "k", Map.of("n", 1)));
      case OURS -> ours(Map.of("n", 2), Put.FOREVER, Duration.ZERO);
      case OURS_WITH_TIME_TO_LIVE -> ours(Map.of("n", 2), SHORT, Duration.ZERO);
      case OURS_EXPIRED -> ours(Map.of("n", 2), SHORT, SHORT);
      case OURS_UPDATED_BY_THE_ORIGINAL -> {
        var before = ours(Map.of("n", 2), SHORT, Duration.ofSeconds(1));
        update(foreign, null, null);
        yield seen(before.right);
      }
      case OURS_REPLACED_BY_THE_ORIGINAL -> {
        var before = ours(Map.of("n", 2), Put.FOREVER, Duration.ofSeconds(1));
        replace(foreign, null);
        yield seen(before.right);
      }
      case OURS_RENEWED_BY_THE_ORIGINAL -> {
        var before = ours(Map.of("n", 2), Put.FOREVER, Duration.ofSeconds(1));
        original.refresh(partition(), "k", RIG.clock.instant(), expiry(SHORT));
        yield seen(before.right);
      }
      case THE_ORIGINALS -> original(foreign, null, null);
      case THE_ORIGINALS_AT_A_FULL_SECOND -> {
        RIG.clock.set(Instant.ofEpochSecond(RIG.clock.instant().getEpochSecond() + 1));
        yield original(foreign, null, null);
      }
      case THE_ORIGINALS_WITH_EMBEDDING -> original(foreign, SHORT, List.of(0.5, 0.25));
      case THE_ORIGINALS_EXPIRED -> {
        var versions = original(foreign, SHORT, null);
        move(SHORT);
        yield versions;
      }
      case GHOST, GHOST_WITH_EXPIRY, GHOST_EXPIRED -> {
        var before = ours(Map.of("n", 2), SHORT, Duration.ofSeconds(1));
        store.delete(namespace, "k");
        original.refresh(partition(), "k", RIG.clock.instant(), expiry(SHORT));
        if (kind == Kind.GHOST) {
          removeExpiry();
        } else if (kind == Kind.GHOST_EXPIRED) {
          move(SHORT);
        }
        yield before;
      }
      case LARGE -> ours(Rig.large(2), Put.FOREVER, Duration.ZERO);
      case LARGE_EXPIRED -> ours(Rig.large(2), SHORT, SHORT);
      case LARGE_UPDATED_BY_THE_ORIGINAL -> {
        var before = ours(Rig.large(2), Put.FOREVER, Duration.ofSeconds(1));
        update(foreign, SHORT, null);
        yield seen(before.right);
      }
      case LARGE_REPLACED_BY_THE_ORIGINAL -> {
        var before = ours(Rig.large(2), Put.FOREVER, Duration.ofSeconds(1));
        replace(foreign, SHORT);
        yield seen(before.right);
      }
    };
  }

  private void update(
      Map<String, AttributeValue> value,
      @Nullable Duration timeToLive,
      @Nullable List<Double> embedding) {
    original.put(partition(), "k", value, RIG.clock.instant(), expiry(timeToLive), embedding);
  }

  private void replace(Map<String, AttributeValue> value, @Nullable Duration timeToLive) {
    original.replace(partition(), "k", value, RIG.clock.instant(), expiry(timeToLive));
  }

  private String partition() {
    return Labels.partitionKey(namespace);
  }

  private static @Nullable Long expiry(@Nullable Duration timeToLive) {
    return timeToLive == null ? null : RIG.clock.instant().plus(timeToLive).getEpochSecond();
  }

  private void move(Duration duration) {
    RIG.clock.advance(duration);
  }

  private Versions gone(long version) {
    store.delete(namespace, "k");
    return new Versions(version, version + 1);
  }

  private Versions ours(Map<String, Object> value, Duration timeToLive, Duration wait) {
    var stale = store.put(namespace, "k", Map.of("n", 1));
    move(Duration.ofSeconds(1));
    var right = store.put(Put.of(namespace, "k", value).timeToLive(timeToLive));
    move(wait);
    return new Versions(right, stale);
  }

  private Versions seen(long stale) {
    return new Versions(store.get(namespace, "k").orElseThrow().version(), stale);
  }

  private Versions original(
      Map<String, AttributeValue> value,
      @Nullable Duration timeToLive,
      @Nullable List<Double> embedding) {
    update(value, timeToLive, embedding);
    var stale = store.get(namespace, "k").orElseThrow().version();
    move(Duration.ofSeconds(1));
    update(value, timeToLive, embedding);
    return seen(stale);
  }

  private void removeExpiry() {
    Engine.client()
        .updateItem(
            r ->
                r.tableName(RIG.table)
                    .key(StoreItems.key(Labels.partitionKey(namespace), "k"))
                    .updateExpression("REMOVE expires_at"));
  }

  private interface Cell {
    void check(RowMatrixTest fresh, Kind kind, Asked asked);
  }

  private static Stream<DynamicTest> cells(String write, Cell cell) {
    var tests = new ArrayList<DynamicTest>();
    for (var kind : Kind.values()) {
      for (var asked : Asked.values()) {
        tests.add(
            DynamicTest.dynamicTest(
                write + " over " + kind + " asking for " + asked,
                () -> cell.check(new RowMatrixTest(), kind, asked)));
      }
    }
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> aSmallPutDoesWhatItsConditionSays() {
    return cells("a small put", (test, kind, asked) -> test.checkPut(kind, asked, Map.of("n", 3)));
  }

  @TestFactory
  Stream<DynamicTest> aLargePutDoesWhatItsConditionSays() {
    return cells("a large put", (test, kind, asked) -> test.checkPut(kind, asked, Rig.large(3)));
  }

  @TestFactory
  Stream<DynamicTest> aPutWithTimeToLiveDoesWhatItsConditionSays() {
    return cells(
        "a put with a time to live",
        (test, kind, asked) ->
            test.checkPut(
                kind, asked, Put.of(test.namespace, "k", Map.of("n", 3)).timeToLive(SHORT)));
  }

  @TestFactory
  Stream<DynamicTest> aTransactedPutDoesWhatItsConditionSays() {
    return cells(
        "a put in a transaction",
        (test, kind, asked) -> {
          var versions = test.make(kind);
          var put = Put.of(test.namespace, "k", Map.of("n", 3)).when(versions.condition(asked));
          test.check(kind, asked, put, () -> test.store.transact(List.of(put)).get(0));
        });
  }

  @TestFactory
  Stream<DynamicTest> aDeleteDoesWhatItsConditionSays() {
    return cells("a delete", RowMatrixTest::checkDelete);
  }

  private void checkPut(Kind kind, Asked asked, Map<String, Object> value) {
    checkPut(kind, asked, Put.of(namespace, "k", value));
  }

  private void checkPut(Kind kind, Asked asked, Put unconditional) {
    var versions = make(kind);
    var put = unconditional.when(versions.condition(asked));
    check(kind, asked, put, () -> store.put(put));
  }

  private interface Operation {
    long run();
  }

  private void check(Kind kind, Asked asked, Put put, Operation operation) {
    move(Duration.ofSeconds(1));
    var before = RIG.row(namespace, "k");
    var item = store.get(namespace, "k");
    assertThat(item.isPresent()).as("the row is an item").isEqualTo(kind.isItem);
    if (!asked.holds(kind.isItem)) {
      checkConflict(item, before, catchThrowable(operation::run));
      return;
    }
    var version = operation.run();
    var now = RIG.store().get(namespace, "k").orElseThrow();
    assertThat(now.version()).isEqualTo(version).isGreaterThanOrEqualTo(Put.SMALLEST_VERSION);
    assertThat(item.map(Item::version)).isNotEqualTo(Optional.of(version));
    assertThat(Documents.equal(now.value(), put.value())).isTrue();
    assertThat(now.updatedAt()).isEqualTo(RIG.clock.instant());
    assertThat(now.createdAt()).isEqualTo(item.map(Item::createdAt).orElse(now.updatedAt()));
    assertThat(now.timeToLive()).isEqualTo(put.timeToLive());
    var isLarge = put.value().containsKey("bytes");
    var attributes = new ArrayList<>(SMALL);
    if (isLarge) {
      attributes.add("parts");
    }
    if (put.timeToLive() != null) {
      attributes.addAll(List.of("expires_at", "ttl_seconds"));
    }
    var row = RIG.row(namespace, "k");
    assertThat(row.keySet()).containsExactlyInAnyOrderElementsOf(attributes);
    var wanted = isLarge ? List.of(new Row(row).partsId().orElseThrow()) : List.<String>of();
    checkRegistrations(kind, wanted);
  }

  private void checkDelete(Kind kind, Asked asked) {
    var versions = make(kind);
    move(Duration.ofSeconds(1));
    var before = RIG.row(namespace, "k");
    var item = store.get(namespace, "k");
    var delete = Delete.of(namespace, "k").when(versions.condition(asked));
    if (!asked.holds(kind.isItem)) {
      checkConflict(item, before, catchThrowable(() -> store.delete(delete)));
      return;
    }
    store.delete(delete);
    assertThat(RIG.row(namespace, "k")).isEmpty();
    checkRegistrations(kind, List.of());
  }

  /** What 1.2.1 has replaced left no trace in the row; the sweep in the end finds it. */
  private void checkRegistrations(Kind kind, List<String> wanted) {
    var found = RIG.registrations(namespace);
    if (kind == Kind.LARGE_REPLACED_BY_THE_ORIGINAL) {
      assertThat(found).containsAll(wanted).hasSize(wanted.size() + 1);
    } else {
      assertThat(found).containsExactlyElementsOf(wanted);
    }
  }

  private void checkConflict(
      Optional<Item> item, Map<String, AttributeValue> before, Throwable thrown) {
    assertThat(RIG.row(namespace, "k")).isEqualTo(before);
    assertThat(thrown).isInstanceOf(WriteConflictException.class);
    var conflict = (WriteConflictException) thrown;
    assertThat(conflict.currentVersion()).isEqualTo(item.map(Item::version).orElse(0L));
    assertThat(conflict.outcomeUnknown()).isFalse();
    var carried = item.filter(i -> !i.value().containsKey("bytes")).map(Item::value);
    assertThat(conflict.currentValue()).isEqualTo(carried);
    var parts = new Row(before).partsId();
    if (parts.isPresent()) {
      assertThat(RIG.registrations(namespace)).containsExactly(parts.get());
    }
  }

  @AfterAll
  static void afterASweepThereAreExactlyThePartsThatHeadsName() {
    RIG.clock.advance(Duration.ofHours(2));
    RIG.store().sweep();
    var named = new ArrayList<String>();
    Engine.client()
        .scanPaginator(r -> r.tableName(RIG.table).filterExpression("attribute_exists(parts)"))
        .items()
        .stream()
        .map(Row::new)
        .filter(Row::isHead)
        .forEach(head -> named.addAll(keysOfParts(head)));
    assertThat(RIG.keysUnder(LargeValues.PARTS)).isNotEmpty().hasSameElementsAs(named);
    var registered = RIG.keysUnder(LargeValues.WRITES);
    assertThat(registered).hasSize(named.size() / 2);
  }

  private static List<String> keysOfParts(Row head) {
    var parts = head.parts().orElseThrow();
    var root = head.partitionKey().split(":")[0];
    return IntStream.range(0, parts.count())
        .mapToObj(n -> LargeValues.PARTS + root + ":" + parts.id() + ":" + n + " part")
        .toList();
  }
}
