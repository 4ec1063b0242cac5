package dev.dynamory.local.vectors;

import static dev.dynamory.local.vectors.Answers.refuses;
import static dev.dynamory.local.vectors.Shapes.attribute;
import static dev.dynamory.local.vectors.Shapes.filter;
import static dev.dynamory.local.vectors.Shapes.hash;
import static dev.dynamory.local.vectors.Shapes.index;
import static dev.dynamory.local.vectors.Shapes.item;
import static dev.dynamory.local.vectors.Shapes.list;
import static dev.dynamory.local.vectors.Shapes.n;
import static dev.dynamory.local.vectors.Shapes.s;
import static dev.dynamory.local.vectors.Shapes.table;
import static dev.dynamory.local.vectors.Shapes.text;
import static dev.dynamory.local.vectors.Shapes.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dynamory.local.IndexTiming;
import dev.dynamory.local.LocalDynamoDb;
import dev.dynamory.local.Wait;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.VectorIndexUpdate;

/** What a folder keeps of indexes, and what a search sees while indexes lag. */
class IndexOnFolderTest {
  private static final String TABLE = "documents";

  @TempDir Path folder;

  @Test
  void isThereAfterARestart() {
    var index =
        index(
            "vix",
            i ->
                i.projection(
                    p -> p.projectionType(ProjectionType.INCLUDE).nonKeyAttributes("title")),
            hash("tenant"),
            filter("year"));
    Object before;
    try (var engine = LocalDynamoDb.on(folder)) {
      var client = engine.client();
      client.createTable(
          table(TABLE, text("tenant"), attribute("year", ScalarAttributeType.N))
              .vectorIndexes(index)
              .build());
      put(client, item("a", "e", list(0, 1, 0), "tenant", s("t"), "title", s("A")));
      put(client, item("b", "e", list(1, 0, 0), "tenant", s("t"), "year", n("2026")));
      before = client.describeTable(d -> d.tableName(TABLE)).table().vectorIndexes();
    }

    try (var engine = LocalDynamoDb.on(folder)) {
      var client = engine.client();
      assertThat(client.describeTable(d -> d.tableName(TABLE)).table().vectorIndexes())
          .isEqualTo(before);
      var found =
          client
              .searchVectors(
                  r ->
                      r.tableName(TABLE)
                          .indexName("vix")
                          .searchVector(vector(1, 0, 0))
                          .topK(10)
                          .searchConditionExpression("tenant = :t")
                          .expressionAttributeValues(Map.of(":t", s("t"))))
              .searchResults();
      assertThat(found).extracting(hit -> hit.item().get("pk").s()).containsExactly("b", "a");
      refuses(
          () -> put(client, item("c", "e", list(1))),
          "One or more parameter values were invalid. Invalid size for parameter e, Expected: 3,"
              + " Actual: 1 IndexName: vix");
    }
  }

  @Test
  void isThereAfterTheEngineWasKilled() {
    try (var engine = LocalDynamoDb.on(folder)) {
      engine.client().createTable(table(TABLE).vectorIndexes(index("vix")).build());
      put(engine.client(), item("a", "e", list(1, 0, 0)));
      ProcessHandle.current()
          .children()
          .filter(
              child ->
                  child.info().commandLine().orElse("").contains(folder.getFileName().toString()))
          .forEach(child -> assertThat(child.destroyForcibly()).isTrue());
    }

    try (var engine = LocalDynamoDb.on(folder)) {
      assertThat(search(engine.client())).containsExactly("a");
    }
  }

  @Test
  void isGoneWithItsTable() {
    try (var engine = LocalDynamoDb.on(folder)) {
      engine.client().createTable(table(TABLE).vectorIndexes(index("vix")).build());
      engine.client().deleteTable(d -> d.tableName(TABLE));
    }
    try (var engine = LocalDynamoDb.on(folder)) {
      engine.client().createTable(table(TABLE).build());
      refuses(() -> search(engine.client()), "The table does not have the specified index: vix");
    }
  }

  @Test
  void isNoEmptyAnswerWhenItsTableIsGoneWithoutIt() throws Exception {
    var file = folder.resolve("vector-indexes.json");
    try (var engine = LocalDynamoDb.on(folder)) {
      engine.client().createTable(table(TABLE).vectorIndexes(index("vix")).build());
      var kept = Files.readAllBytes(file);
      engine.client().deleteTable(d -> d.tableName(TABLE));
      Files.write(file, kept);
    }
    try (var engine = LocalDynamoDb.on(folder)) {
      var client = engine.client();
      assertThatThrownBy(() -> search(client)).isInstanceOf(ResourceNotFoundException.class);

      client.createTable(table(TABLE).build());

      refuses(() -> search(client), "The table does not have the specified index: vix");
      put(client, item("a", "e", list(1)));
    }
  }

