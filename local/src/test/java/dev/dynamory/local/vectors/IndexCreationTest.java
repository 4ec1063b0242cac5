package dev.dynamory.local.vectors;

import static dev.dynamory.local.vectors.Answers.LIMIT;
import static dev.dynamory.local.vectors.Answers.refuses;
import static dev.dynamory.local.vectors.Shapes.attribute;
import static dev.dynamory.local.vectors.Shapes.filter;
import static dev.dynamory.local.vectors.Shapes.hash;
import static dev.dynamory.local.vectors.Shapes.index;
import static dev.dynamory.local.vectors.Shapes.key;
import static dev.dynamory.local.vectors.Shapes.listOf;
import static dev.dynamory.local.vectors.Shapes.table;
import static dev.dynamory.local.vectors.Shapes.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.dynamory.local.Wait;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateGlobalSecondaryIndexAction;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.LimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.SearchSchemaElement;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.VectorAttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.VectorIndex;
import software.amazon.awssdk.services.dynamodb.model.VectorIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.VectorIndexUpdate;

/** What CreateTable and UpdateTable say of vector indexes, with the table and later. */
class IndexCreationTest {
  private static final String INVALID = "One or more parameter values were invalid: ";
  private static final String ON_DEMAND =
      INVALID + "Vector indexes are only supported for PAY_PER_REQUEST tables";
  private static final String CONFLICT = INVALID + "Conflicting attribute definition for 'e'. ";

  private final DynamoDbClient client = Engine.client();
  private final String table = Engine.newTable();

  @Test
  void describesAnIndexAsItWasMade() {
    var made =
        client
            .createTable(
                table(table, text("tenant"), text("kind"))
                    .vectorIndexes(
                        index(
                            "vix",
                            index ->
                                index.projection(
                                    p ->
                                        p.projectionType(ProjectionType.INCLUDE)
                                            .nonKeyAttributes("title")),
                            hash("tenant"),
                            filter("kind")))
                    .build())
            .tableDescription();

    assertThat(describe()).isEqualTo(made);
    assertThat(made.tableStatus()).isEqualTo(TableStatus.ACTIVE);
    assertThat(made.attributeDefinitions())
        .containsExactlyInAnyOrder(text("pk"), text("tenant"), text("kind"));
    assertThat(made.vectorIndexes())
        .containsExactly(
            VectorIndexDescription.builder()
                .indexName("vix")
                .vectorAttribute(v -> v.attributeName("e"))
                .dimensions(3L)
                .distanceFunction("COSINE")
                .projection(p -> p.projectionType(ProjectionType.INCLUDE).nonKeyAttributes("title"))
                .searchSchema(hash("tenant"), filter("kind"))
                .indexStatus(IndexStatus.ACTIVE)
                .indexSizeBytes(0L)
                .itemCount(0L)
                .indexArn(made.tableArn() + "/index/vix")
                .build());
  }

  @Test
  void addsAndDeletesAnIndex() {
    client.createTable(table(table).build());

    var updated =
        client.updateTable(adding(index("vix", hash("tenant")), text("tenant"))).tableDescription();
    assertThat(describe()).isEqualTo(updated);
    assertThat(updated.vectorIndexes())
        .extracting(VectorIndexDescription::indexName)
        .containsExactly("vix");
    assertThat(updated.vectorIndexes().get(0).backfilling()).isNull();
    assertThat(updated.attributeDefinitions()).contains(text("tenant"));

    assertThat(client.updateTable(deleting("vix")).tableDescription().vectorIndexes()).isEmpty();
    assertThat(describe().attributeDefinitions()).containsExactly(text("pk"));
  }

  @Test
  void usesTheTablesOwnPartitionKeyAsHash() {
    client.createTable(table(table).vectorIndexes(index("vix", hash("pk"))).build());

    assertThat(describe().attributeDefinitions()).containsExactly(text("pk"));
  }

