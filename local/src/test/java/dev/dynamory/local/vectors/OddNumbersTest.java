package dev.dynamory.local.vectors;

import static dev.dynamory.local.vectors.Answers.refuses;
import static dev.dynamory.local.vectors.Shapes.attribute;
import static dev.dynamory.local.vectors.Shapes.filter;
import static dev.dynamory.local.vectors.Shapes.hash;
import static dev.dynamory.local.vectors.Shapes.index;
import static dev.dynamory.local.vectors.Shapes.item;
import static dev.dynamory.local.vectors.Shapes.list;
import static dev.dynamory.local.vectors.Shapes.n;
import static dev.dynamory.local.vectors.Shapes.table;
import static dev.dynamory.local.vectors.Shapes.vector;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.SearchVectorsResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Numbers that are none, or too large for what reads them. */
class OddNumbersTest {
  private final DynamoDbClient client = Engine.client();
  private final String table = Engine.newTable();

  @ParameterizedTest
  @ValueSource(longs = {4097, (1L << 32) + 3, Long.MAX_VALUE})
  void areNoDimensions(long dimensions) {
    refuses(
        () ->
            client.createTable(
                table(table).vectorIndexes(index("vix", i -> i.dimensions(dimensions))).build()),
        "One or more parameter values were invalid: Number of dimensions must be between 1 and 4096"
            + " inclusive.");
    assertThatThrownBy(() -> client.describeTable(d -> d.tableName(table)))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1f", "1d", " 1", "1 ", "0x1p3", "", "-", "1e", "NaN", "-Infinity"})
  void areNoElementsOfASearchVector(String number) {
    create();

    refuses(
        () -> search(List.of(n(number), n("0"), n("0"))),
        "Search vector contains invalid values. All values in the search vector must be a 32-bit"
            + " floating-point number attribute");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e0", "+1", "1.", ".1e1", "1E+0", "100e-2", "1.00000000000000000001"})
  void areElementsOfASearchVectorInAnySpellingOfANumber(String number) {
    create();
    put(item("a", "e", list(1, 0, 0)));

    assertThat(search(List.of(n(number), n("0"), n("0"))).searchResults().get(0).score()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1e400|Number overflow. Attempting to store a number with magnitude larger than supported range",
        "1e-400|Number underflow. Attempting to store a number with magnitude smaller than supported range",
        "NaN|A value provided cannot be converted into a number",
        "Infinity|A value provided cannot be converted into a number",
        "-Infinity|A value provided cannot be converted into a number",
        "1f|A value provided cannot be converted into a number"
      })
  void areWhatTheEngineSaysTheyAre(String number, String message) {
    create();
    var bad = item("a", "e", AttributeValue.fromL(List.of(n(number), n("0"), n("0"))));

    refuses(() -> put(bad), message);
    refuses(
        () ->
            client.batchWriteItem(
                batch ->
                    batch.requestItems(
                        Map.of(
                            table,
                            List.of(WriteRequest.builder().putRequest(p -> p.item(bad)).build())))),
        message);
    assertThat(client.scan(scan -> scan.tableName(table)).items()).isEmpty();
  }

  @Test
  void makeNoSetOfAVectorWhenTheyAreEqual() {
    create();

    assertThatThrownBy(() -> put(item("a", "e", AttributeValue.fromNs(List.of("1", "1.0", "2")))))
        .hasMessageContaining("Input collection contains duplicates");
    assertThat(client.scan(scan -> scan.tableName(table)).items()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "NaN", ""})
  void areNothingToSearchFor(String number) {
    create();
    put(item("a", "e", list(1, 0, 0), "year", n("0")));

    refuses(
        () ->
            client.searchVectors(
                search ->
                    search
                        .tableName(table)
                        .indexName("vix")
                        .searchVector(vector(1, 0, 0))
                        .topK(10)
                        .searchConditionExpression("#y = :y")
                        .expressionAttributeNames(Map.of("#y", "year"))
                        .expressionAttributeValues(Map.of(":y", n(number)))),
        "ExpressionAttributeValues contains invalid value: A value provided cannot be converted into a"
            + " number for key :y");
  }

  @Test
  void areNoKeysAndCostNoMemory() {
    client.createTable(
        table(table)
            .attributeDefinitions(attribute("pk", ScalarAttributeType.N))
            .vectorIndexes(index("vix", hash("pk")))
            .build());
    String number = "1e2000000000";
    String message =
        "Number overflow. Attempting to store a number with magnitude larger than supported range";

    refuses(
        () ->
            client.updateItem(
                update ->
                    update
                        .tableName(table)
                        .key(Map.of("pk", n(number)))
                        .updateExpression("SET e = :e")
                        .expressionAttributeValues(Map.of(":e", list(1, 2, 3)))),
        message);
    refuses(() -> put(Map.of("pk", n(number), "e", list(1, 2, 3))), message);
  }

  private void create() {
    client.createTable(
        table(table, attribute("year", ScalarAttributeType.N))
            .vectorIndexes(index("vix", filter("year")))
            .build());
  }

  private void put(Map<String, AttributeValue> item) {
    client.putItem(put -> put.tableName(table).item(item));
  }

  private SearchVectorsResponse search(List<AttributeValue> vector) {
    return client.searchVectors(
        search -> search.tableName(table).indexName("vix").searchVector(vector).topK(10));
  }
}
