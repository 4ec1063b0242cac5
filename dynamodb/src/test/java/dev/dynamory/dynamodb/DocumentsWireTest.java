package dev.dynamory.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dynamory.ConfigurationException;
import dev.dynamory.DocumentDatabase;
import dev.dynamory.InvalidInputException;
import dev.dynamory.NotFoundException;
import dev.dynamory.RevisionConflictException;
import dev.dynamory.ValueTooLargeException;
import dev.dynamory.tables.Purpose;
import dev.dynamory.tables.TableDefinition;
import dev.dynamory.testkit.Call;
import dev.dynamory.testkit.Fault;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/** A collection is gofannon's table; what goes wrong with a call; what calls it takes. */
class DocumentsWireTest {
  private final Watched watched = new Watched();
  private final DynamoDbDocumentDatabase database = watched.newProcess().documents();
  private final String collection = watched.table;

  @BeforeEach
  void aTable() {
    database.table(collection).setup();
    watched.log.reset();
  }

  /** As gofannon's save does it: whatever it was given, without a revision or with an old one. */
  private void python(Map<String, AttributeValue> fields) {
    var row = new HashMap<>(fields);
    row.put("_id", AttributeValue.fromS("a"));
    Engine.client().putItem(request -> request.tableName(collection).item(row));
  }

  @Test
  void fieldsAreAttributesAndTheRevisionIsText() {
    database.save(collection, "a", Map.of("name", "N", "status", 1.5));
    var row = row();
    assertThat(row)
        .containsOnlyKeys("_id", "_rev", "name", "status")
        .containsEntry("name", AttributeValue.fromS("N"))
        .containsEntry("status", AttributeValue.fromN("1.5"));
    assertThat(AttributeValues.required(row, "_rev").s()).matches("1-[0-9a-f]{16}0{16}");
  }

  @Test
  void aRowThatPythonWroteHasTheRevisionOfItsContent() {
    python(Map.of("n", AttributeValue.fromN("1")));
    var read = database.get(collection, "a").orElseThrow();
    python(Map.of("n", AttributeValue.fromN("2"), "_rev", AttributeValue.fromS("dynamodb-rev")));
    assertThatExceptionOfType(RevisionConflictException.class)
        .isThrownBy(() -> database.save(collection, "a", Map.of("n", 3), read.revision()));
    var again = database.get(collection, "a").orElseThrow();
    assertThat(again.revision()).isNotEqualTo(read.revision());
    watched.faults.before(Call.of("PutItem"), () -> python(Map.of("n", AttributeValue.fromN("9"))));
    assertThatExceptionOfType(RevisionConflictException.class)
        .isThrownBy(() -> database.save(collection, "a", Map.of("n", 3), again.revision()));
    var last = database.get(collection, "a").orElseThrow();
    database.save(collection, "a", Map.of("n", 4), last.revision());
    assertThat(database.get(collection, "a").orElseThrow().value()).containsEntry("n", 4);
  }

  @Test
  void anAnswerThatIsLostChangesNothing() {
    for (var fault :
        List.of(
            Fault.ANSWER_LOST,
            Fault.SERVER_ERROR_AFTER_APPLYING,
            Fault.REQUEST_LOST,
            Fault.THROTTLED)) {
      watched.faults.fail(Call.of("PutItem"), fault, 1);
      var created = database.create(collection, "a", Map.of("n", 1));
      watched.faults.fail(Call.of("PutItem"), fault, 1);
      var saved = database.save(collection, "a", Map.of("n", 2), created);
      assertThat(database.get(collection, "a").orElseThrow().revision()).isEqualTo(saved);
      watched.faults.fail(Call.of("PutItem"), fault, 1);
      database.save(collection, "a", Map.of("n", 3));
      watched.faults.fail(Call.of("DeleteItem"), fault, 1);
      database.delete(collection, "a");
      assertThat(database.get(collection, "a")).isEmpty();
    }
  }

