package dev.dynamory.local.vectors;

import static dev.dynamory.local.vectors.Answers.refuses;
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
import static org.assertj.core.api.Assertions.tuple;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchStatementRequest;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ParameterizedStatement;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** PartiQL that writes to a table with an index. */
class StatementValidationTest {
  private static final String SIZE =
      "One or more parameter values were invalid. Invalid size for parameter e, Expected: 3, Actual:"
          + " 2 IndexName: vix";
  private static final String TYPE =
      "One or more parameter values were invalid. Invalid type for parameter e, Expected: 32-bit"
          + " floating point number list IndexName: vix";
  private static final String EMPTY =
      "One or more parameter values are not valid. The update expression attempted to update a"
          + " secondary index key to a value that is not supported. The AttributeValue for a key"
          + " attribute cannot contain an empty string value.";

  private final DynamoDbClient client = Engine.client();
  private final String table = Engine.newTable();
  private final Map<String, AttributeValue> good =
      item("a", "tenant", s("t"), "e", list(1, 0, 0), "note", s("good"));

  @BeforeEach
  void create() {
    client.createTable(
        table(table, text("tenant")).vectorIndexes(index("vix", hash("tenant"))).build());
    client.putItem(put -> put.tableName(table).item(good));
  }

  @Test
  void refusesToInsertWhatTheIndexCannotHold() {
    refuses(() -> run("INSERT INTO $ VALUE {'pk': 'b', 'tenant': 't', 'e': [1, 2]}"), SIZE);
    refuses(() -> run("insert into $ value {'pk': ?, 'e': ?}", s("b"), s("x")), TYPE);
    refuses(
        () -> run("INSERT INTO $ VALUE {'pk': 'b', 'tenant': ''}"),
        "One or more parameter values are not valid. A value specified for a secondary index key is"
            + " not supported. The AttributeValue for a key attribute cannot contain an empty string"
            + " value. IndexName: vix, IndexKey: tenant");

    assertThat(keys()).containsExactly("a");
  }

  @Test
  void insertsWhatTheIndexCanHold() {
    run("INSERT INTO $ VALUE {'pk': 'b', 'tenant': 't', 'e': ?}", list(0, 1, 0));

    assertThat(keys()).containsExactly("a", "b");
    assertThat(found()).containsExactly("a", "b");
  }

