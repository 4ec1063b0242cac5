package dev.dynamory.testkit;

import static dev.dynamory.testkit.Samples.assertDocument;
import static dev.dynamory.testkit.Samples.document;
import static dev.dynamory.testkit.Samples.fresh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dynamory.Delete;
import dev.dynamory.Get;
import dev.dynamory.Item;
import dev.dynamory.Namespace;
import dev.dynamory.Put;
import dev.dynamory.Store;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What happens to one item: put, get, delete, update, and every kind of value. */
public interface ItemContract extends StoreFixture {
  /** A document as a user's own type. */
  record Preferences(String theme, int size) {}

  @Test
  default void givesBackWhatWasPut() {
    var namespace = fresh();
    var version = store().put(namespace, "prefs", Map.of("theme", "dark"));
    var item = store().get(namespace, "prefs").orElseThrow();
    assertThat(item.namespace()).isEqualTo(namespace);
    assertThat(item.key()).isEqualTo("prefs");
    assertThat(item.value()).isEqualTo(Map.of("theme", "dark"));
    assertThat(item.version()).isEqualTo(version).isPositive();
    assertThat(item.expiresAt()).isNull();
    assertThat(item.timeToLive()).isNull();
    assertThat(item.score()).isNull();
  }

  @Test
  default void givesNothingForWhatWasNeverPut() {
    var namespace = fresh();
    assertThat(store().get(namespace, "k")).isEmpty();
    store().put(namespace, "k", Map.of());
    assertThat(store().get(namespace, "K")).isEmpty();
    assertThat(store().get(namespace.child("k"), "k")).isEmpty();
  }

  @Test
  default void putReplacesTheWholeDocument() {
    var namespace = fresh();
    store().put(namespace, "k", Map.of("a", 1, "b", 2));
    store().put(namespace, "k", Map.of("b", 3));
    assertDocument(valueOf(store(), namespace, "k"), Map.of("b", 3));
  }

  @Test
  default void deleteRemovesOneItemAndNothingElse() {
    var namespace = fresh();
    store().put(namespace, "gone", Map.of());
    store().put(namespace, "kept", Map.of());
    store().delete(namespace, "gone");
    assertThat(store().get(namespace, "gone")).isEmpty();
    assertThat(store().get(namespace, "kept")).isPresent();
  }

  @Test
  default void deletingWhatIsNotThereSucceeds() {
    var namespace = fresh();
    store().delete(namespace, "k");
    store().delete(Delete.of(namespace, "k"));
    assertThat(store().get(namespace, "k")).isEmpty();
  }

  @Test
  default void aConsistentReadSeesEveryAcknowledgedWrite() {
    var namespace = fresh();
    for (var n = 0; n < 20; n++) {
      store().put(namespace, "k", Map.of("n", n));
      var item = store().get(Get.of(namespace, "k").consistent()).orElseThrow();
      assertDocument(item.value(), Map.of("n", n));
    }
    store().delete(namespace, "k");
    assertThat(store().get(Get.of(namespace, "k").consistent())).isEmpty();
  }

  @Test
  default void keepsRecordsAsDocuments() {
    var namespace = fresh();
    store().put(namespace, "k", new Preferences("dark", 14));
    var item = store().get(namespace, "k").orElseThrow();
    assertDocument(item.value(), Map.of("theme", "dark", "size", 14));
    assertThat(item.as(Preferences.class)).isEqualTo(new Preferences("dark", 14));
  }

  @Test
  default void keepsWhenAnItemWasFirstPutAndWhenLast() {
    var clock = MovableClock.at(Instant.now().truncatedTo(ChronoUnit.MICROS));
    var store = store(StoreOptions.at(clock));
    var namespace = fresh();
    var created = clock.instant();
    store.put(namespace, "k", Map.of());
    clock.advance(Duration.ofSeconds(90).plusNanos(1_000));
    store.put(namespace, "k", Map.of());
    var item = store.get(namespace, "k").orElseThrow();
    assertThat(item.createdAt()).isEqualTo(created);
    assertThat(item.updatedAt()).isEqualTo(clock.instant());
  }