  @Test
  void leavesNothingInAFolderWithoutIndexes() {
    try (var engine = LocalDynamoDb.on(folder)) {
      engine.client().createTable(table(TABLE).build());
    }

    assertThat(folder.resolve("vector-indexes.json")).doesNotExist();
  }

  @Test
  void namesAFileOfIndexesThatIsBroken() throws Exception {
    Files.writeString(folder.resolve("vector-indexes.json"), "{");

    assertThatThrownBy(() -> LocalDynamoDb.on(folder))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("vector-indexes.json");
  }

  @Test
  void showsAnEarlierStateWhileIndexesLag() {
    try (var engine = LocalDynamoDb.on(folder)) {
      var client = engine.client();
      client.createTable(table(TABLE).vectorIndexes(index("vix")).build());
      for (String pk : List.of("deleted", "moved", "kept", "updated")) {
        put(client, item(pk, "e", list(1, 0, 0)));
      }
    }
    try (var engine =
        LocalDynamoDb.on(folder, 0, IndexTiming.INSTANT.withLag(Duration.ofHours(1)))) {
      var client = engine.client();
      assertThat(search(client)).containsExactly("deleted", "kept", "moved", "updated");

      put(client, item("new", "e", list(1, 0, 0)));
      put(client, item("moved", "e", list(0, 1, 0)));
      put(client, item("moved", "e", list(0, 0, 1)));
      client.deleteItem(d -> d.tableName(TABLE).key(item("deleted")));
      client.updateItem(u -> u.tableName(TABLE).key(item("updated")).updateExpression("REMOVE e"));

      assertThat(search(client)).containsExactly("deleted", "kept", "moved", "updated");
      assertThat(client.scan(s -> s.tableName(TABLE)).items())
          .extracting(item -> item.get("pk").s())
          .containsExactlyInAnyOrder("kept", "moved", "new", "updated");
    }
    try (var engine = LocalDynamoDb.on(folder)) {
      assertThat(search(engine.client())).containsExactly("kept", "new", "moved");
    }
  }

  @Test
  void fillsAnIndexThatIsAddedWithWhatOthersDoNotShowYet() {
    var lag = IndexTiming.INSTANT.withLag(Duration.ofHours(1));
    try (var engine = LocalDynamoDb.inMemory(0, lag)) {
      var client = engine.client();
      client.createTable(
          table(TABLE)
              .vectorIndexes(index("other", i -> i.vectorAttribute(v -> v.attributeName("f"))))
              .build());
      put(client, item("a", "e", list(1, 0, 0), "f", list(1, 0, 0)));

      client.updateTable(
          update ->
              update
                  .tableName(TABLE)
                  .vectorIndexUpdates(
                      VectorIndexUpdate.builder().create(Shapes.creation(index("vix"))).build()));

      assertThat(search(client)).containsExactly("a");
    }
  }

  @Test
  void catchesUpAfterTheLag() {
    var lag = Duration.ofMillis(800);
    try (var engine = LocalDynamoDb.inMemory(0, IndexTiming.INSTANT.withLag(lag))) {
      var client = engine.client();
      client.createTable(table(TABLE).vectorIndexes(index("vix")).build());
      long start = System.nanoTime();
      put(client, item("a", "e", list(1, 0, 0)));

      assertThat(Wait.until(Duration.ofMinutes(1), () -> search(client).equals(List.of("a"))))
          .isTrue();
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(lag.toNanos());

      client.deleteItem(d -> d.tableName(TABLE).key(item("a")));
      assertThat(Wait.until(Duration.ofMinutes(1), () -> search(client).isEmpty())).isTrue();
    }
  }

  private static void put(DynamoDbClient client, Map<String, AttributeValue> item) {
    client.putItem(put -> put.tableName(TABLE).item(item));
  }

  private static List<String> search(DynamoDbClient client) {
    return client
        .searchVectors(
            r -> r.tableName(TABLE).indexName("vix").searchVector(vector(1, 0, 0)).topK(10))
        .searchResults()
        .stream()
        .map(hit -> hit.item().get("pk").s())
        .toList();
  }
}