  @Test
  void aResentSaveNeverOverwritesOneWhoKnewIt() {
    var elsewhere = Dynamory.using(Engine.client()).documents().withConsistentReads();
    var puts = new AtomicInteger();
    watched.faults.before(
        call -> call.operation().equals("PutItem") && puts.incrementAndGet() == 2,
        () -> increment(elsewhere));
    watched.faults.fail(Call.of("PutItem"), Fault.ANSWER_LOST, 1);
    database.save(collection, "a", Map.of("n", 1));
    assertThat(puts).hasValue(2);
    assertThat(database.get(collection, "a").orElseThrow().value()).containsEntry("n", 2);
  }

  private void increment(DocumentDatabase elsewhere) {
    elsewhere.save(
        collection, "a", Map.of("n", 2), elsewhere.get(collection, "a").orElseThrow().revision());
  }

  @Test
  void aDocumentOverFourHundredKilobytesIsRefusedBeforeAnyCall() {
    watched.log.reset();
    database.save(collection, "a", Map.of());
    watched.log.reset();
    assertThatExceptionOfType(ValueTooLargeException.class)
        .isThrownBy(() -> database.save(collection, "a", Map.of("t", "x".repeat(410_000))));
    assertThat(watched.log.calls()).isEmpty();
  }

  @Test
  void aTableIsDescribedOnceAndEachOperationIsOneCall() {
    database.save(collection, "a", Map.of());
    database.get(collection, "a");
    database.withTablesOnFirstWrite().save(collection, "a", Map.of("n", 1));
    database.getAll(collection, List.of("a", "b"));
    database.delete(collection, "a");
    assertThat(watched.log.calls("DescribeTable")).hasSize(1);
    assertThat(watched.log.totals().calls()).isEqualTo(6);
    assertThat(watched.log.totals().writeUnits()).isEqualTo(3);
    assertThat(watched.log.totals().readUnits()).isEqualTo(1.5);
    assertThat(called()).isEqualTo(TableDefinition.DOCUMENTS.actions(Purpose.RUNTIME));
    watched.log.reset();
    database.list(collection, 5, null);
    assertThat(called()).isEqualTo(TableDefinition.DOCUMENTS.actions(Purpose.SCAN));
  }

  private Set<String> called() {
    var called = new TreeSet<String>();
    watched.log.calls().forEach(call -> called.add(call.operation()));
    return called;
  }

  private Map<String, AttributeValue> row() {
    return Engine.client()
        .getItem(
            request ->
                request.tableName(collection).key(CollectionItems.key("a")).consistentRead(true))
        .item();
  }

  /** gofannon's {@code doc = get(…); doc["n"] = …; save(doc)}: the revision stays what it was. */
  private void pythonKeepsTheRevision(String n) {
    var row = new HashMap<>(row());
    row.put("n", AttributeValue.fromN(n));
    Engine.client().putItem(request -> request.tableName(collection).item(row));
  }

  @Test
  void aRevisionThatPythonKeptIsNoticedByASharedView() {
    var shared = database.sharedWithOriginal();
    database.save(collection, "a", Map.of("n", 1));
    var plain = database.get(collection, "a").orElseThrow().revision();
    var read = shared.get(collection, "a").orElseThrow().revision();
    assertThat(read).matches("1-[0-9a-f]{32}\\.[0-9a-f]{16}").startsWith(plain + ".");
    pythonKeepsTheRevision("2");
    assertThatExceptionOfType(RevisionConflictException.class)
        .isThrownBy(() -> shared.save(collection, "a", Map.of("n", 3), read))
        .satisfies(e -> assertThat(e.currentValue().orElseThrow()).containsEntry("n", 2));
    assertThatExceptionOfType(RevisionConflictException.class)
        .isThrownBy(() -> shared.delete(collection, "a", read));
    // one of a shared view is as exact in a plain one
    assertThatExceptionOfType(RevisionConflictException.class)
        .isThrownBy(() -> database.save(collection, "a", Map.of("n", 3), read));
    var again = shared.get(collection, "a").orElseThrow();
    var saved = shared.save(collection, "a", new HashMap<>(again.value()));
    assertThat(shared.get(collection, "a").orElseThrow().revision()).isEqualTo(saved);
    assertThat(AttributeValues.required(row(), "_rev").s()).matches("2-[0-9a-f]{32}");
    shared.delete(collection, "a", saved);
  }