  @Test
  default void anItemPutAgainAfterItsDeletionIsANewOne() {
    var clock = MovableClock.now();
    var store = store(StoreOptions.at(clock));
    var namespace = fresh();
    store.put(namespace, "k", Map.of());
    store.delete(namespace, "k");
    clock.advance(Duration.ofSeconds(1));
    store.put(namespace, "k", Map.of());
    assertThat(store.get(namespace, "k").orElseThrow().createdAt()).isEqualTo(clock.instant());
  }

  @Test
  default void keepsEveryJsonShape() {
    assertRoundTrip(Map.of());
    assertRoundTrip(
        Map.of(
            "string",
            "text",
            "empty string",
            "",
            "yes",
            true,
            "no",
            false,
            "list",
            List.of(1, "two", List.of(3.5), Map.of("four", false)),
            "map",
            Map.of("inner", Map.of("innermost", List.of())),
            "empty list",
            List.of(),
            "empty map",
            Map.of()));
    assertRoundTrip(document("null", null));
    var nulls = new ArrayList<@Nullable Object>();
    nulls.add(null);
    assertRoundTrip(Map.of("list", nulls, "map", document("null", null)));
  }

  @Test
  default void keepsFloats() {
    assertRoundTrip(
        Map.of("f", 0.1f, "d", 3.14159, "tiny", 1e-100, "huge", 1.7e100, "third", 1.0 / 3.0));
  }

  @Test
  default void integersComeBackAsIntegersAndLongs() {
    var value =
        roundTrip(Map.of("int", 42, "long", 1L << 40, "small long", 7L, "short", (short) 5));
    assertThat(value).isEqualTo(Map.of("int", 42, "long", 1L << 40, "small long", 7, "short", 5));
  }

  @Test
  default void numbersComeBackInTheirCanonicalTypes() {
    var digits = new BigDecimal("0.12345678901234567890123456789012345678");
    var value =
        roundTrip(
            Map.of(
                "big",
                BigInteger.TEN.pow(30),
                "digits",
                digits,
                "one",
                1.0,
                "hundred",
                new BigDecimal("1E2"),
                "zero",
                -0.0,
                "half",
                new BigDecimal("0.50")));
    assertThat(value)
        .isEqualTo(
            Map.of(
                "big",
                BigInteger.TEN.pow(30),
                "digits",
                digits,
                "one",
                1,
                "hundred",
                100,
                "zero",
                0,
                "half",
                0.5));
  }

  @Test
  default void keepsTheLargestAndTheSmallestNumbersExactly() {
    var nines = "9".repeat(38);
    assertRoundTrip(
        Map.of(
            "max", Integer.MAX_VALUE,
            "min", Long.MIN_VALUE,
            "digits", new BigInteger(nines),
            "largest", new BigDecimal("9." + nines.substring(1) + "E125"),
            "least", new BigDecimal("-9." + nines.substring(1) + "E125"),
            "smallest", new BigDecimal("1E-130")));
  }

  @Test
  default void keepsBytesAndSets() {
    assertRoundTrip(
        Map.of(
            "bytes", new byte[] {0, 1, -1, 127},
            "no bytes", new byte[0],
            "strings", Set.of("a", "b", "😀"),
            "numbers", Set.of(1, 2.5, new BigDecimal("1E20")),
            "blobs", Set.of(new byte[] {1}, new byte[] {2, 3})));
  }

  @Test
  default void keepsNamesOfEveryKind() {
    assertRoundTrip(
        Map.of(
            "a.b", 1,
            "#value", 2,
            ":value", 3,
            "$eq", 4,
            "dynamory:parts", "a user's own",
            "size", Map.of("value", 5, "PK", 6),
            "Zoë 😀", 7,
            " ", 8));
  }

