package dev.dynamory.local.vectors;

import static dev.dynamory.local.vectors.Answers.IN_USE;
import static dev.dynamory.local.vectors.Answers.LIMIT;
import static dev.dynamory.local.vectors.Answers.refuses;
import static dev.dynamory.local.vectors.Shapes.index;
import static dev.dynamory.local.vectors.Shapes.item;
import static dev.dynamory.local.vectors.Shapes.key;
import static dev.dynamory.local.vectors.Shapes.list;
import static dev.dynamory.local.vectors.Shapes.s;
import static dev.dynamory.local.vectors.Shapes.table;
import static dev.dynamory.local.vectors.Shapes.text;
import static dev.dynamory.local.vectors.Shapes.vector;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.local.IndexTiming;
import dev.dynamory.local.LocalDynamoDb;
import dev.dynamory.local.Wait;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CreateGlobalSecondaryIndexAction;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.VectorIndex;
import software.amazon.awssdk.services.dynamodb.model.VectorIndexUpdate;

/** The phases of an index, with an engine that takes its time. */
class IndexLifecycleTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final String ONE_AT_A_TIME =
      "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per"
          + " table";
  private static final String ABSENT = "The table does not have the specified index: vix";
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
    refuses(() -> addOfTheEngine(client), LIMIT, ONE_AT_A_TIME);
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
    refuses(() -> addOfTheEngine(client), LIMIT, ONE_AT_A_TIME);
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
  void vanishesWhenItIsDeletedAndLeavesTheItems() {
    try (var engine = engine(Duration.ofMillis(500), Duration.ZERO)) {
      var client = engine.client();
      client.createTable(table(table).vectorIndexes(index("vix")).build());
      put(client, "a");
      waitFor(client, "ACTIVE: vix ACTIVE");

      delete(client, "vix");

      waitFor(client, "ACTIVE: ");
      refuses(() -> search(client), ABSENT);
      refuses(() -> client.query(ofTheIndex()), ABSENT);
      refuses(() -> client.scan(s -> s.tableName(table).indexName("vix")), ABSENT);
      assertThat(client.scan(s -> s.tableName(table)).count()).isEqualTo(1);
    }
  }

  @Test
  void findsAtOnceWhatWasWrittenBeforeAndWhileItWasFilled() {
    try (var engine = engine(Duration.ZERO, Duration.ofSeconds(2))) {
      var client = engine.client();
      client.createTable(table(table).build());
      put(client, "before");
      put(client, "changed");
      add(client, index("vix"));
      put(client, "meanwhile");
      client.deleteItem(d -> d.tableName(table).key(item("changed")));
      refuses(() -> search(client), "Cannot search backfilling vector index: vix");

      waitFor(client, "ACTIVE: vix ACTIVE");

      assertThat(search(client)).isEqualTo(2);
    }
  }

  @Test
  void isAllocatedStillAfterARestart(@TempDir Path folder) {
    try (var engine = engine(folder, LONG, Duration.ZERO)) {
      engine.client().createTable(table(table).build());
      put(engine.client(), "a");
      add(engine.client(), index("vix"));
    }
    try (var engine = LocalDynamoDb.on(folder)) {
      var client = engine.client();
      assertThat(state(client)).isEqualTo("UPDATING: vix CREATING false");
      refuses(() -> search(client), ABSENT);
      refuses(() -> client.deleteTable(d -> d.tableName(table)), IN_USE, BUSY);
    }
  }

  @Test
  void isFilledStillAfterARestartAndCanBeCancelledThen(@TempDir Path folder) {
    try (var engine = engine(folder, Duration.ZERO, LONG)) {
      engine.client().createTable(table(table).build());
      put(engine.client(), "a");
      add(engine.client(), index("vix"));
    }
    try (var engine = engine(folder, LONG, LONG)) {
      var client = engine.client();
      assertThat(state(client)).isEqualTo("ACTIVE: vix CREATING true");
      refuses(() -> search(client), "Cannot search backfilling vector index: vix");
      refuses(
          () -> client.putItem(put -> put.tableName(table).item(item("b", "e", list(1)))),
          "One or more parameter values were invalid. Invalid size for parameter e, Expected: 3,"
              + " Actual: 1 IndexName: vix");
      delete(client, "vix");
    }
    try (var engine = LocalDynamoDb.on(folder)) {
      assertThat(state(engine.client())).isEqualTo("UPDATING: vix DELETING");
      refuses(() -> engine.client().deleteTable(d -> d.tableName(table)), IN_USE, BUSY);
    }
  }

  @Test
  void comesToBeWhileTheEngineIsStopped(@TempDir Path folder) {
    try (var engine = engine(folder, Duration.ofMillis(1), Duration.ofMillis(1))) {
      engine.client().createTable(table(table).build());
      put(engine.client(), "a");
      add(engine.client(), index("vix"));
    }
    try (var engine = engine(folder, LONG, LONG)) {
      assertThat(state(engine.client())).isEqualTo("ACTIVE: vix ACTIVE");
      assertThat(search(engine.client())).isEqualTo(1);
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
              Wait.until(
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

  private static LocalDynamoDb engine(Path folder, Duration allocating, Duration backfilling) {
    return LocalDynamoDb.on(folder, 0, IndexTiming.INSTANT.withPhases(allocating, backfilling));
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

  private void waitFor(DynamoDbClient client, String state) {
    assertThat(Wait.until(Duration.ofMinutes(1), () -> state(client).equals(state))).isTrue();
  }

  private void put(DynamoDbClient client, String pk) {
    client.putItem(put -> put.tableName(table).item(item(pk, "e", list(1, 0, 0))));
  }

  private QueryRequest ofTheIndex() {
    return QueryRequest.builder()
        .tableName(table)
        .indexName("vix")
        .keyConditionExpression("pk = :p")
        .expressionAttributeValues(Map.of(":p", s("a")))
        .build();
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

  private void addOfTheEngine(DynamoDbClient client) {
    var creation =
        CreateGlobalSecondaryIndexAction.builder()
            .indexName("gsi")
            .keySchema(key("tenant", KeyType.HASH))
            .projection(p -> p.projectionType(ProjectionType.ALL))
            .build();
    client.updateTable(
        update ->
            update
                .tableName(table)
                .attributeDefinitions(text("pk"), text("tenant"))
                .globalSecondaryIndexUpdates(
                    GlobalSecondaryIndexUpdate.builder().create(creation).build()));
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
