package dev.dynamory.local.vectors;

import static dev.dynamory.local.vectors.Shapes.filter;
import static dev.dynamory.local.vectors.Shapes.hash;
import static dev.dynamory.local.vectors.Shapes.index;
import static dev.dynamory.local.vectors.Shapes.item;
import static dev.dynamory.local.vectors.Shapes.list;
import static dev.dynamory.local.vectors.Shapes.s;
import static dev.dynamory.local.vectors.Shapes.table;
import static dev.dynamory.local.vectors.Shapes.text;
import static dev.dynamory.local.vectors.Shapes.vector;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.SearchVectorsRequest;
import software.amazon.awssdk.services.dynamodb.model.SearchVectorsResponse;

class SearchTest {
  private final DynamoDbClient client = Engine.client();
  private final String table = Engine.newTable();

  @Test
  void findsTheNearestFirst() {
    client.createTable(table(table).vectorIndexes(index("vix")).build());
    put(item("far", "e", list(0, 1, 0)));
    put(item("near", "e", list(1, 0, 0)));
    put(item("between", "e", list(0.6, 0.8, 0)));

    var found = search("vix", 10);

    assertThat(found.searchResults())
        .extracting(hit -> hit.item().get("pk").s())
        .containsExactly("near", "between", "far");
  }

  private void put(Map<String, software.amazon.awssdk.services.dynamodb.model.AttributeValue> item) {
    client.putItem(put -> put.tableName(table).item(item));
  }

  private SearchVectorsResponse search(String index, int topK) {
    return search(index, topK, r -> {});
  }

  private SearchVectorsResponse search(
      String index, int topK, Consumer<SearchVectorsRequest.Builder> more) {
    return client.searchVectors(
        r ->
            r.tableName(table)
                .indexName(index)
                .searchVector(vector(1, 0, 0))
                .topK(topK)
                .applyMutation(more));
  }
}