  @Test
  void keepsTheDefinitionsThatTheEnginesOwnIndexesNeed() {
    client.createTable(
        table(table, text("tenant"))
            .globalSecondaryIndexes(byTenant("gsi"))
            .vectorIndexes(index("vix", hash("tenant")))
            .build());

    assertThat(describe().globalSecondaryIndexes()).hasSize(1);
    assertThat(describe().attributeDefinitions())
        .containsExactlyInAnyOrder(text("pk"), text("tenant"));
  }

  @Test
  void updatesWhatElseATableHas() {
    client.createTable(
        table(table, text("kind")).vectorIndexes(index("vix", filter("kind"))).build());

    client.updateTable(
        update ->
            update
                .tableName(table)
                .streamSpecification(s -> s.streamEnabled(true).streamViewType("KEYS_ONLY")));
    client.updateTable(
        update ->
            update
                .tableName(table)
                .attributeDefinitions(text("pk"), text("kind"), text("tenant"))
                .globalSecondaryIndexUpdates(creating("gsi")));

    assertThat(describe().streamSpecification().streamEnabled()).isTrue();
    assertThat(describe().globalSecondaryIndexes()).hasSize(1);
    assertThat(describe().vectorIndexes()).hasSize(1);
  }

  @Test
  void forgetsTheIndexesOfADeletedTable() {
    client.createTable(table(table).vectorIndexes(index("vix")).build());
    assertThat(client.deleteTable(d -> d.tableName(table)).tableDescription().vectorIndexes())
        .hasSize(1);

    client.createTable(table(table).build());

    assertThat(describe().hasVectorIndexes()).isFalse();
  }

  @Test
  void leavesATableAsItIsWhenItExists() {
    client.createTable(table(table).vectorIndexes(index("vix")).build());

    assertThatThrownBy(() -> client.createTable(table(table).vectorIndexes(index("other")).build()))
        .isInstanceOf(ResourceInUseException.class);

    assertThat(describe().vectorIndexes())
        .extracting(VectorIndexDescription::indexName)
        .containsExactly("vix");
  }

