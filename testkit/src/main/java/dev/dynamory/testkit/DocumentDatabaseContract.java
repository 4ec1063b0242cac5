package dev.dynamory.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dynamory.BatchException;
import dev.dynamory.ConfigurationException;
import dev.dynamory.Document;
import dev.dynamory.DocumentDatabase;
import dev.dynamory.Documents;
import dev.dynamory.InvalidInputException;
import dev.dynamory.NotFoundException;
import dev.dynamory.Page;
import dev.dynamory.RefusedException;
import dev.dynamory.RevisionConflictException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
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

  @Test
  default void aRecordIsADocumentAndComesBackAsOne() {
    var collection = fresh();
    var revision = database().save(collection, "a", new Agent("My Agent", List.of("x"), 2));
    var read = database().get(collection, "a").orElseThrow();
    assertThat(read.as(Agent.class)).isEqualTo(new Agent("My Agent", List.of("x"), 2));
    assertThat(read.revision()).isEqualTo(revision);
  }

  /** Something to keep. */
  record Agent(String name, List<String> tools, int version) {}

  @Test
  default void theCallersMapIsNeverChangedNorFollowed() {
    var collection = fresh();
    var inner = new ArrayList<Object>(List.of(1));
    var document = new HashMap<String, Object>(Map.of("list", inner));
    var before = Map.of("list", List.of(1));
    var database = database();
    database.save(collection, "a", document);
    database.create(collection, "b", document);
    database.restore(collection, "c", document, null);
    database.check(collection, "d", document);
    assertThat(document).isEqualTo(before);
    inner.add(2);
    for (var id : List.of("a", "b", "c")) {
      var read = database.get(collection, id).orElseThrow().value();
      assertThat(read).containsEntry("list", List.of(1));
      assertThatExceptionOfType(UnsupportedOperationException.class)
          .isThrownBy(() -> read.put("x", 1));
    }
  }

  @Test
  default void anUpdateAppliesAFunctionToWhatIsThere() {
    var collection = fresh();
    database().save(collection, "a", Map.of("n", 1, "gone", true));
    var updated =
        database()
            .update(
                collection,
                "a",
                document -> {
                  document.remove("gone");
                  document.put("n", 2);
                  return document;
                });
    assertThat(database().get(collection, "a")).contains(updated);
    assertThat(updated.value()).containsEntry("n", 2).doesNotContainKey("gone");
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> database().update(collection, "none", document -> document));
  }

  @Test
  default void aDocumentIsRestoredWithItsRevisionWhereNoneIsOrWhereOneIsNamed() {
    var collection = fresh();
    var document = Map.of("_id", "a", "_rev", "3-0123456789abcdef0123456789abcdef", "n", 1);
    var database = database();
    assertThat(database.restore(collection, "a", document, null)).startsWith("3-0123456789abcdef");
    var restored = database.get(collection, "a").orElseThrow();
    assertThat(restored.revision()).startsWith("3-0123456789abcdef0123456789abcdef");
    assertThatExceptionOfType(RevisionConflictException.class)
        .isThrownBy(() -> database.restore(collection, "a", document, null))
        .satisfies(e -> assertThat(e.current()).contains(restored));
    assertThatExceptionOfType(RevisionConflictException.class)
        .isThrownBy(() -> database.restore(collection, "a", Map.of("_rev", "4-x"), "2-y"));
    database.restore(collection, "a", Map.of("_rev", "4-x", "n", 2), restored.revision());
    assertThat(database.get(collection, "a").orElseThrow().value()).containsEntry("n", 2);
    assertThat(database.restore(collection, "b", Map.of("_rev", "memory-rev"), null))
        .isNotEqualTo("memory-rev");
  }

  @Test
  default void aBatchDeletesAndSaysWhatWasThere() {
    var collection = fresh();
    database().saveAll(collection, List.of(Map.of("_id", "a"), Map.of("_id", "b")));
    assertThat(database().deleteAll(collection, List.of("a", "none", "a")))
        .containsExactly(true, false, false);
    assertThat(database().listAll(collection).map(Document::id)).containsExactly("b");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> database().deleteAll(collection, List.of("b", "")));
    assertThat(database().get(collection, "b")).isPresent();
  }

  @Test
  default void savesOfOneDocumentInABatchAreInOrder() {
    var collection = fresh();
    var documents =
        IntStream.range(0, 20).mapToObj(n -> Map.<String, Object>of("_id", "a", "n", n)).toList();
    var revisions = database().saveAll(collection, documents);
    var last = database().get(collection, "a").orElseThrow();
    assertThat(last.value()).containsEntry("n", 19);
    assertThat(last.revision()).isEqualTo(revisions.get(19));
  }

  @Test
  default void aCollectionIsThereOnceSomethingWasSaved() {
    var collection = fresh();
    assertThat(database().hasCollection(collection)).isFalse();
    database().check(collection, "a", Map.of());
    assertThat(database().hasCollection(collection)).isFalse();
    database().save(collection, "a", Map.of());
    assertThat(database().hasCollection(collection)).isTrue();
  }

  @Test
  default void ofManyCreatorsOfOneDocumentOneWins() {
    var collection = fresh();
    database().save(collection, "other", Map.of());
    var won =
        Race.of(
            8,
            n ->
                () -> {
                  try {
                    return Optional.of(database().create(collection, "a", Map.of("n", n)));
                  } catch (RefusedException e) {
                    return Optional.<String>empty();
                  }
                });
    var revision = won.stream().flatMap(Optional::stream).toList();
    assertThat(revision).hasSize(1);
    assertThat(database().get(collection, "a").orElseThrow().revision()).isEqualTo(revision.get(0));
  }

  @Test
  default void ofManySavesAtOneRevisionOneWinsAndTheOthersAreToldItsRevision() {
    var collection = fresh();
    var first = database().save(collection, "a", Map.of("n", 0));
    var outcomes =
        Race.of(
            8,
            n ->
                () -> {
                  try {
                    return database().save(collection, "a", Map.of("n", n), first);
                  } catch (RevisionConflictException e) {
                    return "after " + e.currentRevision().orElseThrow();
                  }
                });
    var winner = outcomes.stream().filter(outcome -> !outcome.startsWith("after")).toList();
    assertThat(winner).hasSize(1);
    assertThat(outcomes).containsOnly(winner.get(0), "after " + winner.get(0));
  }

  @Test
  default void aDocumentOfEveryShapeComesBack() {
    var collection = fresh();
    var random = new Random(RandomDocuments.seed());
    for (var n = 0; n < 50; n++) {
      @SuppressWarnings("NullAway") // a document's map may hold null
      var document = new HashMap<String, Object>(new RandomDocuments(random).document());
      var revision = database().save(collection, "a", document);
      var read = new HashMap<>(database().get(collection, "a").orElseThrow().value());
      assertThat(read.remove("_rev")).isEqualTo(revision);
      assertThat(read.remove("_id")).isEqualTo("a");
      Samples.assertDocument(read, Documents.copyOf(document, "document"));
    }
  }

  @Test
  default void aFieldMayNestThirtyOneDeep() {
    var collection = fresh();
    database().save(collection, "a", Map.of("x", nested(31)));
    assertThat(database().get(collection, "a").orElseThrow().value()).containsKey("x");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> database().save(collection, "a", Map.of("x", nested(32))))
        .withMessageStartingWith("document.x[0]");
  }

  private static List<Object> nested(int depth) {
    List<Object> list = List.of();
    for (var n = 1; n < depth; n++) {
      list = List.of(list);
    }
    return list;
  }

  @Test
  default void aRevisionThatIsNoTextIsBadInputAndAbsentIsNone() {
    var collection = fresh();
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> database().save(collection, "a", Map.of("_rev", 5)))
        .withMessageContaining("_rev");
    var document = new HashMap<String, Object>();
    document.put("_rev", null);
    database().save(collection, "a", document);
    database().save(collection, "a", document);
    assertThatExceptionOfType(BatchException.class)
        .isThrownBy(() -> database().saveAll(collection, List.of(Map.of("n", 1))))
        .satisfies(
            e ->
                assertThat(e.failures().get(0))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("documents[0]._id"));
  }
}