  @Test
  default void keeps31NestedContainers() {
    Object nested = "core";
    for (var depth = 1; depth < 31; depth++) {
      nested = depth % 2 == 0 ? List.of(nested) : Map.of("in", nested);
    }
    assertRoundTrip(Map.of("in", nested));
  }

  @Test
  default void keepsEveryRandomDocument() {
    var seed = RandomDocuments.seed();
    var documents = new RandomDocuments(new Random(seed));
    for (var n = 0; n < 100; n++) {
      var document = documents.document();
      assertThat(roundTrip(document))
          .as("seed %d, document %d: %s", seed, n, document)
          .satisfies(value -> assertDocument(value, document));
    }
  }

  @Test
  default void isNotTouchedByWhatCallersDoToTheirMaps() {
    var namespace = fresh();
    var bytes = new byte[] {1, 2, 3};
    var document =
        new HashMap<String, Object>(Map.of("list", new ArrayList<>(List.of(1)), "b", bytes));
    store().put(namespace, "k", document);
    document.put("list", "changed");
    bytes[0] = 9;
    var first = store().get(namespace, "k").orElseThrow();
    ((byte[]) first.value().getOrDefault("b", bytes))[1] = 9;
    assertDocument(
        valueOf(store(), namespace, "k"), Map.of("list", List.of(1), "b", new byte[] {1, 2, 3}));
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> first.value().put("more", 1));
  }

  @Test
  default void updateCreatesWhatIsAbsentAndChangesWhatIsThere() {
    var namespace = fresh();
    var first = store().update(namespace, "k", document -> document.put("n", 1));
    var second =
        store().update(namespace, "k", document -> document.put("more", List.of("kept", 1.5)));
    var item = store().get(namespace, "k").orElseThrow();
    assertDocument(item.value(), Map.of("n", 1, "more", List.of("kept", 1.5)));
    assertThat(item.version()).isEqualTo(second).isNotEqualTo(first);
  }

  @Test
  @SuppressWarnings("unchecked")
  default void updateMayChangeWhatIsNested() {
    var namespace = fresh();
    store()
        .put(namespace, "k", Map.of("list", List.of(1), "map", Map.of("a", 1), "set", Set.of("x")));
    store()
        .update(
            namespace,
            "k",
            document -> {
              ((List<Object>) document.getOrDefault("list", List.of())).add(2);
              ((Map<String, Object>) document.getOrDefault("map", Map.of())).put("b", 2);
              ((Set<Object>) document.getOrDefault("set", Set.of())).add("y");
            });
    assertDocument(
        valueOf(store(), namespace, "k"),
        Map.of("list", List.of(1, 2), "map", Map.of("a", 1, "b", 2), "set", Set.of("x", "y")));
  }

  @Test
  default void updateThatThrowsChangesNothing() {
    var namespace = fresh();
    var version = store().put(namespace, "k", Map.of("n", 1));
    var broken = new IllegalStateException("the caller's");
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                store()
                    .update(
                        namespace,
                        "k",
                        document -> {
                          document.put("n", 2);
                          throw broken;
                        }))
        .isSameAs(broken);
    assertThat(store().get(namespace, "k").orElseThrow().version()).isEqualTo(version);
  }

  @Test
  default void twoStoresOverTheSamePlaceSeeTheSameItems() {
    var namespace = fresh();
    var version = store().put(Put.of(namespace, "k", Map.of("n", 1)));
    assertThat(store(StoreOptions.at(MovableClock.now())).get(namespace, "k"))
        .map(Item::version)
        .contains(version);
  }

  private Map<String, Object> roundTrip(Map<String, ?> document) {
    var namespace = fresh();
    store().put(namespace, "k", document);
    return valueOf(store(), namespace, "k");
  }

  private void assertRoundTrip(Map<String, ?> document) {
    assertDocument(roundTrip(document), document);
  }

  private static Map<String, Object> valueOf(Store store, Namespace namespace, String key) {
    return store.get(namespace, key).orElseThrow().value();
  }
}
