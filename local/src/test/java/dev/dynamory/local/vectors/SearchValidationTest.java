package dev.dynamory.local.vectors;

import static dev.dynamory.local.vectors.Answers.refuses;
import static dev.dynamory.local.vectors.Shapes.attribute;
import static dev.dynamory.local.vectors.Shapes.filter;
import static dev.dynamory.local.vectors.Shapes.hash;
import static dev.dynamory.local.vectors.Shapes.index;
import static dev.dynamory.local.vectors.Shapes.n;
import static dev.dynamory.local.vectors.Shapes.s;
import static dev.dynamory.local.vectors.Shapes.table;
import static dev.dynamory.local.vectors.Shapes.text;
import static dev.dynamory.local.vectors.Shapes.vector;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.SearchVectorsRequest;

/** Each refusal of SearchVectors, in the order in which the service looks. */
class SearchValidationTest {
  private static final DynamoDbClient CLIENT = Engine.client();
  private static final String TABLE = Engine.newTable();
  private static final String COMPARATOR =
      "Invalid SearchConditionExpression: Invalid comparator used in SearchConditionExpression";
  private static final String RAW =
      """
      {"TableName":"absent-table","IndexName":"vix","SearchVector":[{"N":"1"}],"TopK":1}\
      """;

  @BeforeAll
  static void create() {
    CLIENT.createTable(
        table(TABLE, text("tenant"), text("category"), text("name"))
            .vectorIndexes(
                index("plain"), index("schema", hash("tenant"), filter("category"), filter("name")))
            .build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"TableName\":\"absent-table\"|\"TableName\":null|a string",
        "\"IndexName\":\"vix\"|\"IndexName\":null|a string",
        "\"SearchVector\":[{\"N\":\"1\"}]|\"SearchVector\":null|a sequence",
        "\"TopK\":1|\"TopK\":null|i32"
      })
  void refusesAMemberThatIsNull(String member, String changed, String expected) throws Exception {
    String body = RAW.replace(member, changed);

    refusesToRead(
        body,
        "invalid type: null, expected "
            + expected
            + " at line 1 column "
            + (body.indexOf("null") + "null".length()));
  }

