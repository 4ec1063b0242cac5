package dev.dynamory.local.vectors;

import static dev.dynamory.local.vectors.Answers.IN_USE;
import static dev.dynamory.local.vectors.Answers.LIMIT;
import static dev.dynamory.local.vectors.Answers.refuses;
import static dev.dynamory.local.vectors.Shapes.index;
import static dev.dynamory.local.vectors.Shapes.item;
import static dev.dynamory.local.vectors.Shapes.list;
import static dev.dynamory.local.vectors.Shapes.table;
import static dev.dynamory.local.vectors.Shapes.vector;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.local.IndexTiming;
import dev.dynamory.local.LocalDynamoDb;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.VectorIndex;
import software.amazon.awssdk.services.dynamodb.model.VectorIndexUpdate;

/** The phases of an index, with an engine that takes its time. */
class IndexLifecycleTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final String ONE_AT_A_TIME =
      "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per"
          + " table";
  private static final String BUSY =
      "Attempt to change a resource which is still in use: Cannot delete table while indexes are"
          + " being created, updated, or deleted.";

  private static LocalDynamoDb allocating;
  private static LocalDynamoDb filling;

  private final String table = Engine.newTable();

  @BeforeAll
  static void start() {
    allocating = engine(LONG, Duration.ZERO);
    filling = engine(Duration.ZERO, LONG);
  }

  @AfterAll
  static void stop() {
    allocating.close();
    filling.close();
  }

  @Test
  void isCreatedWithItsTable() {
    var client = allocating.client();
    var made = client.createTable(table(table).vectorIndexes(index("vix")).build());

    assertThat(made.tableDescription().vectorIndexes().get(0).backfilling()).isNull();
    assertThat(state(client)).isEqualTo("CREATING: vix CREATING");
    refuses(() -> search(client), "The table does not have the specified index: vix");
    refuses(() -> client.deleteTable(d -> d.tableName(table)), IN_USE, BUSY);
  }

  @Test
  void isAllocatedFirst() {
    var client = allocating.client();
    client.createTable(table(table).build());
    add(client, index("vix"));

    assertThat(state(client)).isEqualTo("UPDATING: vix CREATING false");
    refuses(() -> search(client), "The table does not have the specified index: vix");
    refuses(
        () -> delete(client, "vix"),
        IN_USE,
        "Attempt to change a resource which is still in use: Index creation is in resource"
            + " allocation phase. Retry deletion during backfilling phase or when the index is"
            + " active. Table: "
            + table
            + " Index: vix");
    refuses(
        () -> add(client, index("vix")),
        IN_USE,
        "Attempt to change a resource which is still in use: Index is being created.  Table: "
            + table
            + " Index: vix");
    refuses(() -> add(client, index("other")), LIMIT, ONE_AT_A_TIME);
    refuses(() -> client.deleteTable(d -> d.tableName(table)), IN_USE, BUSY);
  }

  @Test
  void isFilledThen() {
    var client = filling.client();
    client.createTable(table(table).vectorIndexes(index("first")).build());
    add(client, index("vix"));

    assertThat(state(client)).isEqualTo("ACTIVE: first ACTIVE, vix CREATING true");
    refuses(() -> search(client), "Cannot search backfilling vector index: vix");
    refuses(() -> add(client, index("other")), LIMIT, ONE_AT_A_TIME);
    refuses(() -> delete(client, "first"), LIMIT, ONE_AT_A_TIME);
    refuses(() -> client.deleteTable(d -> d.tableName(table)), IN_USE, BUSY);
  }

  @Test
  void canBeCancelledWhileItIsFilled() {
    var client = filling.client();
    client.createTable(table(table).build());
    add(client, index("vix"));

    delete(client, "vix");

    assertThat(state(client)).isEqualTo("ACTIVE: ");
    client.deleteTable(d -> d.tableName(table));
  }

  @Test
  void isRefusedWritesWhileItIsFilled() {
    var client = filling.client();
    client.createTable(table(table).build());
    add(client, index("vix"));

    refuses(
        () -> client.putItem(put -> put.tableName(table).item(item("a", "e", list(1)))),
        "One or more parameter values were invalid. Invalid size for parameter e, Expected: 3,"
            + " Actual: 1 IndexName: vix");
  }

  @Test
  void isDeletedInItsOwnTime(@TempDir Path folder) {
    try (var engine = LocalDynamoDb.on(folder)) {
      engine.client().createTable(table(table).vectorIndexes(index("vix"), index("other")).build());
    }
    try (var engine =
        LocalDynamoDb.on(folder, 0, IndexTiming.INSTANT.withPhases(LONG, Duration.ZERO))) {
      var client = engine.client();
      assertThat(state(client)).isEqualTo("ACTIVE: other ACTIVE, vix ACTIVE");

      delete(client, "vix");

      assertThat(state(client)).isEqualTo("UPDATING: other ACTIVE, vix DELETING");
      refuses(() -> search(client), "The table does not have the specified index: vix");
      refuses(() -> delete(client, "vix"), LIMIT, ONE_AT_A_TIME);
      refuses(() -> delete(client, "other"), LIMIT, ONE_AT_A_TIME);
      refuses(() -> client.deleteTable(d -> d.tableName(table)), IN_USE, BUSY);
    }
  }

  @Test
  void servesAfterBothPhases() {
    try (var engine = engine(Duration.ofMillis(700), Duration.ofMillis(700))) {
      var client = engine.client();
      client.createTable(table(table).build());
      client.putItem(put -> put.tableName(table).item(item("a", "e", list(1, 0, 0))));
      add(client, index("vix"));
      var seen = new LinkedHashSet<String>();

      assertThat(
              Waiting.until(
                  Duration.ofMinutes(1),
                  () -> {
                    seen.add(state(client));
                    return isServed(client);
                  }))
          .isTrue();

      seen.add(state(client));
      assertThat(seen)
          .isSubsetOf(
              Set.of(
                  "UPDATING: vix CREATING false",
                  "ACTIVE: vix CREATING true",
                  "ACTIVE: vix ACTIVE"))
          .contains("ACTIVE: vix ACTIVE");
    }
  }

  /** As a readiness loop does: only these two errors mean "not yet". */
  private boolean isServed(DynamoDbClient client) {
    try {
      return search(client) == 1;
    } catch (DynamoDbException e) {
      assertThat(e.awsErrorDetails().errorMessage())
          .isIn(
              "The table does not have the specified index: vix",
              "Cannot search backfilling vector index: vix");
      return false;
    }
  }

  private static LocalDynamoDb engine(Duration allocating, Duration backfilling) {
    return LocalDynamoDb.inMemory(0, IndexTiming.INSTANT.withPhases(allocating, backfilling));
  }

  /** The table's status, then name, status and backfilling of each index. */
  private String state(DynamoDbClient client) {
    TableDescription described = client.describeTable(d -> d.tableName(table)).table();
    return described.tableStatusAsString()
        + ": "
        + String.join(
            ", ",
            described.vectorIndexes().stream()
                .map(
                    i ->
                        i.indexName()
                            + " "
                            + i.indexStatusAsString()
                            + (i.backfilling() == null ? "" : " " + i.backfilling()))
                .toList());
  }

  private int search(DynamoDbClient client) {
    return client
        .searchVectors(
            r -> r.tableName(table).indexName("vix").searchVector(vector(1, 0, 0)).topK(10))
        .searchResults()
        .size();
  }

  private void add(DynamoDbClient client, VectorIndex index) {
    client.updateTable(
        update ->
            update
                .tableName(table)
                .vectorIndexUpdates(
                    VectorIndexUpdate.builder().create(Shapes.creation(index)).build()));
  }

  private void delete(DynamoDbClient client, String index) {
    client.updateTable(
        update ->
            update
                .tableName(table)
                .vectorIndexUpdates(
                    VectorIndexUpdate.builder().delete(d -> d.indexName(index)).build()));
  }
}
