package dev.dynamory.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dynamory.DocumentDatabase;
import dev.dynamory.RevisionConflictException;
import dev.dynamory.ValueTooLargeException;
import dev.dynamory.tables.Purpose;
import dev.dynamory.tables.TableDefinition;
import dev.dynamory.testkit.Call;
import dev.dynamory.testkit.Fault;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

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
    var row =
        Engine.client()
            .getItem(
                request ->
                    request
                        .tableName(collection)
                        .key(CollectionItems.key("a"))
                        .consistentRead(true))
            .item();
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
    var elsewhere = Dynamory.using(Engine.client()).documents();
    watched.faults.after(Call.of("PutItem"), () -> increment(elsewhere));
    watched.faults.fail(Call.of("PutItem"), Fault.ANSWER_LOST, 1);
    database.save(collection, "a", Map.of("n", 1));
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
}