  @Test
  void refusesAProvisionedTable() {
    refuses(
        () ->
            client.createTable(
                table(table)
                    .vectorIndexes(index("vix"))
                    .billingMode(BillingMode.PROVISIONED)
                    .provisionedThroughput(p -> p.readCapacityUnits(1L).writeCapacityUnits(1L))
                    .build()),
        ON_DEMAND);
    refuses(
        () ->
            client.createTable(
                table(table).vectorIndexes(index("vix")).billingMode((BillingMode) null).build()),
        ON_DEMAND);
    assertThatThrownBy(this::describe).isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void refusesToAddAnIndexToAProvisionedTable() {
    client.createTable(
        table(table)
            .billingMode(BillingMode.PROVISIONED)
            .provisionedThroughput(p -> p.readCapacityUnits(1L).writeCapacityUnits(1L))
            .build());

    refuses(() -> client.updateTable(adding(index("vix"))), ON_DEMAND);
  }

  @Test
  void refusesToProvisionATableThatHasAnIndex() {
    client.createTable(table(table).vectorIndexes(index("vix")).build());

    refuses(
        () ->
            client.updateTable(
                update ->
                    update
                        .tableName(table)
                        .billingMode(BillingMode.PROVISIONED)
                        .provisionedThroughput(
                            p -> p.readCapacityUnits(1L).writeCapacityUnits(1L))),
        ON_DEMAND);
  }

  @Test
  void refusesSixIndexesAtOnce() {
    refusesTable(
        t -> t.vectorIndexes(listOf(6, n -> index("index-" + n))),
        INVALID + "VectorIndex count exceeds the per-table limit of 5");
  }

  @Test
  void refusesASixthIndex() {
    client.createTable(table(table).vectorIndexes(listOf(5, n -> index("index-" + n))).build());

    refuses(
        () -> client.updateTable(adding(index("sixth"))),
        LIMIT,
        "Subscriber limit exceeded: Number of vector secondary indexes exceeds per-table limit of"
            + " 5");
  }

  @Test
  void refusesTwoActionsAtOnce() {
    client.createTable(table(table).build());
    String message =
        "Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously"
            + " per table";

    refuses(
        () ->
            client.updateTable(
                update ->
                    update
                        .tableName(table)
                        .vectorIndexUpdates(creation(index("one")), creation(index("two")))),
        LIMIT,
        message);
    refuses(
        () ->
            client.updateTable(
                adding(index("one")).toBuilder()
                    .attributeDefinitions(text("pk"), text("tenant"))
                    .globalSecondaryIndexUpdates(creating("gsi"))
                    .build()),
        LIMIT,
        message);
    assertThat(describe().hasVectorIndexes()).isFalse();
  }

  @Test
  void refusesAnIndexWhileTheEngineMakesOneOfItsOwn() {
    client.createTable(table(table).build());
    client.updateTable(
        update ->
            update
                .tableName(table)
                .attributeDefinitions(text("pk"), text("tenant"))
                .globalSecondaryIndexUpdates(creating("gsi")));

    var refusal = catchThrowable(() -> client.updateTable(adding(index("vix"))));
    assumeThat(describe().globalSecondaryIndexes().get(0).indexStatus())
        .isEqualTo(IndexStatus.CREATING); // it takes a second

    assertThat(refusal)
        .isInstanceOf(LimitExceededException.class)
        .hasMessageStartingWith(
            "Subscriber limit exceeded: Only 1 online index can be created or deleted"
                + " simultaneously per table");
    assertThat(
            Wait.until(
                Duration.ofMinutes(1),
                () ->
                    describe().globalSecondaryIndexes().get(0).indexStatus() == IndexStatus.ACTIVE))
        .isTrue();
    client.updateTable(adding(index("vix")));
  }

  @Test
  void refusesASearchAttributeThatIsNotDeclared() {
    String message =
        INVALID + "One element in SearchSchema is not defined in attribute definitions";
    refusesTable(t -> t.vectorIndexes(index("vix", hash("tenant"))), message);

    client.createTable(
        table(table, text("tenant")).vectorIndexes(index("vix", hash("tenant"))).build());
    refuses(() -> client.updateTable(adding(index("other", hash("tenant")))), message);
  }

  @Test
  void refusesADeclaredVectorAttribute() {
    String message =
        CONFLICT
            + "An attribute cannot be defined in AttributeDefinitions when used as a"
            + " VectorAttribute.";
    refuses(
        () -> client.createTable(table(table, text("e")).vectorIndexes(index("vix")).build()),
        message);

    client.createTable(table(table).build());
    refuses(() -> client.updateTable(adding(index("vix"), text("e"))), message);
  }

  @Test
  void refusesAKeyAsVectorAttribute() {
    client.createTable(table(table).build());

    refuses(
        () ->
            client.updateTable(
                adding(
                    index(
                        "vix", i -> i.vectorAttribute(v -> v.attributeName("pk")).dimensions(4L)))),
        INVALID
            + "Attributes cannot be redefined. Please check that your attribute has the same type"
            + " as previously defined. Existing schema: Schema:[SchemaElement: key{pk:S:HASH}] New"
            + " schema: VectorIndexSchema:[VectorAttribute: key{pk:L:4}]");
  }

  @Test
  void refusesOtherDimensionsForTheSameVectorAttribute() {
    String message =
        CONFLICT + "All VectorIndexes on the same vector attribute must use the same dimensions.";
    refusesTable(t -> t.vectorIndexes(index("one"), index("two", i -> i.dimensions(4L))), message);

    client.createTable(table(table).vectorIndexes(index("one")).build());
    refuses(() -> client.updateTable(adding(index("two", i -> i.dimensions(4L)))), message);
  }

  @Test
  void refusesMoreThan4096Dimensions() {
    refusesTable(
        t -> t.vectorIndexes(index("vix", i -> i.dimensions(4097L))),
        INVALID + "Number of dimensions must be between 1 and 4096 inclusive.");
    client.createTable(table(table).vectorIndexes(index("vix", i -> i.dimensions(4096L))).build());
  }

  @Test
  void refusesTwoHashesAndNineteenFilters() {
    refuses(
        () ->
            client.createTable(
                table(table, text("a"), text("b"))
                    .vectorIndexes(index("vix", hash("a"), hash("b")))
                    .build()),
        INVALID
            + "Value '2' at 'SearchSchema' failed to satisfy constraint: Member must have HASH"
            + " count less than or equal to 1");

    var filters = listOf(19, n -> "f" + n);
    refuses(
        () ->
            client.createTable(
                table(table, filters.stream().map(Shapes::text).toArray(AttributeDefinition[]::new))
                    .vectorIndexes(
                        index(
                            "vix",
                            filters.stream()
                                .map(Shapes::filter)
                                .toArray(SearchSchemaElement[]::new)))
                    .build()),
        INVALID
            + "Value '19' at 'SearchSchema' failed to satisfy constraint: Member must have"
            + " INLINE_FILTER count less than or equal to 18");
  }

  @Test
  void refusesANameTwice() {
    refusesTable(
        t -> t.vectorIndexes(index("dup"), index("dup")), INVALID + "Duplicate index name: dup");
    refuses(
        () ->
            client.createTable(
                table(table, text("tenant"))
                    .globalSecondaryIndexes(byTenant("dup"))
                    .vectorIndexes(index("dup"))
                    .build()),
        INVALID + "Duplicate index name: dup");
  }

  @Test
  void refusesToAddWhatIsThere() {
    client.createTable(
        table(table, text("tenant"))
            .globalSecondaryIndexes(byTenant("gsi"))
            .vectorIndexes(index("vix"))
            .build());

    for (String name : List.of("vix", "gsi")) {
      refuses(
          () -> client.updateTable(adding(index(name))),
          "Attempting to create an index which already exists");
    }
  }

  @Test
  void doesNotFindAnIndexToDelete() {
    client.createTable(table(table).vectorIndexes(index("vix")).build());

    assertThatThrownBy(() -> client.updateTable(deleting("absent")))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "INCLUDE, false, 'ProjectionType is INCLUDE, but NonKeyAttributes is not specified'",
    "KEYS_ONLY, true, 'ProjectionType is KEYS_ONLY, but NonKeyAttributes is specified'",
    "ALL, true, 'ProjectionType is ALL, but NonKeyAttributes is specified'"
  })
  void refusesAProjectionThatContradictsItself(
      ProjectionType type, boolean isList, String message) {
    refusesTable(
        t ->
            t.vectorIndexes(
                index(
                    "vix",
                    i ->
                        i.projection(
                            p -> {
                              p.projectionType(type);
                              if (isList) {
                                p.nonKeyAttributes("title");
                              }
                            }))),
        INVALID + message);
  }