  @Test
  void refusesAFractionForTopK() throws Exception {
    refusesToRead(
        RAW.replace("\"TopK\":1", "\"TopK\":3.5"),
        "invalid type: floating point `3.5`, expected i32 at line 1 column 83");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TableName", "IndexName", "SearchVector", "TopK"})
  void namesAMissingMember(String member) throws Exception {
    String body =
        RAW.replaceFirst("\"" + member + "\":(\"[^\"]*\"|\\[.*]|1),?", "").replace(",}", "}");

    var answer = Answers.send(Engine.shared(), "SearchVectors", body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .contains(
            "\"com.amazon.coral.validate#ValidationException\"",
            "\"missing field `" + member + "` at line 1 column " + body.length() + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TableName", "IndexName", "SearchVector", "TopK"})
  void namesAMemberThatTheSdkDoesNotSend(String member) {
    var members =
        new LinkedHashMap<>(
            Map.of(
                "TableName", "\"" + TABLE + "\"",
                "IndexName", "\"plain\"",
                "SearchVector", "[{\"N\":\"1.0\"}]",
                "TopK", "7"));
    members.remove(member);
    String body =
        members.entrySet().stream()
            .map(m -> "\"" + m.getKey() + "\":" + m.getValue())
            .collect(Collectors.joining(",", "{", "}"));

    refuses(
        () ->
            CLIENT.searchVectors(
                search ->
                    search
                        .tableName(members.containsKey("TableName") ? TABLE : null)
                        .indexName(members.containsKey("IndexName") ? "plain" : null)
                        .searchVector(members.containsKey("SearchVector") ? vector(1) : null)
                        .topK(members.containsKey("TopK") ? 7 : null)),
        "missing field `" + member + "` at line 1 column " + body.length());
  }

  @Test
  void namesAMissingTableBeforeAShortIndexName() {
    refuses(
        () ->
            CLIENT.searchVectors(search -> search.indexName("ab").searchVector(vector(1)).topK(1)),
        "missing field `TableName` at line 1 column 56");
  }

  @Test
  void refusesAShortIndexName() {
    refusesSearch(
        search -> search.indexName("ab"),
        "1 validation error detected: Value at 'IndexName' failed to satisfy constraint: Member"
            + " must have length greater than or equal to 3");
  }

  @Test
  void refusesAnEmptyVector() {
    refusesSearch(
        search -> search.searchVector(List.of()),
        "1 validation error detected: Value at 'SearchVector' failed to satisfy constraint: Member"
            + " must have length greater than or equal to 1");
  }

  @Test
  void refusesATopKBelowOne() {
    refusesSearch(
        search -> search.topK(0),
        "1 validation error detected: Value at 'TopK' failed to satisfy constraint: Member must"
            + " have value greater than or equal to 1");
  }

  @Test
  void refusesAnUnknownKindOfCapacity() {
    refusesSearch(
        search -> search.returnConsumedCapacity("BOGUS"),
        "Value 'BOGUS' at 'returnConsumedCapacity' failed to satisfy constraint: Member must"
            + " satisfy enum value set: [INDEXES, TOTAL, NONE]");
  }

  @Test
  void refusesATopKAboveAHundredBeforeItLooksForTheTable() {
    refusesSearch(
        search -> search.tableName("absent-table").topK(101),
        "Provided TopK value '101' is out of valid range. The value must be between 1 and 100"
            + " inclusive");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"tenant < :t", "tenant <= :t", "tenant > :t", "tenant >= :t", "tenant <> :t"})
  void refusesAnyComparatorButEqualityOnTheHash(String condition) {
    refusesCondition("schema", condition, Map.of(":t", s("t")), COMPARATOR);
  }

  @Test
  void refusesAnyComparatorButEqualityOnAFilter() {
    refusesCondition(
        "schema", "tenant = :t AND category < :c", Map.of(":t", s("t"), ":c", s("c")), COMPARATOR);
  }

  @Test
  void refusesAComparatorBeforeItLooksForTheTableOrTheSchema() {
    refusesSearch(
        search ->
            search
                .tableName("absent-table")
                .searchConditionExpression("elsewhere < :t")
                .expressionAttributeValues(Map.of(":t", s("t"))),
        COMPARATOR);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tenant = :t OR category = :t",
        "NOT tenant = :t",
        "tenant IN (:t)",
        "tenant BETWEEN :t AND :t",
        "begins_with(tenant, :t)"
      })
  void refusesEverythingThatIsNotEqualitiesAndAnds(String condition) {
    refusesCondition("schema", condition, Map.of(":t", s("t")), COMPARATOR);
  }

  @Test
  void doesNotFindATableThatIsNotThere() {
    refuses(
        () ->
            CLIENT.searchVectors(
                search ->
                    search
                        .tableName("absent-table")
                        .indexName("plain")
                        .searchVector(vector(1))
                        .topK(1)),
        "ResourceNotFoundException",
        "Requested resource not found");
  }

  @Test
  void doesNotFindAnIndexThatIsNotThere() {
    refusesSearch(
        search -> search.indexName("absent").searchVector(s("no number")),
        "The table does not have the specified index: absent");
  }

  @Test
  void doesNotFindAnIndexOfATableThatHasNone() {
    String table = Engine.newTable();
    CLIENT.createTable(table(table).build());

    refusesSearch(
        search -> search.tableName(table), "The table does not have the specified index: plain");
  }

  @Test
  void refusesAVectorInAList() {
    refusesVector(List.of(AttributeValue.fromL(vector(1, 0, 0))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e39", "-1e39", "NaN", "Infinity", "one"})
  void refusesWhatIsNoNumberOf32BitsBeforeItLooksAtTheLength(String number) {
    refusesVector(List.of(n("1"), n(number)));
  }

  @Test
  void refusesTextInAVector() {
    refusesVector(List.of(n("1"), s("0"), n("0")));
  }

  @Test
  void refusesAVectorOfAnotherLength() {
    refusesSearch(
        search -> search.searchVector(vector(1, 0)),
        "Input search vector dimension 2 does not match vector index dimension 3");
  }

  @Test
  void refusesAnAttributeThatIsNotInTheSchema() {
    refusesCondition(
        "plain",
        "tenant = :t",
        Map.of(":t", s("t")),
        "SearchConditionExpression must not contain any attributes that is not in SearchSchema."
            + " Invalid attribute: tenant");
  }

  @Test
  void looksAtTheVectorBeforeItLooksAtTheConditions() {
    refusesSearch(
        search ->
            search
                .searchVector(vector(1, 0))
                .searchConditionExpression("tenant = :t")
                .expressionAttributeValues(Map.of(":t", s("t"))),
        "Input search vector dimension 2 does not match vector index dimension 3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tenant.id = :t", "tenant[0] = :t"})
  void refusesANestedAttribute(String condition) {
    refusesCondition(
        "schema",
        condition,
        Map.of(":t", s("t")),
        "Invalid SearchConditionExpression: SearchConditionExpression cannot have conditions on"
            + " nested attributes");
  }

  @Test
  void refusesTwoConditionsOnOneAttribute() {
    refusesCondition(
        "schema",
        "tenant = :t AND tenant = :t",
        Map.of(":t", s("t")),
        "Invalid SearchConditionExpression: SearchConditionExpression must only contain one"
            + " condition per attribute");
  }

  @Test
  void asksForTheHashWhenThereIsNoCondition() {
    refusesSearch(
        search -> search.indexName("schema"),
        "SearchConditionExpression must be provided when SearchSchema has a HASH key");
  }

  @Test
  void asksForTheHashWhenThereAreOtherConditions() {
    refusesCondition(
        "schema",
        "category = :c",
        Map.of(":c", s("c")),
        "SearchConditionExpression must have all HASH attributes in configured SearchSchema");
  }

  @Test
  void refusesAnOperandOfAnotherType() {
    refusesCondition(
        "schema",
        "tenant = :t",
        Map.of(":t", n("1")),
        "Type of 'tenant' attribute in SearchConditionExpression (N) does not match type in search"
            + " schema (S)");
  }

  @Test
  void refusesAnEmptyTextForTheHash() {
    refusesCondition(
        "schema",
        "tenant = :t",
        Map.of(":t", s("")),
        "One or more parameter values are not valid. The AttributeValue for a key attribute cannot"
            + " contain an empty string value. Key: tenant");
  }

  @Test
  void refusesEmptyBytesForTheHash() {
    String table = Engine.newTable();
    CLIENT.createTable(
        table(table, attribute("owner", ScalarAttributeType.B))
            .vectorIndexes(index("plain", hash("owner")))
            .build());

    refusesSearch(
        search ->
            search
                .tableName(table)
                .searchConditionExpression("#o = :o")
                .expressionAttributeNames(Map.of("#o", "owner"))
                .expressionAttributeValues(
                    Map.of(":o", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[0])))),
        "One or more parameter values are not valid. The AttributeValue for a key attribute cannot"
            + " contain an empty binary value. Key: owner");
  }

  @Test
  void refusesMoreThan4096ElementsBeforeItLooksForTheTable() {
    refusesSearch(
        search -> search.tableName("absent-table").searchVector(vector(new double[4097])),
        "1 validation error detected: Value at 'SearchVector' failed to satisfy constraint: Member"
            + " must have length less than or equal to 4096");
  }

  @Test
  void refusesAnEndlessExpression() {
    String condition = "(".repeat(200_000) + "tenant = :t" + ")".repeat(200_000);

    refusesCondition(
        "schema",
        condition,
        Map.of(":t", s("t")),
        "Invalid SearchConditionExpression: Expression size has exceeded the maximum allowed size;"
            + " expression size: 400011");
  }

  @Test
  void refusesInTheOrderInWhichTheServiceLooks() {
    var t = Map.of(":t", s("t"), ":n", n("1"));
    refusesCondition(
        "schema",
        "elsewhere = :t AND tenant.id = :t AND tenant = :n",
        t,
        "SearchConditionExpression must not contain any attributes that is not in SearchSchema."
            + " Invalid attribute: elsewhere");
    refusesCondition(
        "schema",
        "tenant.id = :t AND tenant = :n",
        t,
        "Invalid SearchConditionExpression: SearchConditionExpression cannot have conditions on"
            + " nested attributes");
    refusesCondition(
        "schema",
        "category = :t AND category = :n",
        t,
        "Invalid SearchConditionExpression: SearchConditionExpression must only contain one"
            + " condition per attribute");
    refusesCondition(
        "schema",
        "category = :n",
        Map.of(":n", n("1")),
        "SearchConditionExpression must have all HASH attributes in configured SearchSchema");
  }

  @Test
  void refusesNamesAndValuesThatAreNotDefined() {
    refusesCondition(
        "schema",
        "#t = :t",
        Map.of(":t", s("t")),
        "Invalid SearchConditionExpression: An expression attribute name used in the document path"
            + " is not defined; attribute name: #t");
    refusesSearch(
        search -> search.indexName("schema").searchConditionExpression("tenant = :t"),
        "Invalid SearchConditionExpression: An expression attribute value used in expression is not"
            + " defined; attribute value: :t");
  }

  @Test
  void refusesNamesAndValuesThatAreNotUsed() {
    refusesCondition(
        "schema",
        "tenant = :t",
        Map.of(":t", s("t"), ":x", s("x")),
        "Value provided in ExpressionAttributeValues unused in expressions: keys: {:x}");
    refusesSearch(
        search -> search.projectionExpression("pk").expressionAttributeNames(Map.of("#x", "x")),
        "Value provided in ExpressionAttributeNames unused in expressions: keys: {#x}");
  }

  @Test
  void refusesAnEmptyExpression() {
    refusesSearch(
        search -> search.searchConditionExpression(""),
        "Invalid SearchConditionExpression: The expression can not be empty;");
  }

  @Test
  void refusesAReservedWordAsTheEngineDoes() {
    refusesCondition(
        "schema",
        "tenant = :t AND name = :t",
        Map.of(":t", s("t")),
        "Invalid SearchConditionExpression: Attribute name is a reserved keyword; reserved"
            + " keyword: name");
  }

  @Test
  void refusesOverlappingPathsInAProjection() {
    refusesSearch(
        search -> search.projectionExpression("a, a.b"),
        "Invalid ProjectionExpression: Two document paths overlap with each other; must remove or"
            + " rewrite one of these paths; path one: [a], path two: [a, b]");
  }

  @Test
  void refusesAnUndefinedNameInAProjection() {
    refusesSearch(
        search -> search.projectionExpression("#a"),
        "Invalid ProjectionExpression: An expression attribute name used in the document path is"
            + " not defined; attribute name: #a");
  }

  @Test
  void refusesToQueryAVectorIndex() {
    refuses(
        () ->
            CLIENT.query(
                query ->
                    query
                        .tableName(TABLE)
                        .indexName("schema")
                        .keyConditionExpression("tenant = :t")
                        .expressionAttributeValues(Map.of(":t", s("t")))),
        "Query operation not supported on this index type.");
  }

  @Test
  void refusesToScanAVectorIndex() {
    refuses(
        () -> CLIENT.scan(scan -> scan.tableName(TABLE).indexName("schema")),
        "Scan operation not supported on this index type");
  }

  @Test
  void refusesToSelectFromAVectorIndex() {
    refuses(
        () ->
            CLIENT.executeStatement(
                run -> run.statement("SELECT * FROM \"" + TABLE + "\".\"schema\"")),
        "Scan operation not supported on this index type");
  }

  @Test
  void wantsCredentialsAsTheEngineDoes() throws Exception {
    var answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(Engine.shared().endpoint())
                    .header("X-Amz-Target", "DynamoDB_20120810.SearchVectors")
                    .POST(HttpRequest.BodyPublishers.ofString(RAW.replace("absent-table", TABLE)))
                    .build(),
                HttpResponse.BodyHandlers.ofString());

    assertThat(answer.body()).contains("MissingAuthenticationToken");
  }

  private static void refusesVector(List<AttributeValue> vector) {
    refusesSearch(
        search -> search.searchVector(vector),
        "Search vector contains invalid values. All values in the search vector must be a 32-bit"
            + " floating-point number attribute");
  }

  private static void refusesCondition(
      String index, String condition, Map<String, AttributeValue> values, String message) {
    refusesSearch(
        search ->
            search
                .indexName(index)
                .searchConditionExpression(condition)
                .expressionAttributeValues(values),
        message);
  }

  private static void refusesSearch(Consumer<SearchVectorsRequest.Builder> change, String message) {
    refuses(
        () ->
            CLIENT.searchVectors(
                search ->
                    search
                        .tableName(TABLE)
                        .indexName("plain")
                        .searchVector(vector(1, 0, 0))
                        .topK(10)
                        .applyMutation(change)),
        message);
  }

  private static void refusesToRead(String body, String message) throws Exception {
    var answer = Answers.send(Engine.shared(), "SearchVectors", body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body())
        .contains("\"com.amazon.coral.service#SerializationException\"", "\"" + message + "\"");
  }
}