  @Test
  void aChangeOfPythonsBetweenTheReadAndTheWriteOfASharedSaveIsNoticed() {
    var shared = database.sharedWithOriginal();
    var read = shared.save(collection, "a", Map.of("n", 1));
    watched.faults.before(Call.of("PutItem"), () -> pythonKeepsTheRevision("9"));
    assertThatExceptionOfType(RevisionConflictException.class)
        .isThrownBy(() -> shared.save(collection, "a", Map.of("n", 2), read));
    assertThat(database.get(collection, "a").orElseThrow().value()).containsEntry("n", 9);
  }

  @Test
  void theDigestOfASharedRevisionDoesNotDependOnHowANumberIsWritten() {
    var shared = database.sharedWithOriginal();
    var saved =
        shared.save(
            collection,
            "a",
            Map.of("e", new BigDecimal("1E+3"), "z", new BigDecimal("0.00"), "s", Set.of(1, 2.50)));
    assertThat(shared.get(collection, "a").orElseThrow().revision()).isEqualTo(saved);
    shared.save(collection, "a", Map.of(), saved);
  }

  @Test
  void anUpdateNoticesEveryFieldThatPythonChangedThoughItKeptTheRevision() {
    database.save(collection, "a", Map.of("n", 1, "m", 1));
    watched.faults.before(Call.of("PutItem"), () -> pythonKeepsTheRevision("5"));
    var updated =
        database.update(
            collection,
            "a",
            document -> {
              document.put("m", 2);
              return document;
            });
    assertThat(updated.value()).containsEntry("n", 5).containsEntry("m", 2);
    assertThat(database.get(collection, "a")).contains(updated);
  }

  @Test
  void anUpdateOfADocumentWithManyFieldsComparesAsManyAsAConditionCan() {
    var wide = new HashMap<String, Object>();
    for (var n = 0; n < 300; n++) {
      wide.put("field" + n, n);
    }
    database.save(collection, "a", wide);
    var updated =
        database.update(
            collection,
            "a",
            document -> {
              document.put("field7", -7);
              return document;
            });
    assertThat(updated.value()).hasSize(302).containsEntry("field7", -7);
    assertThatExceptionOfType(RevisionConflictException.class)
        .isThrownBy(() -> database.save(collection, "a", wide, "1-0"));
  }

  @Test
  void aRowOfPythonsWithThirtyOneLevelsHasARevisionToo() {
    var deep = AttributeValue.fromS("x");
    for (var n = 0; n < 31; n++) {
      deep = AttributeValue.fromL(List.of(deep));
    }
    python(Map.of("deep", deep));
    var read = database.get(collection, "a").orElseThrow();
    assertThat(read.revision()).startsWith("0-");
    database.save(collection, "a", Map.of("n", 1), read.revision());
  }

