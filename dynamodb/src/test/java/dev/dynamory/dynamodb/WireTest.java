package dev.dynamory.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dynamory.CorruptDataException;
import dev.dynamory.Documents;
import dev.dynamory.Namespace;
import dev.dynamory.Put;
import dev.dynamory.Search;
import dev.dynamory.WriteCondition;
import dev.dynamory.WriteConflictException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The table is LangGraph's: what it writes is read, and what is written here is what it would
 * write, and a few attributes of ours.
 */
class WireTest {
  private static final Namespace USER = Namespace.of("users", "1");
  private static final Map<String, AttributeValue> THEIRS =
      Map.of("by", AttributeValue.fromS("python"));

  private final Watched watched = new Watched();
  private final DynamoDbStore store = watched.newStore();
  private final Original python = new Original(watched.table);

  @BeforeEach
  void setUp() {
    store.setup();
    watched.clock.set(Instant.parse("2096-11-21T10:00:00.123456Z"));
  }

  @Test
  void anItemHasExactlyTheOriginalsAttributesAndOurs() {
    store.put(
        Put.of(USER, "a", Map.of("s", "x", "n", 1.5, "b", true, "l", List.of(1)))
            .timeToLive(Duration.ofMillis(90_500)));
    var row = python.row("users:1", "a");
    assertThat(row.keySet())
        .isEqualTo(
            Set.of(
                "PK",
                "SK",
                "value",
                "created_at",
                "updated_at",
                "expires_at",
                "version",
                "prev_version",
                "written_at",
                "ttl_seconds"));
    assertThat(row.get("value"))
        .isEqualTo(
            AttributeValue.fromM(
                Map.of(
                    "s", AttributeValue.fromS("x"),
                    "n", AttributeValue.fromN("1.5"),
                    "b", AttributeValue.fromBool(true),
                    "l", AttributeValue.fromL(List.of(AttributeValue.fromN("1"))))));
    assertThat(row.get("created_at"))
        .isEqualTo(AttributeValue.fromS("2096-11-21T10:00:00.123456+00:00"));
    assertThat(row.get("updated_at")).isEqualTo(row.get("created_at"));
    assertThat(row.get("expires_at"))
        .isEqualTo(
            AttributeValue.fromN(
                Long.toString(Instant.parse("2096-11-21T10:01:31Z").getEpochSecond())));
    assertThat(row.get("ttl_seconds")).isEqualTo(AttributeValue.fromN("90.5"));
  }

  @Test
  void aMomentWithoutAFractionStillHasSixDigits() {
    watched.clock.set(Instant.parse("2096-11-21T10:00:00Z"));
    store.put(USER, "a", Map.of());
    assertThat(python.row("users:1", "a").get("created_at"))
        .isEqualTo(AttributeValue.fromS("2096-11-21T10:00:00.000000+00:00"));
  }

  @Test
  void rowsOfOursHaveAnEmptyValueAndBothTimes() {
    store.put(
        USER,
        "large",
        Map.of("text", "x".repeat(20) + new Random(3).ints(200_000).boxed().toList()));
    var ours = new ArrayList<Map<String, AttributeValue>>();
    Engine.client()
        .scanPaginator(request -> request.tableName(watched.table))
        .items()
        .forEach(ours::add);
    ours.removeIf(row -> !CatalogueItems.isReserved(row));
    assertThat(ours)
        .hasSizeGreaterThan(4)
        .allSatisfy(
            row -> {
              assertThat(row.get("value")).isEqualTo(AttributeValue.fromM(Map.of()));
              assertThat(row).containsKeys("created_at", "updated_at");
            });
  }

