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
import static dev.dynamory.local.vectors.Shapes.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeAction;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.AttributeValueUpdate;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** Every way of writing an item, and every reason why an index cannot hold what it becomes. */
class WriteValidationTest {
  private static final String EMPTY_UPDATE =
      "One or more parameter values are not valid. The update expression attempted to update a"
          + " secondary index key to a value that is not supported. The AttributeValue for a key"
          + " attribute cannot contain an empty string value.";

  private final DynamoDbClient client = Engine.client();
  private final String table = Engine.newTable();

  @BeforeEach
  void create() {
    client.createTable(
        table(
                table,
                text("tenant"),
                attribute("owner", ScalarAttributeType.B),
                attribute("year", ScalarAttributeType.N))
            .vectorIndexes(
                index("vix", hash("tenant"), filter("year")),
                index("wix", w -> w.vectorAttribute(v -> v.attributeName("f")), hash("owner")))
            .build());
  }

  static Stream<Arguments> badAttributes() {
    String values = "One or more parameter values were invalid. ";
    String empty =
        "One or more parameter values are not valid. A value specified for a secondary index key is"
            + " not supported. The AttributeValue for a key attribute cannot contain an empty ";
    return Stream.of(
        Arguments.of(
            "e",
            list(1, 2),
            values + "Invalid size for parameter e, Expected: 3, Actual: 2 IndexName: vix"),
        Arguments.of(
            "e",
            AttributeValue.fromL(List.of()),
            values + "Invalid size for parameter e, Expected: 3, Actual: 0 IndexName: vix"),
        Arguments.of("e", s("text"), values + notAList()),
        Arguments.of("e", n("1"), values + notAList()),
        Arguments.of("e", AttributeValue.fromNs(List.of("1", "2", "3")), values + notAList()),
        Arguments.of("e", AttributeValue.fromB(SdkBytes.fromUtf8String("b")), values + notAList()),
        Arguments.of("e", AttributeValue.fromM(Map.of()), values + notAList()),
        Arguments.of(
            "e",
            AttributeValue.fromL(List.of(n("1"), s("2"), n("3"))),
            values
                + "Invalid type for parameter e[1], Expected: 32-bit floating point number, Actual:"
                + " S. IndexName: vix"),
        Arguments.of(
            "e",
            AttributeValue.fromL(List.of(n("1e39"), n("2"), n("3"))),
            values
                + "Invalid value for parameter e[0], Value: 1E+39 is outside valid range"
                + " [-3.4028235E38, 3.4028235E38]. IndexName: vix"),
        Arguments.of(
            "f",
            list(1),
            values + "Invalid size for parameter f, Expected: 3, Actual: 1 IndexName: wix"),
        Arguments.of(
            "tenant",
            n("1"),
            values + "Attribute 'tenant' type mismatch. Expected: S, Actual: N. IndexName: vix"),
        Arguments.of(
            "year",
            s("2026"),
            values + "Attribute 'year' type mismatch. Expected: N, Actual: S. IndexName: vix"),
        Arguments.of("tenant", s(""), empty + "string value. IndexName: vix, IndexKey: tenant"),
        Arguments.of(
            "owner",
            AttributeValue.fromB(SdkBytes.fromUtf8String("")),
            empty + "binary value. IndexName: wix, IndexKey: owner"));
  }

  private static String notAList() {
    return "Invalid type for parameter e, Expected: 32-bit floating point number list IndexName:"
        + " vix";
  }