  static Stream<Arguments> missingMembers() {
    return Stream.of(
        missing("projection", i -> i.projection((Projection) null)),
        missing("dimensions", i -> i.dimensions(null)),
        missing("distanceFunction", i -> i.distanceFunction((String) null)),
        missing("indexName", i -> i.indexName(null)),
        missing("vectorAttribute.attributeName", i -> i.vectorAttribute(v -> {})),
        missing("vectorAttribute", i -> i.vectorAttribute((VectorAttributeDefinition) null)));
  }

  private static Arguments missing(String member, Consumer<VectorIndex.Builder> without) {
    return Arguments.of(member, without);
  }

  @ParameterizedTest
  @MethodSource("missingMembers")
  void namesAMissingMember(String member, Consumer<VectorIndex.Builder> without) {
    refusesTable(
        t -> t.vectorIndexes(index("vix", without)),
        "1 validation error detected: Value null at 'vectorIndexes.1.member."
            + member
            + "' failed to satisfy constraint: Member must not be null");

    client.createTable(table(table).build());
    refuses(
        () -> client.updateTable(adding(index("vix", without))),
        "1 validation error detected: Value null at 'vectorIndexUpdates.1.member.create."
            + member
            + "' failed to satisfy constraint: Member must not be null");
  }

  @Test
  void namesAllFaultsAtOnce() {
    refusesTable(
        t ->
            t.vectorIndexes(
                index("vix", i -> i.dimensions(null)),
                index("wix", i -> i.distanceFunction("cosine"))),
        "2 validation errors detected: Value null at 'vectorIndexes.1.member.dimensions' failed to"
            + " satisfy constraint: Member must not be null; Value 'cosine' at"
            + " 'vectorIndexes.2.member.distanceFunction' failed to satisfy constraint: Member must"
            + " satisfy enum value set: [DOT_PRODUCT, COSINE, EUCLIDEAN]");
  }

