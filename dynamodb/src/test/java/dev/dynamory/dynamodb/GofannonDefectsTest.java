package dev.dynamory.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dynamory.ConfigurationException;
import dev.dynamory.NotFoundException;
import dev.dynamory.RevisionConflictException;
import dev.dynamory.ValueTooLargeException;
import dev.dynamory.testkit.Call;
import dev.dynamory.testkit.Fault;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** What gofannon's DynamoDB service does wrong, each with what happens here instead. */
class GofannonDefectsTest {
  private final Watched watched = new Watched();
  private final DynamoDbDocumentDatabase database = watched.newProcess().documents();
  private final String agents = watched.table;

  @BeforeEach
  void aTable() {
    database.table(agents).setup();
    watched.log.reset();
  }

  /** There every save answers "dynamodb-rev", so nobody can notice a lost update. */
  @Test
  void everySaveGivesAnotherRevision() {
    var revisions =
        List.of(
            database.save(agents, "a", Map.of()),
            database.save(agents, "a", Map.of()),
            database.save(agents, "b", Map.of()));
    assertThat(revisions).doesNotHaveDuplicates().doesNotContain("dynamodb-rev");
  }

  /** There the caller's stale _rev is replaced by the current one, or ignored. */
  @Test
  void aDocumentWithAStaleRevisionIsAConflict() {
    database.save(agents, "a", Map.of("n", 1));
    var mine = new HashMap<>(database.get(agents, "a").orElseThrow().value());
    database.save(agents, "a", Map.of("n", 2));
    mine.put("n", 3);
    assertThatExceptionOfType(RevisionConflictException.class)
        .isThrownBy(() -> database.save(agents, "a", mine));
    assertThat(database.get(agents, "a").orElseThrow().value()).containsEntry("n", 2);
  }