  @ParameterizedTest
  @MethodSource("badAttributes")
  void refusesToPutIt(String attribute, AttributeValue value, String message) {
    refuses(() -> put(good("a", attribute, value)), message);

    assertThat(read("a")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("badAttributes")
  void refusesToPutItInABatch(String attribute, AttributeValue value, String message) {
    var writes =
        Stream.of(good("a"), good("b", attribute, value))
            .map(item -> WriteRequest.builder().putRequest(put -> put.item(item)).build())
            .toList();

    refuses(
        () -> client.batchWriteItem(batch -> batch.requestItems(Map.of(table, writes))), message);

    assertThat(read("a")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("badAttributes")
  void cancelsATransactionThatPutsIt(String attribute, AttributeValue value, String message) {
    assertThatThrownBy(
            () ->
                client.transactWriteItems(
                    transaction ->
                        transaction.transactItems(
                            write(w -> w.put(put -> put.tableName(table).item(good("a")))),
                            write(
                                w ->
                                    w.put(
                                        put ->
                                            put.tableName(table)
                                                .item(good("b", attribute, value)))))))
        .isInstanceOfSatisfying(
            TransactionCanceledException.class,
            e -> {
              assertThat(e.cancellationReasons())
                  .extracting(CancellationReason::code)
                  .containsExactly("None", "ValidationError");
              assertThat(e.cancellationReasons().get(1).message()).isEqualTo(message);
            });

    assertThat(read("a")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("badAttributes")
  void refusesToUpdateAnItemSo(String attribute, AttributeValue value, String message) {
    put(good("a"));
    boolean isEmpty =
        value.equals(s("")) || value.equals(AttributeValue.fromB(SdkBytes.fromUtf8String("")));

    refuses(
        () -> set("a", attribute, value),
        isEmpty
            ? EMPTY_UPDATE.replace("string", value.s() == null ? "binary" : "string")
            : message);

    assertThat(read("a")).isEqualTo(good("a"));
  }

  @ParameterizedTest
  @MethodSource("badAttributes")
  void refusesToMakeAnItemByAnUpdateSo(String attribute, AttributeValue value, String message) {
    assertThatThrownBy(() -> set("new", attribute, value))
        .isInstanceOf(DynamoDbException.class)
        .hasMessageStartingWith("One or more parameter values");

    assertThat(read("new")).isEmpty();
  }

  @Test
  void refusesAnUpdateOfOneElement() {
    put(good("a"));

    refuses(
        () ->
            client.updateItem(
                update ->
                    update
                        .tableName(table)
                        .key(item("a"))
                        .updateExpression("SET #e[1] = :x")
                        .expressionAttributeNames(Map.of("#e", "e"))
                        .expressionAttributeValues(Map.of(":x", s("x")))),
        "One or more parameter values were invalid. Invalid type for parameter e[1], Expected:"
            + " 32-bit floating point number, Actual: S. IndexName: vix");
    refuses(
        () ->
            client.updateItem(
                update -> update.tableName(table).key(item("a")).updateExpression("REMOVE e[2]")),
        "One or more parameter values were invalid. Invalid size for parameter e, Expected: 3,"
            + " Actual: 2 IndexName: vix");
    refuses(
        () ->
            client.updateItem(
                update ->
                    update
                        .tableName(table)
                        .key(item("a"))
                        .updateExpression("SET e[7] = :x")
                        .expressionAttributeValues(Map.of(":x", n("4")))),
        "One or more parameter values were invalid. Invalid size for parameter e, Expected: 3,"
            + " Actual: 4 IndexName: vix");
    refuses(
        () ->
            client.updateItem(
                update ->
                    update
                        .tableName(table)
                        .key(item("a"))
                        .updateExpression("SET e[0] = :x")
                        .expressionAttributeValues(Map.of(":x", n("-1e39")))),
        "One or more parameter values were invalid. Invalid value for parameter e[0], Value: -1E+39"
            + " is outside valid range [-3.4028235E38, 3.4028235E38]. IndexName: vix");
    assertThat(read("a")).isEqualTo(good("a"));
  }

  @Test
  void writesNothingToOtherTablesThatTheRequestNames() {
    String other = Engine.newTable();
    client.createTable(table(other).build());
    var put = WriteRequest.builder().putRequest(p -> p.item(item("a", "e", s("any")))).build();
    var bad = good("b", "e", list(1));
    var badPut = WriteRequest.builder().putRequest(p -> p.item(bad)).build();

    refuses(
        () ->
            client.batchWriteItem(
                batch -> batch.requestItems(Map.of(other, List.of(put), table, List.of(badPut)))),
        "One or more parameter values were invalid. Invalid size for parameter e, Expected: 3,"
            + " Actual: 1 IndexName: vix");
    assertThatThrownBy(
            () ->
                client.transactWriteItems(
                    t ->
                        t.transactItems(
                            write(w -> w.put(p -> p.tableName(other).item(item("a")))),
                            write(w -> w.put(p -> p.tableName(table).item(bad))))))
        .isInstanceOf(TransactionCanceledException.class);

    assertThat(client.scan(scan -> scan.tableName(other)).items()).isEmpty();
    assertThat(client.scan(scan -> scan.tableName(table)).items()).isEmpty();
  }

  @Test
  void refusesToPutItToTheArnOfTheTable() {
    String arn = client.describeTable(d -> d.tableName(table)).table().tableArn();

    refuses(
        () -> client.putItem(put -> put.tableName(arn).item(good("a", "e", list(1)))),
        "One or more parameter values were invalid. Invalid size for parameter e, Expected: 3,"
            + " Actual: 1 IndexName: vix");

    client.putItem(put -> put.tableName(arn).item(good("a")));
    assertThat(read("a")).isEqualTo(good("a"));
  }

  @Test
  void refusesAnUpdateInTheOldForm() {
    put(good("a"));

    refuses(
        () ->
            client.updateItem(
                update ->
                    update
                        .tableName(table)
                        .key(item("a"))
                        .attributeUpdates(
                            Map.of(
                                "e",
                                AttributeValueUpdate.builder()
                                    .value(s("text"))
                                    .action(AttributeAction.PUT)
                                    .build()))),
        "One or more parameter values were invalid. " + notAList());
    assertThat(read("a")).isEqualTo(good("a"));
  }

  @Test
  void refusesAnUpdateThatCopiesWhatIsNoVector() {
    put(good("a", "text", s("words")));

    refuses(
        () ->
            client.updateItem(
                update ->
                    update
                        .tableName(table)
                        .key(item("a"))
                        .updateExpression("SET e = #t")
                        .expressionAttributeNames(Map.of("#t", "text"))),
        "One or more parameter values were invalid. " + notAList());
  }

  @Test
  void cancelsATransactionThatUpdatesSo() {
    put(good("a"));

    assertThatThrownBy(
            () ->
                client.transactWriteItems(
                    transaction ->
                        transaction.transactItems(
                            write(w -> w.put(put -> put.tableName(table).item(good("b")))),
                            write(
                                w ->
                                    w.update(
                                        update ->
                                            update
                                                .tableName(table)
                                                .key(item("a"))
                                                .updateExpression("SET e = :e")
                                                .expressionAttributeValues(
                                                    Map.of(":e", list(1, 2))))))))
        .isInstanceOfSatisfying(
            TransactionCanceledException.class,
            e ->
                assertThat(e.cancellationReasons().get(1).message())
                    .isEqualTo(
                        "One or more parameter values were invalid. Invalid size for parameter e,"
                            + " Expected: 3, Actual: 2 IndexName: vix"));
    assertThat(read("a")).isEqualTo(good("a"));
    assertThat(read("b")).isEmpty();
  }

  @Test
  void saysThatAConditionFailedRatherThanWhatWouldHaveBecomeOfTheItem() {
    put(good("a"));

    assertThatThrownBy(
            () ->
                client.updateItem(
                    update ->
                        update
                            .tableName(table)
                            .key(item("a"))
                            .updateExpression("SET e = :e")
                            .conditionExpression("attribute_not_exists(pk)")
                            .expressionAttributeValues(Map.of(":e", s("text")))))
        .isInstanceOf(ConditionalCheckFailedException.class);
  }

  @Test
  void updatesWhatStaysAVector() {
    put(good("a"));

    set("a", "e", list(3, 2, 1));
    client.updateItem(
        update ->
            update
                .tableName(table)
                .key(item("a"))
                .updateExpression("SET e[0] = e[0] + :one, note = :n")
                .expressionAttributeValues(Map.of(":one", n("1"), ":n", s("e"))));

    assertThat(new BigDecimal(read("a").get("e").l().get(0).n())).isEqualByComparingTo("4");
  }

  @Test
  void refusesANumberSetWithEqualNumbersAsASet() {
    assertThatThrownBy(
            () ->
                put(item("a", "tenant", s("t"), "other", AttributeValue.fromNs(List.of("1", "1")))))
        .hasMessageContaining("Input collection contains duplicates");
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "-Infinity", "one"})
  void leavesWhatIsNoNumberToTheEngine(String number) {
    assertThatThrownBy(
            () -> put(item("a", "e", AttributeValue.fromL(List.of(n(number), n("0"), n("0"))))))
        .isInstanceOf(DynamoDbException.class)
        .hasMessageContaining("number");
    assertThat(read("a")).isEmpty();
  }

  @Test
  void acceptsItemsThatNoIndexHolds() {
    put(item("no vector"));
    put(item("no hash", "e", list(1, 2, 3)));
    put(item("no filter", "e", list(1, 2, 3), "tenant", s("t")));
    put(item("empty filter", "e", list(0, 0, 0), "tenant", s("t"), "note", s("")));

    assertThat(client.scan(scan -> scan.tableName(table)).count()).isEqualTo(4);
  }

  @Test
  void keepsTheFullNumbersInTheTable() {
    var exact = AttributeValue.fromL(List.of(n("0.1234567890123456789"), n("16777217"), n("1")));

    put(item("a", "e", exact, "tenant", s("t")));

    assertThat(read("a")).containsEntry("e", exact);
  }

  @Test
  void neverKeepsWhatItRefusesUnderManyWritersOfOneItem() {
    put(good("a"));
    var updates = new ArrayList<CompletableFuture<Void>>();
    for (int writer = 0; writer < 4; writer++) {
      boolean isList = writer % 2 == 0;
      updates.add(
          CompletableFuture.runAsync(
              () ->
                  IntStream.range(0, 15)
                      .forEach(
                          n -> {
                            try {
                              appendOrReset(isList);
                            } catch (DynamoDbException e) {
                              assertThat(e.awsErrorDetails().errorCode())
                                  .isEqualTo("ValidationException");
                            }
                          })));
    }
    updates.forEach(CompletableFuture::join);

    assertThat(read("a").get("e").l()).hasSize(3);
  }

  /** To three elements, or by one more than there are, which is one too many. */
  private void appendOrReset(boolean isReset) {
    client.updateItem(
        update ->
            update
                .tableName(table)
                .key(item("a"))
                .updateExpression(isReset ? "SET e = :x" : "SET e = list_append(e, :x)")
                .expressionAttributeValues(
                    Map.of(":x", isReset ? list(7, 8, 9) : AttributeValue.fromL(vector(1)))));
  }

  private static Map<String, AttributeValue> good(String pk, Object... more) {
    var good =
        item(
            pk,
            "e",
            AttributeValue.fromL(List.of(n("1"), n("2"), n("3"))),
            "tenant",
            s("t"),
            "year",
            n("2026"));
    good.putAll(item(pk, more));
    return good;
  }

  private void put(Map<String, AttributeValue> item) {
    client.putItem(put -> put.tableName(table).item(item));
  }

  private void set(String pk, String attribute, AttributeValue value) {
    client.updateItem(
        update ->
            update
                .tableName(table)
                .key(item(pk))
                .updateExpression("SET #a = :v")
                .expressionAttributeNames(Map.of("#a", attribute))
                .expressionAttributeValues(Map.of(":v", value)));
  }

  private Map<String, AttributeValue> read(String pk) {
    return client.getItem(get -> get.tableName(table).key(item(pk)).consistentRead(true)).item();
  }
}
