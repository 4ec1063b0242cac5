package dev.dynamory.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dynamory.BatchException;
import dev.dynamory.ConfigurationException;
import dev.dynamory.DocumentDatabase;
import dev.dynamory.InvalidInputException;
import dev.dynamory.NotFoundException;
import dev.dynamory.Page;
import dev.dynamory.RefusedException;
import dev.dynamory.RevisionConflictException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every document database promises. */
public interface DocumentDatabaseContract {

  /** A database whose writes make the collections they need, as another process has it. */
  DocumentDatabase database();

  private static String fresh() {
    return "c-" + UUID.randomUUID();
  }

  @Test
  default void aDocumentComesBackWithIdAndRevision() {
    var collection = fresh();
    var document = new HashMap<String, Object>();
    document.put("name", "My Agent");
    document.put("a.b", List.of(1, 2.5, Map.of("size", "")));
    document.put("status", null);
    var before = Map.copyOf(Map.of("name", "My Agent"));
    var revision = database().save(collection, "a", document);
    assertThat(document).hasSize(3).containsAllEntriesOf(before);
    var read = database().get(collection, "a").orElseThrow();
    var expected = new HashMap<>(document);
    expected.put("_id", "a");
    expected.put("_rev", revision);
    assertThat(read.value()).isEqualTo(expected);
    assertThat(List.of(read.id(), read.revision())).isEqualTo(List.of("a", revision));
  }

  @Test
  default void aCollectionThatIsNotThereIsAnErrorAndIsNotCreatedByReading() {
    var collection = fresh();
    for (var n = 0; n < 2; n++) {
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> database().get(collection, "a"))
          .withMessageContaining(collection);
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> database().list(collection, 5, null));
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> database().delete(collection, "a"));
    }
  }

  @Test
  default void whatIsAbsentIsEmptyAndNotFound() {
    var collection = fresh();
    database().save(collection, "a", Map.of());
    assertThat(database().get(collection, "none")).isEmpty();
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> database().delete(collection, "none"));
    database().delete(collection, "a");
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> database().delete(collection, "a"));
  }

  @Test
  default void aSaveReplacesAndAStaleRevisionIsAConflict() {
    var collection = fresh();
    var database = database();
    var first = database.save(collection, "a", Map.of("n", 1, "gone", true));
    var second = database.save(collection, "a", Map.of("n", 2), first);
    assertThat(second).isNotEqualTo(first);
    assertThat(database.get(collection, "a").orElseThrow().value()).doesNotContainKey("gone");
    assertThatExceptionOfType(RevisionConflictException.class)
        .isThrownBy(() -> database.save(collection, "a", Map.of("n", 3), first))
        .satisfies(e -> assertThat(e.currentRevision()).contains(second));
    assertThatExceptionOfType(RevisionConflictException.class)
        .isThrownBy(() -> database.save(collection, "a", Map.of("n", 3, "_rev", first)))
        .satisfies(
            e ->
                assertThat(e.currentValue().orElseThrow())
                    .isEqualTo(Map.of("_id", "a", "_rev", second, "n", 2)));
    assertThatExceptionOfType(RevisionConflictException.class)
        .isThrownBy(() -> database.save(collection, "none", Map.of(), first))
        .satisfies(e -> assertThat(e.currentRevision()).isEmpty());
    assertThatExceptionOfType(RevisionConflictException.class)
        .isThrownBy(() -> database.delete(collection, "a", first));
    database.save(collection, "a", Map.of("n", 4));
    database.save(collection, "a", Map.of("n", 5, "_rev", "dynamodb-rev"));
    database.delete(collection, "a", database.get(collection, "a").orElseThrow().revision());
  }

  @Test
  default void createNeverOverwrites() {
    var collection = fresh();
    database().create(collection, "a", Map.of("n", 1));
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> database().create(collection, "a", Map.of("n", 2)));
    assertThat(database().get(collection, "a").orElseThrow().value()).containsEntry("n", 1);
  }

  @Test
  default void fortyConcurrentIncrementsGiveForty() {
    var collection = fresh();
    database().save(collection, "a", Map.of("n", 0));
    Race.of(
        8,
        thread ->
            () -> {
              for (var n = 0; n < 5; n++) {
                database()
                    .update(
                        collection,
                        "a",
                        document -> {
                          document.put(
                              "n", (Integer) Objects.requireNonNull(document.get("n")) + 1);
                          return document;
                        });
              }
              return true;
            });
    assertThat(database().get(collection, "a").orElseThrow().value()).containsEntry("n", 40);
  }

  @Test
  default void manyProcessesMayMakeACollectionAtOnce() {
    var collection = fresh();
    Race.of(6, n -> () -> database().save(collection, "d" + n, Map.of("n", n)));
    assertThat(database().listAll(collection)).hasSize(6);
  }

  @Test
  default void listGivesEachDocumentOnceInPages() {
    var collection = fresh();
    var documents =
        IntStream.range(0, 12)
            .mapToObj(n -> Map.<String, Object>of("_id", "d" + n, "n", n))
            .toList();
    assertThat(database().saveAll(collection, documents)).hasSize(12).doesNotHaveDuplicates();
    for (var limit : List.of(1, 5, 12, 50)) {
      assertThat(
              Page.stream(token -> database().list(collection, limit, token))
                  .map(document -> document.id()))
          .hasSize(12)
          .doesNotHaveDuplicates();
    }
    assertThat(database().getAll(collection, List.of("d3", "none", "d1", "d3")))
        .extracting(document -> document.id())
        .containsExactly("d3", "d1");
  }

  @Test
  default void aBatchSavesWhatItCanAndSaysWhatFailed() {
    var collection = fresh();
    var revision = database().save(collection, "a", Map.of());
    database().save(collection, "a", Map.of("n", 1));
    assertThatExceptionOfType(BatchException.class)
        .isThrownBy(
            () ->
                database()
                    .saveAll(
                        collection,
                        List.of(
                            Map.of("_id", "b"),
                            Map.of("_id", "a", "_rev", revision),
                            Map.of("_id", "c"))))
        .satisfies(e -> assertThat(e.failures()).containsOnlyKeys(1));
    assertThat(database().listAll(collection)).hasSize(3);
  }

  @Test
  default void whatCannotBeKeptIsBadInput() {
    var collection = fresh();
    for (var name : List.of("ab", "a b c", "")) {
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> database().save(name, "a", Map.of()));
    }
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> database().save(collection, "", Map.of()));
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> database().save(collection, "a", Map.of("_id", "b")))
        .withMessageContaining("_id");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> database().save(collection, "a", Map.of("x", List.of(Double.NaN))))
        .withMessageContaining("document.x[0]");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> database().save(collection, "a", Map.of("_rev", "1-x"), "1-y"));
  }
}