  @Test
  void leavesItToTheEngineToSayWhatElseIsWrong() {
    assertThatThrownBy(() -> run("INSERT INTO $ VALUE {'pk': 'a'}"))
        .hasMessageContaining("Duplicate primary key");
    assertThatThrownBy(() -> run("UPDATE $ SET e = ? WHERE pk = 'none'", list(1, 2)))
        .isInstanceOf(ConditionalCheckFailedException.class);
    assertThatThrownBy(() -> run("UPDATE $ SET e = ? WHERE pk = 'a' AND note = 'x'", list(1, 2)))
        .isInstanceOf(ConditionalCheckFailedException.class);
    assertThatThrownBy(() -> run("UPDATE $ SET e = ?", list(1, 2)))
        .hasMessageContaining("Where clause");
    assertThat(read("a")).isEqualTo(good);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE $ SET e = 'x' WHERE pk = 'a'",
        "update $\nset note = 'WHERE ? \"e\"' set \"e\" = 1\nwhere pk = 'a' returning all old *",
        "-- a comment's end\nUPDATE $ /* where */ SET e = 'x' WHERE pk = 'a'",
        "UPDATE $ SET note = 'it''s' SET e = {'n': 1} WHERE note = 'good' AND pk = 'a'"
      })
  void refusesToUpdateAnItemToWhatTheIndexCannotHold(String statement) {
    refuses(() -> run(statement), TYPE);

    assertThat(read("a")).isEqualTo(good);
  }

  @Test
  void refusesToUpdateAnItemWithParameters() {
    refuses(
        () -> run("UPDATE $ SET note = ? SET e = ? WHERE pk = ?", s("x"), list(1, 2), s("a")),
        SIZE);
    refuses(() -> run("UPDATE $ SET tenant = ? WHERE pk = ?", s(""), s("a")), EMPTY);
    refuses(() -> run("UPDATE $ REMOVE e[2] WHERE pk = ?", s("a")), SIZE);

    assertThat(read("a")).isEqualTo(good);
  }

  @Test
  void updatesAndDeletesAnItem() {
    run("UPDATE $ SET e = ? WHERE pk = ? AND tenant = ?", list(0, 1, 0), s("a"), s("t"));
    run("UPDATE $ SET e[1] = 3 WHERE pk = 'a'");
    assertThat(read("a").get("e").l().get(1)).isEqualTo(n("3"));
    assertThat(found()).containsExactly("a");

    run("DELETE FROM $ WHERE pk = 'a'");
    assertThat(found()).isEmpty();
  }

  @Test
  void refusesALongStatement() {
    var text = "it''s ".repeat(1_300);

    refuses(
        () -> run("INSERT INTO $ VALUE {'pk': 'b', 'note': '" + text + "', 'e': [1, 2]}"), SIZE);
  }

  @Test
  void cancelsATransaction() {
    assertThatThrownBy(
            () ->
                client.executeTransaction(
                    transaction ->
                        transaction.transactStatements(
                            statement("INSERT INTO $ VALUE {'pk': 'b'}"),
                            statement("UPDATE $ SET e = 'x' WHERE pk = 'a'"))))
        .isInstanceOfSatisfying(
            TransactionCanceledException.class,
            e ->
                assertThat(e.cancellationReasons())
                    .extracting(CancellationReason::code, CancellationReason::message)
                    .containsExactly(tuple("None", null), tuple("ValidationError", TYPE)));

    assertThat(keys()).containsExactly("a");
    assertThat(read("a")).isEqualTo(good);
  }

  @Test
  void executesTheOthersOfABatch() {
    var responses =
        client
            .batchExecuteStatement(
                batch ->
                    batch.statements(
                        each("INSERT INTO $ VALUE {'pk': 'b', 'e': [1]}"),
                        each("INSERT INTO $ VALUE {'pk': 'c'}"),
                        each("UPDATE $ SET e = 'x' WHERE pk = 'a'"),
                        each("UPDATE $ SET e = 'x' WHERE pk = 'none'")))
            .responses();

    assertThat(responses)
        .extracting(response -> response.error() == null ? "None" : response.error().codeAsString())
        .containsExactly("ValidationError", "None", "ValidationError", "ConditionalCheckFailed");
    assertThat(responses.get(0).tableName()).isEqualTo(table);
    assertThat(responses.get(2).error().message()).isEqualTo(TYPE);
    assertThat(keys()).containsExactly("a", "c");
    assertThat(read("a")).isEqualTo(good);
  }

  @Test
  void refusesAWholeBatch() {
    var responses =
        client
            .batchExecuteStatement(
                batch -> batch.statements(each("INSERT INTO $ VALUE {'pk': 'b', 'e': [1]}")))
            .responses();

    assertThat(responses)
        .singleElement()
        .extracting(r -> r.error().codeAsString())
        .isEqualTo("ValidationError");
    assertThat(keys()).containsExactly("a");
  }

  private void run(String statement, AttributeValue... parameters) {
    client.executeStatement(
        run -> {
          run.statement(named(statement));
          if (parameters.length > 0) {
            run.parameters(parameters);
          }
        });
  }

  private ParameterizedStatement statement(String statement) {
    return ParameterizedStatement.builder().statement(named(statement)).build();
  }

  private BatchStatementRequest each(String statement) {
    return BatchStatementRequest.builder().statement(named(statement)).build();
  }

  private String named(String statement) {
    return statement.replace("$", '"' + table + '"');
  }

  private Map<String, AttributeValue> read(String key) {
    return client.getItem(get -> get.tableName(table).key(item(key)).consistentRead(true)).item();
  }

  private Set<String> keys() {
    return keys(client.scan(scan -> scan.tableName(table)).items().stream());
  }

  private Set<String> found() {
    return keys(
        client
            .searchVectors(
                search ->
                    search
                        .tableName(table)
                        .indexName("vix")
                        .searchVector(vector(1, 0, 0))
                        .topK(10)
                        .searchConditionExpression("tenant = :t")
                        .expressionAttributeValues(Map.of(":t", s("t"))))
            .searchResults()
            .stream()
            .map(result -> result.item()));
  }

  private static Set<String> keys(Stream<Map<String, AttributeValue>> items) {
    return items.map(item -> item.get("pk").s()).collect(Collectors.toCollection(TreeSet::new));
  }
}