  @Test
  void refusesAnUnknownDistance() {
    refusesTable(
        t -> t.vectorIndexes(index("vix", i -> i.distanceFunction("cosine"))),
        "1 validation error detected: Value 'cosine' at 'vectorIndexes.1.member.distanceFunction'"
            + " failed to satisfy constraint: Member must satisfy enum value set: [DOT_PRODUCT,"
            + " COSINE, EUCLIDEAN]");
  }

  @Test
  void refusesAShortNameInAnUpdate() {
    client.createTable(table(table).build());

    refuses(
        () ->
            client.updateTable(
                update ->
                    update
                        .tableName(table)
                        .vectorIndexUpdates(creation(index("one")), creation(index("ab")))),
        "1 validation error detected: Value 'ab' at 'vectorIndexUpdates.2.member.create.indexName'"
            + " failed to satisfy constraint: Member must have length greater than or equal to 3");
  }

  @Test
  void doesNotFindATableToUpdate() {
    assertThatThrownBy(() -> client.updateTable(adding(index("vix"))))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void leavesAttributesThatNobodyUsesToTheEngine() {
    assertThatThrownBy(
            () ->
                client.createTable(
                    table(table, text("nobody")).vectorIndexes(index("vix")).build()))
        .hasMessageContaining("number of attributes");
    assertThatThrownBy(this::describe).isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void makesAnIndexOfATableWithASortKey() {
    client.createTable(
        table(table, attribute("sk", ScalarAttributeType.N))
            .keySchema(key("pk", KeyType.HASH), key("sk", KeyType.RANGE))
            .vectorIndexes(index("vix", hash("pk"), filter("sk")))
            .build());

    refuses(
        () ->
            client.updateTable(
                adding(index("other", i -> i.vectorAttribute(v -> v.attributeName("sk"))))),
        INVALID
            + "Attributes cannot be redefined. Please check that your attribute has the same type"
            + " as previously defined. Existing schema: Schema:[SchemaElement: key{pk:S:HASH},"
            + " SchemaElement: key{sk:N:RANGE}] New schema: VectorIndexSchema:[VectorAttribute:"
            + " key{sk:L:3}]");
  }

  private void refusesTable(Consumer<CreateTableRequest.Builder> change, String message) {
    refuses(() -> client.createTable(table(table).applyMutation(change).build()), message);
    assertThatThrownBy(this::describe).isInstanceOf(ResourceNotFoundException.class);
  }

  private TableDescription describe() {
    return client.describeTable(d -> d.tableName(table)).table();
  }

  private UpdateTableRequest adding(VectorIndex index, AttributeDefinition... definitions) {
    var update = UpdateTableRequest.builder().tableName(table).vectorIndexUpdates(creation(index));
    if (definitions.length > 0) {
      update.attributeDefinitions(definitions);
    }
    return update.build();
  }

  private UpdateTableRequest deleting(String index) {
    return UpdateTableRequest.builder()
        .tableName(table)
        .vectorIndexUpdates(VectorIndexUpdate.builder().delete(d -> d.indexName(index)).build())
        .build();
  }

  private static VectorIndexUpdate creation(VectorIndex index) {
    return VectorIndexUpdate.builder().create(Shapes.creation(index)).build();
  }

  private static GlobalSecondaryIndex byTenant(String name) {
    return GlobalSecondaryIndex.builder()
        .indexName(name)
        .keySchema(key("tenant", KeyType.HASH))
        .projection(p -> p.projectionType(ProjectionType.ALL))
        .build();
  }

  private static GlobalSecondaryIndexUpdate creating(String name) {
    return GlobalSecondaryIndexUpdate.builder()
        .create(
            CreateGlobalSecondaryIndexAction.builder()
                .indexName(name)
                .keySchema(key("tenant", KeyType.HASH))
                .projection(p -> p.projectionType(ProjectionType.ALL))
                .build())
        .build();
  }
}