  @Test
  void aDerivedRevisionOfADeletedRowIsAConflictForASaveAndNotFoundForADelete() {
    python(Map.of("n", AttributeValue.fromN("1")));
    var read = database.get(collection, "a").orElseThrow().revision();
    database.delete(collection, "a", read);
    assertThatExceptionOfType(RevisionConflictException.class)
        .isThrownBy(() -> database.save(collection, "a", Map.of(), read))
        .satisfies(e -> assertThat(e.currentRevision()).isEmpty());
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> database.delete(collection, "a", read));
  }

  @Test
  void reservedWordsAndOddFieldNamesAreFieldsLikeOthers() {
    var document =
        Map.<String, Object>of(
            "name", 1, "size", 2, "status", 3, "a.b", 4, ":x", 5, "#y", 6, "_x", 7, "", 8);
    var odd = new HashMap<>(document);
    odd.remove("");
    database.save(collection, "a", odd);
    var updated =
        database.update(
            collection,
            "a",
            fields -> {
              fields.put(":x", 50);
              return fields;
            });
    assertThat(updated.value()).containsEntry(":x", 50).containsEntry("a.b", 4).hasSize(9);
  }

  @Test
  void aCollectionThatIsDroppedMeanwhileIsForgotten() {
    database.save(collection, "a", Map.of());
    Engine.client().deleteTable(request -> request.tableName(collection));
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> database.get(collection, "a"))
        .withMessageContaining("there is no collection " + collection);
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> database.listAll(collection).count());
    database.withTablesOnFirstWrite().save(collection, "a", Map.of("n", 2));
    Engine.client().deleteTable(request -> request.tableName(collection));
    database.withTablesOnFirstWrite().save(collection, "a", Map.of("n", 3));
    assertThat(database.get(collection, "a").orElseThrow().value()).containsEntry("n", 3);
  }

  @Test
  void aPrefixStandsBeforeTheTablesNameAndNotInTheCollection() {
    var prefixed = database.withCollectionPrefix("p-").withTablesOnFirstWrite();
    prefixed.save(collection, "a", Map.of());
    assertThat(database.hasCollection("p-" + collection)).isTrue();
    assertThat(prefixed.table(collection).definition().name()).isEqualTo("p-" + collection);
    assertThat(prefixed.get(collection, "a")).isPresent();
    assertThat(database.get(collection, "a")).isEmpty();
  }

  @Test
  void aLargeCollectionIsReadInSegmentsSideBySideForTheSameUnits() {
    var text = "x".repeat(20_000);
    var documents =
        IntStream.range(0, 200)
            .mapToObj(n -> Map.<String, Object>of("_id", "d" + n, "text", text))
            .toList();
    database.saveAll(collection, documents);
    watched.log.reset();
    assertThat(database.listAll(collection)).hasSize(200);
    var serial = watched.log.totals().readUnits();
    var fresh = watched.newProcess().documents(); // knows how large the table is
    watched.log.reset();
    var segments = ConcurrentHashMap.newKeySet();
    watched.faults.before(
        call -> call.request() instanceof ScanRequest scan && !segments.add(scan.segment()),
        () -> {});
    assertThat(fresh.listAll(collection).map(document -> document.id()).distinct()).hasSize(200);
    assertThat(watched.log.calls("DescribeTable")).hasSize(1);
    assertThat(segments).hasSizeBetween(3, 6);
    assertThat(watched.log.totals().readUnits()).isBetween(serial - 10, serial + 10);
  }

  @Test
  void consistentReadsCostTwice() {
    database.save(collection, "a", Map.of());
    watched.log.reset();
    database.withConsistentReads().get(collection, "a");
    assertThat(watched.log.totals().readUnits()).isEqualTo(1);
    database.withConsistentReads().getAll(collection, List.of("a"));
    assertThat(watched.log.totals().readUnits()).isEqualTo(2);
    database.withConsistentReads().list(collection, 5, null);
    assertThat(watched.log.totals().readUnits()).isEqualTo(3);
  }

  @Test
  void aBatchOfOneHundredGetsIsOneCallOfFiftyUnits() {
    var ids = IntStream.range(0, 100).mapToObj(n -> "d" + n).toList();
    database.saveAll(
        collection, ids.stream().map(id -> Map.<String, Object>of("_id", id)).toList());
    watched.log.reset();
    assertThat(database.getAll(collection, ids)).hasSize(100);
    assertThat(List.of(watched.log.totals().calls() + 0.0, watched.log.totals().readUnits()))
        .isEqualTo(List.of(1.0, 50.0));
  }

  @Test
  void aSharedSaveAtARevisionIsTwoCallsAndOneMoreReadUnit() {
    var shared = database.sharedWithOriginal();
    var revision = shared.save(collection, "a", Map.of());
    watched.log.reset();
    shared.save(collection, "a", Map.of("n", 1), revision);
    assertThat(watched.log.totals().calls()).isEqualTo(2);
    assertThat(watched.log.totals().readUnits()).isEqualTo(1);
    assertThat(watched.log.totals().writeUnits()).isEqualTo(1);
  }

  @Test
  void aPageTokenOfAnotherListingIsBadInput() {
    database.save(collection, "a", Map.of());
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> database.list(collection, 5, "%%%"))
        .withMessageContaining("pageToken");
  }
}