  @Test
  void readsEveryTypeThatPythonWrites() {
    python.put(
        "users:1",
        "a",
        Map.of(
            "int", AttributeValue.fromN("7"),
            "decimal", AttributeValue.fromN("0.1"),
            "bytes", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {1, 2})),
            "set", AttributeValue.fromSs(List.of("x", "y")),
            "numbers", AttributeValue.fromNs(List.of("1", "2.5")),
            "none", AttributeValue.fromNul(true)),
        watched.clock.instant(),
        null);
    var value = store.get(USER, "a").orElseThrow().value();
    assertThat(value.get("int")).isEqualTo(7);
    assertThat(value.get("decimal")).isEqualTo(0.1);
    assertThat(Documents.equal(value.get("bytes"), new byte[] {1, 2})).isTrue();
    assertThat(value.get("set")).isEqualTo(Set.of("x", "y"));
    assertThat(value.get("numbers")).isEqualTo(Set.of(1, 2.5));
    assertThat(value).containsKey("none");
  }

  @Test
  void readsTimesInEverySpelling() {
    for (var spelling :
        List.of(
            "2096-11-21T09:00:00+00:00",
            "2096-11-21T09:00:00Z",
            "2096-11-21T09:00:00.000000+00:00",
            "2096-11-21T10:00:00+01:00")) {
      assertThat(Timestamps.parse(spelling)).contains(Instant.parse("2096-11-21T09:00:00Z"));
    }
    python.put("users:1", "a", THEIRS, Instant.parse("2096-11-21T09:00:00Z"), null);
    assertThat(store.get(USER, "a").orElseThrow().updatedAt())
        .isEqualTo(Instant.parse("2096-11-21T09:00:00Z"));
  }

  @Test
  void aVersionThatPythonOverwroteIsStaleWhicheverWayItWrites() {
    var version = store.put(USER, "a", Map.of("n", 1));
    watched.clock.advance(Duration.ofSeconds(1));
    python.put("users:1", "a", THEIRS, watched.clock.instant(), null);
    assertStale(version);
    version = store.put(USER, "a", Map.of("n", 2));
    watched.clock.advance(Duration.ofSeconds(1));
    python.replace("users:1", "a", THEIRS, watched.clock.instant());
    assertStale(version);
  }

  private void assertStale(long version) {
    assertThatThrownBy(
            () ->
                store.put(Put.of(USER, "a", Map.of("n", 9)).when(WriteCondition.version(version))))
        .isInstanceOfSatisfying(
            WriteConflictException.class,
            e -> {
              assertThat(e.currentValue().orElseThrow()).isEqualTo(Map.of("by", "python"));
              assertThat(e.currentVersion()).isLessThan(Put.SMALLEST_VERSION);
            });
  }

  @Test
  void whatPythonWroteHasAVersionThatHoldsUntilItIsWrittenAgain() {
    for (var moment : List.of("2096-11-21T09:00:00Z", "2096-11-21T09:00:00.000100Z")) {
      python.put("users:1", "a", THEIRS, Instant.parse(moment), null);
      var version = store.get(USER, "a").orElseThrow().version();
      assertThat(store.put(Put.of(USER, "a", Map.of("n", 1)).when(WriteCondition.version(version))))
          .isGreaterThanOrEqualTo(Put.SMALLEST_VERSION);
      python.put("users:1", "a", THEIRS, Instant.parse(moment).plusSeconds(1), null);
      assertThatThrownBy(
              () -> store.put(Put.of(USER, "a", Map.of()).when(WriteCondition.version(version))))
          .isInstanceOf(WriteConflictException.class);
    }
  }

  @Test
  void aForeignSpellingOfTheTimeIsAVersionToo() {
    var row =
        Map.of(
            "PK",
            AttributeValue.fromS("users:1"),
            "SK",
            AttributeValue.fromS("z"),
            "value",
            AttributeValue.fromM(THEIRS),
            "updated_at",
            AttributeValue.fromS("2096-11-21T09:00:00.5Z"));
    Engine.client().putItem(request -> request.tableName(watched.table).item(row));
    var version = store.get(USER, "z").orElseThrow().version();
    store.put(Put.of(USER, "z", Map.of("n", 1)).when(WriteCondition.version(version)));
    assertThat(store.get(USER, "z").orElseThrow().value()).isEqualTo(Map.of("n", 1));
  }

  @Test
  void aGhostOfPythonsRefreshIsNoItemAndHidesNone() {
    store.put(USER, "b", Map.of("n", 1));
    python.refresh(
        "users:1", "a", watched.clock.instant(), watched.clock.instant().getEpochSecond() + 600);
    assertThat(store.get(USER, "a")).isEmpty();
    assertThat(store.search(Search.in(USER))).hasSize(1);
    store.put(Put.of(USER, "a", Map.of("n", 2)).when(WriteCondition.absent()));
    assertThat(store.get(USER, "a").orElseThrow().expiresAt()).isNull();
  }

  @Test
  void aValueThatPythonPutOverALargeOneIsTheValueAndItsPartsAreRemovedByTheNextWrite() {
    store.put(USER, "a", Map.of("text", new Random(4).ints(200_000).boxed().toList()));
    watched.clock.advance(Duration.ofSeconds(1));
    python.put("users:1", "a", THEIRS, watched.clock.instant(), null);
    assertThat(store.get(USER, "a").orElseThrow().value()).isEqualTo(Map.of("by", "python"));
    store.put(USER, "a", Map.of("n", 1));
    assertThat(python.row("users:1", "a")).doesNotContainKey("parts");
    var left = new TreeSet<String>();
    Engine.client()
        .scanPaginator(request -> request.tableName(watched.table))
        .items()
        .forEach(row -> left.add(AttributeValues.required(row, "PK").s()));
    assertThat(left)
        .noneMatch(pk -> pk.startsWith(LargeValues.PARTS) || pk.startsWith(LargeValues.WRITES));
  }

  @Test
  void nobodysValueCanPassForAHead() {
    var forged = Map.of("dynamory:parts", "abc");
    store.put(USER, "a", forged);
    assertThat(store.get(USER, "a").orElseThrow().value()).isEqualTo(forged);
  }

  @Test
  void partsThatWereTamperedWithAreCorruptDataNeverAnotherValue() {
    store.put(USER, "a", Map.of("text", new Random(5).ints(200_000).boxed().toList()));
    var part = new ArrayList<Map<String, AttributeValue>>();
    Engine.client()
        .scanPaginator(request -> request.tableName(watched.table))
        .items()
        .forEach(part::add);
    part.removeIf(row -> !AttributeValues.required(row, "PK").s().startsWith(LargeValues.PARTS));
    var changed = new HashMap<>(part.get(0));
    changed.put("b", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {1})));
    Engine.client().putItem(request -> request.tableName(watched.table).item(changed));
    assertThatThrownBy(() -> store.get(USER, "a"))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("'a'");
    Engine.client()
        .deleteItem(
            request ->
                request
                    .tableName(watched.table)
                    .key(StoreItems.key(AttributeValues.required(part.get(0), "PK").s(), "part")));
    assertThatThrownBy(() -> store.search(Search.in(USER)))
        .isInstanceOf(CorruptDataException.class);
  }

  @Test
  void aPutLeavesNoStaleEmbedding() {
    var row =
        Map.of(
            "PK",
            AttributeValue.fromS("users:1"),
            "SK",
            AttributeValue.fromS("e"),
            "value",
            AttributeValue.fromM(THEIRS),
            "embedding",
            AttributeValue.fromL(List.of(AttributeValue.fromN("0.5"))));
    Engine.client().putItem(request -> request.tableName(watched.table).item(row));
    store.put(USER, "e", Map.of("n", 1));
    assertThat(python.row("users:1", "e")).doesNotContainKey("embedding");
  }

  @Test
  void pythonsRefreshOfAnItemOfOursChangesItsVersionAndItsOwnTimeToLiveNoLongerCounts() {
    store.put(Put.of(USER, "a", Map.of()).timeToLive(Duration.ofDays(30)));
    watched.clock.advance(Duration.ofSeconds(1));
    python.refresh(
        "users:1", "a", watched.clock.instant(), watched.clock.instant().getEpochSecond() + 3600);
    assertThat(store.get(USER, "a").orElseThrow().timeToLive()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void everyLabelSurvivesItsKeyAndEveryKeyItsLabels() {
    var alphabet = "%253A:x";
    var seen = new HashSet<String>();
    var words = new ArrayList<>(List.of(""));
    for (var length = 1; length <= 6; length++) {
      var longer = new ArrayList<String>();
      for (var word : words) {
        alphabet.chars().distinct().forEach(c -> longer.add(word + (char) c));
      }
      for (var word : longer) {
        assertThat(Labels.decode(Labels.encode(word))).isEqualTo(word);
        assertThat(seen.add(Labels.encode(word))).isTrue();
        if (!word.contains(":")) {
          assertThat(Labels.encode(Labels.decode(word))).isEqualTo(word);
        }
      }
      words = longer;
    }
  }
}