  /**
   * There reading a mistyped collection creates a table, and answers that the document is absent.
   */
  @Test
  void readingAMistypedCollectionIsAnErrorAndCreatesNothing() {
    var creating = database.withTablesOnFirstWrite();
    for (var n = 0; n < 2; n++) {
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> creating.get(agents + "x", "a"))
          .withMessageContaining(agents + "x");
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> creating.listAll(agents + "x"));
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> creating.delete(agents + "x", "a"));
    }
    assertThat(watched.log.calls("CreateTable")).isEmpty();
    assertThat(database.hasCollection(agents + "x")).isFalse();
  }

  /** There each call describes the table first: two calls for one. */
  @Test
  void aTableIsDescribedOnceInAProcessWhateverManyThreadsDo() {
    database.save(agents, "a", Map.of("n", 0));
    watched.log.reset();
    var threads =
        IntStream.range(0, 4)
            .mapToObj(
                n ->
                    database
                        .async()
                        .run(
                            d -> {
                              for (var i = 0; i < 10; i++) {
                                d.save(agents, "d" + n, Map.of("i", i));
                                d.withConsistentReads().get(agents, "d" + n);
                              }
                            }))
            .toList();
    threads.forEach(CompletableFuture::join);
    assertThat(watched.log.calls("DescribeTable")).isEmpty();
    assertThat(watched.log.totals().calls()).isEqualTo(80);
  }

  /** There delete reads first, and deletes what somebody saved in between. */
  @Test
  void aDeleteIsOneCallAndCanExpectARevision() {
    var read = database.save(agents, "a", Map.of("n", 1));
    database.save(agents, "a", Map.of("n", 2));
    watched.log.reset();
    assertThatExceptionOfType(RevisionConflictException.class)
        .isThrownBy(() -> database.delete(agents, "a", read));
    database.delete(agents, "a");
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> database.delete(agents, "a"));
    assertThat(watched.log.calls()).hasSize(3);
  }

  /** There save writes _id into the caller's own document. */
  @Test
  void theCallersDocumentIsNotTouched() {
    var document = new HashMap<String, Object>(Map.of("name", "N"));
    database.save(agents, "a", document);
    assertThat(document).isEqualTo(Map.of("name", "N"));
  }

  /** There a float is a TypeError and a number comes back as Decimal, which JSON cannot write. */
  @Test
  void fractionsAreKeptAndNumbersComeBackAsJsonReadersGiveThem() {
    database.save(
        agents, "a", Map.of("f", 0.1, "i", 3, "l", 1L << 40, "d", new BigDecimal("2.50")));
    assertThat(database.get(agents, "a").orElseThrow().value())
        .containsEntry("f", 0.1)
        .containsEntry("i", 3)
        .containsEntry("l", 1L << 40)
        .containsEntry("d", 2.5);
  }

  /** There the whole table is read into memory, one page after the other. */
  @Test
  void aListingIsReadAsItIsConsumed() {
    var text = "x".repeat(10_000);
    database.saveAll(
        agents,
        IntStream.range(0, 250)
            .mapToObj(n -> Map.<String, Object>of("_id", "d" + n, "text", text))
            .toList());
    watched.log.reset();
    assertThat(database.listAll(agents).limit(3)).hasSize(3);
    assertThat(watched.log.calls("Scan")).hasSize(1);
    assertThat(database.listAll(agents).map(document -> document.id()).distinct()).hasSize(250);
  }

  /** There it is an HTTP 500 with DynamoDB's words, after the call. */
  @Test
  void aDocumentThatIsTooLargeIsRefusedBeforeTheCallByNameAndSize() {
    assertThatExceptionOfType(ValueTooLargeException.class)
        .isThrownBy(
            () -> database.save(agents, "a", Map.of("small", "x", "code", "x".repeat(450_000))))
        .withMessageContainingAll("'a'", "'code'", "450000", "store")
        .satisfies(e -> assertThat(e.bytes()).isBetween(450_000L, 451_000L));
    assertThat(watched.log.calls()).isEmpty();
  }

  /** There the second creator of a table gets an HTTP 500. */
  @Test
  void severalProcessesMayCreateACollectionAtOnce() {
    var processes =
        IntStream.range(0, 8)
            .mapToObj(
                n ->
                    watched
                        .newProcess()
                        .documents()
                        .withTablesOnFirstWrite()
                        .async()
                        .call(d -> d.save(agents + "-new", "d" + n, Map.of())))
            .toList();
    processes.forEach(CompletableFuture::join);
    assertThat(database.listAll(agents + "-new")).hasSize(8);
  }

  /** There any failure of a listing is an HTTP 500 without a cause, and get's is a 404. */
  @Test
  void aFailureIsNeitherAnAbsentDocumentNorAnotherError() {
    database.save(agents, "a", Map.of());
    watched.faults.fail(Call.ANY, Fault.SERVER_ERROR, Integer.MAX_VALUE);
    assertThatExceptionOfType(DynamoDbException.class).isThrownBy(() -> database.get(agents, "a"));
    assertThatExceptionOfType(DynamoDbException.class)
        .isThrownBy(() -> database.list(agents, 5, null));
    assertThatExceptionOfType(DynamoDbException.class)
        .isThrownBy(() -> database.delete(agents, "a"));
  }

  /** There a table of this name with other keys fails at each call with DynamoDB's words. */
  @Test
  void aTableWithOtherKeysIsAClearError() {
    var store = watched.newProcess().store(agents + "-store");
    store.setup();
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> database.get(agents + "-store", "a"))
        .withMessageContainingAll("other keys", "_id (S)");
  }

  /** There the row is written as it is given: with whatever _id stands in it. */
  @Test
  void aRowOfTheOriginalIsReadWithAllItsTypes() {
    Engine.client()
        .putItem(
            request ->
                request
                    .tableName(agents)
                    .item(
                        Map.of(
                            "_id", AttributeValue.fromS("p"),
                            "tags", AttributeValue.fromSs(List.of("x", "y")),
                            "score", AttributeValue.fromN("42.50"),
                            "none", AttributeValue.fromNul(true))));
    var read = database.get(agents, "p").orElseThrow();
    assertThat(read.value()).containsEntry("score", 42.5).containsEntry("none", null);
    assertThat(read.revision()).matches("0-[0-9a-f]{32}");
    database.save(agents, "p", Map.of("n", 1), read.revision());
    assertThat(database.get(agents, "p").orElseThrow().revision()).startsWith("1-");
  }
}
