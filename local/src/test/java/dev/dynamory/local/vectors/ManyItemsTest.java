package dev.dynamory.local.vectors;

import static dev.dynamory.local.vectors.Shapes.index;
import static dev.dynamory.local.vectors.Shapes.item;
import static dev.dynamory.local.vectors.Shapes.list;
import static dev.dynamory.local.vectors.Shapes.s;
import static dev.dynamory.local.vectors.Shapes.table;
import static dev.dynamory.local.vectors.Shapes.vector;
import static dev.dynamory.local.vectors.Shapes.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.SearchResultItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.VectorIndexUpdate;

/** Many items, and many who write them while others search. */
class ManyItemsTest {
  private final DynamoDbClient client = Engine.client();
  private final String table = Engine.newTable();

  @Test
  void areAllFoundThoughTheTableIsReadInPages() {
    client.createTable(table(table).build());
    String text = "x".repeat(300_000);
    for (int n = 0; n < 8; n++) {
      put(item("k" + n, "e", list(n, 1, 0), "text", s(text)));
    }
    assertThat(client.scan(scan -> scan.tableName(table)).hasLastEvaluatedKey()).isTrue();

    addIndex();

    assertThat(search()).hasSize(8);
  }

  @Test
  void areFoundOnceWrittenThoughOthersWriteAndSearch() {
    client.createTable(table(table).vectorIndexes(index("vix")).build());
    var writers =
        IntStream.range(0, 4)
            .mapToObj(
                writer ->
                    CompletableFuture.runAsync(
                        () -> {
                          for (int n = 0; n < 20; n++) {
                            String pk = "k" + writer + "-" + n;
                            put(item(pk, "e", list(1, writer, n)));
                            assertThat(keys()).contains(pk);
                          }
                        }))
            .toList();

    writers.forEach(CompletableFuture::join);

    assertThat(search()).hasSize(80);
  }

  @RepeatedTest(20)
  void areFoundThoughTheyWereOnTheirWayWhenTheFirstIndexCame() {
    client.createTable(table(table).build());
    var isIndexed = new AtomicBoolean();
    var writers =
        IntStream.range(0, 8)
            .mapToObj(
                writer ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          int n = 0;
                          while (!isIndexed.get()) {
                            put(item("k" + writer + "-" + n++, "e", list(1, 0, 0)));
                          }
                          return n;
                        }))
            .toList();

    addIndex();
    search();
    isIndexed.set(true);
    int written = writers.stream().mapToInt(CompletableFuture::join).sum();

    assertThat(search()).hasSize(Math.min(100, written));
  }

  @Test
  void areNotWrittenAgainByATransactionThatIsRepeated() {
    client.createTable(table(table).vectorIndexes(index("vix")).build());
    var first =
        TransactWriteItemsRequest.builder()
            .clientRequestToken("token")
            .transactItems(
                write(w -> w.put(p -> p.tableName(table).item(item("a", "e", list(1, 0, 0))))),
                write(w -> w.put(p -> p.tableName(table).item(item("b", "e", list(1, 0, 0))))))
            .build();
    client.transactWriteItems(first);
    put(item("a", "e", list(-1, 0, 0)));
    client.deleteItem(d -> d.tableName(table).key(item("b")));

    client.transactWriteItems(first);

    assertThat(client.scan(scan -> scan.tableName(table)).items())
        .containsExactly(item("a", "e", list(-1, 0, 0)));
    assertThat(search()).extracting(SearchResultItem::score).containsExactly(2.0);
  }

  private void addIndex() {
    client.updateTable(
        update ->
            update
                .tableName(table)
                .vectorIndexUpdates(
                    VectorIndexUpdate.builder().create(Shapes.creation(index("vix"))).build()));
  }

  private void put(Map<String, AttributeValue> item) {
    client.putItem(put -> put.tableName(table).item(item));
  }

  private List<String> keys() {
    return search().stream().map(hit -> hit.item().get("pk").s()).toList();
  }

  private List<SearchResultItem> search() {
    return client
        .searchVectors(
            r -> r.tableName(table).indexName("vix").searchVector(vector(1, 0, 0)).topK(100))
        .searchResults();
  }
}
