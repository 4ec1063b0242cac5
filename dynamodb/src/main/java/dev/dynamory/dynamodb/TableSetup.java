package dev.dynamory.dynamodb;

import dev.dynamory.ConfigurationException;
import dev.dynamory.TableCreationException;
import dev.dynamory.tables.KeyAttribute;
import dev.dynamory.tables.KeySchema;
import dev.dynamory.tables.SecondaryIndex;
import dev.dynamory.tables.TableDefinition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.OnDemandThroughput;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/** Creates a table as its definition says, or says how it differs. */
final class TableSetup {
  private static final int MAX_LOOKS = 150;
  private static final BackoffStrategy BETWEEN_LOOKS =
      BackoffStrategy.exponentialDelayWithoutJitter(Duration.ofMillis(50), Duration.ofSeconds(5));

  private final Connection connection;
  private final TableDefinition definition;

  TableSetup(Connection connection, TableDefinition definition) {
    this.connection = connection;
    this.definition = definition;
  }

  private DynamoDbClient client() {
    return connection.client();
  }

  void run() {
    var before = describe();
    before.ifPresent(this::checkKeys);
    vectors().ifPresent(index -> before.ifPresent(index::check));
    if (before.isEmpty()) {
      create();
    }
    if (!before.filter(TableSetup::isUsable).isPresent()) {
      client()
          .waiter()
          .waitUntilTableExists(
              request -> request.tableName(definition.name()),
              wait -> wait.maxAttempts(MAX_LOOKS).backoffStrategyV2(BETWEEN_LOOKS));
    }
    checkKeys(describe().orElseThrow());
    definition.expiry().ifPresent(this::enableExpiry);
    vectors().ifPresent(VectorIndexSetup::request);
  }

  /** Waits for what takes longer than a table. */
  void await() {
    vectors().ifPresent(VectorIndexSetup::awaitServing);
  }

  private Optional<VectorIndexSetup> vectors() {
    return definition.vectors().map(index -> new VectorIndexSetup(connection, definition, index));
  }

  /** A table that is given an index can be read and written meanwhile. */
  private static boolean isUsable(TableDescription table) {
    return table.tableStatus() == TableStatus.ACTIVE || table.tableStatus() == TableStatus.UPDATING;
  }

  /** Has a table that is there build an index of its definition, unless it has it. */
  void addIndex(String name) {
    var table =
        describe()
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "table " + definition.name() + " does not exist: setup() creates it"));
    checkKeys(table);
    if (find(table, name).isPresent()) {
      return;
    }
    var index =
        definition.indexes().stream()
            .filter(wanted -> wanted.name().equals(name))
            .map(TableSetup::index)
            .findFirst()
            .orElseThrow();
    var added =
        GlobalSecondaryIndexUpdate.builder()
            .create(
                create ->
                    create
                        .indexName(index.indexName())
                        .keySchema(index.keySchema())
                        .projection(index.projection()))
            .build();
    try {
      client()
          .updateTable(
              update ->
                  update
                      .tableName(definition.name())
                      .attributeDefinitions(attributes())
                      .globalSecondaryIndexUpdates(List.of(added)));
    } catch (DynamoDbException e) {
      if (describe().flatMap(now -> find(now, name)).isEmpty()) {
        throw new TableCreationException(
            definition.name(),
            "table " + definition.name() + " could not be given " + name + ": " + e.getMessage(),
            e);
      } // else another process has asked for it
    }
  }

  private static Optional<GlobalSecondaryIndexDescription> find(
      TableDescription table, String index) {
    return table.globalSecondaryIndexes().stream()
        .filter(found -> found.indexName().equals(index))
        .findFirst();
  }

  private List<AttributeDefinition> attributes() {
    return definition.attributes().stream()
        .map(
            key ->
                AttributeDefinition.builder()
                    .attributeName(key.name())
                    .attributeType(key.type().code())
                    .build())
        .toList();
  }

  private Optional<TableDescription> describe() {
    try {
      return Optional.of(
          client().describeTable(request -> request.tableName(definition.name())).table());
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    }
  }

  private void create() {
    var request =
        CreateTableRequest.builder()
            .tableName(definition.name())
            .keySchema(elements(definition.keys()))
            .attributeDefinitions(attributes())
            .billingMode(BillingMode.PAY_PER_REQUEST);
    if (!definition.indexes().isEmpty()) {
      request.globalSecondaryIndexes(definition.indexes().stream().map(TableSetup::index).toList());
    }
    if (definition.vectors().isPresent()) {
      request.vectorIndexes(VectorIndexSetup.of(definition));
    }
    throughput().ifPresent(request::onDemandThroughput);
    try {
      client().createTable(request.build());
    } catch (ResourceInUseException e) {
      // another process is creating it, or has just done so
    } catch (SdkException e) {
      throw new TableCreationException(
          definition.name(),
          "table "
              + definition.name()
              + " could not be created: "
              + e.getMessage()
              + ". 'dynamory schema' renders it for those who may",
          e);
    }
  }

  private static GlobalSecondaryIndex index(SecondaryIndex index) {
    return GlobalSecondaryIndex.builder()
        .indexName(index.name())
        .keySchema(elements(index.keys()))
        .projection(
            projection -> {
              projection.projectionType(index.projection().type().name());
              if (!index.projection().nonKeyAttributes().isEmpty()) {
                projection.nonKeyAttributes(index.projection().nonKeyAttributes());
              }
            })
        .build();
  }

  private Optional<OnDemandThroughput> throughput() {
    var reads = definition.maxReadRequestUnits();
    var writes = definition.maxWriteRequestUnits();
    if (reads.isEmpty() && writes.isEmpty()) {
      return Optional.empty();
    }
    var throughput = OnDemandThroughput.builder();
    reads.ifPresent(throughput::maxReadRequestUnits);
    writes.ifPresent(throughput::maxWriteRequestUnits);
    return Optional.of(throughput.build());
  }

  private static List<KeySchemaElement> elements(KeySchema keys) {
    return keys.attributes().stream()
        .map(
            key ->
                KeySchemaElement.builder()
                    .attributeName(key.name())
                    .keyType(key.equals(keys.partitionKey()) ? KeyType.HASH : KeyType.RANGE)
                    .build())
        .toList();
  }

  private void enableExpiry(String attribute) {
    var expiry = describeExpiry();
    var status = expiry.timeToLiveStatus();
    if (status == TimeToLiveStatus.ENABLED || status == TimeToLiveStatus.ENABLING) {
      return;
    }
    try {
      client()
          .updateTimeToLive(
              r ->
                  r.tableName(definition.name())
                      .timeToLiveSpecification(t -> t.enabled(true).attributeName(attribute)));
    } catch (DynamoDbException e) {
      var now = describeExpiry().timeToLiveStatus();
      if (now != TimeToLiveStatus.ENABLED && now != TimeToLiveStatus.ENABLING) {
        throw e; // not another process's doing
      }
    }
  }

  private TimeToLiveDescription describeExpiry() {
    return client()
        .describeTimeToLive(request -> request.tableName(definition.name()))
        .timeToLiveDescription();
  }

  List<String> differences() {
    var table = describe();
    if (table.isEmpty()) {
      return List.of("table " + definition.name() + " does not exist");
    }
    var differences = new ArrayList<>(keyDifferences(table.get()));
    var billing = table.get().billingModeSummary();
    if (billing == null || billing.billingMode() != BillingMode.PAY_PER_REQUEST) {
      differences.add("billing is not on demand (PAY_PER_REQUEST)");
    }
    definition.indexes().stream()
        .flatMap(index -> indexDifference(table.get(), index).stream())
        .forEach(differences::add);
    vectors().flatMap(index -> index.difference(table.get())).ifPresent(differences::add);
    definition.expiry().flatMap(this::expiryDifference).ifPresent(differences::add);
    return differences;
  }

  /** Whether there is a table whose rows can be read as its definition says. */
  boolean hasItsKeys() {
    return describe().map(table -> keyDifferences(table).isEmpty()).orElse(false);
  }

  /** How many bytes are in the table; empty if none is there that is ready for use. */
  Optional<Long> measure() {
    var table = describe();
    table.ifPresent(this::checkKeys);
    return table.filter(TableSetup::isUsable).map(TableDescription::tableSizeBytes);
  }

  private void checkKeys(TableDescription table) {
    var differences = keyDifferences(table);
    if (!differences.isEmpty()) {
      throw new ConfigurationException(
          "table "
              + definition.name()
              + " exists with other keys: "
              + String.join("; ", differences));
    }
  }

  private static Optional<String> indexDifference(TableDescription table, SecondaryIndex wanted) {
    var found = find(table, wanted.name());
    if (found.isEmpty()) {
      return Optional.of("the index " + wanted.name() + " is missing");
    }
    var projection = found.get().projection();
    if (!found.get().keySchema().equals(elements(wanted.keys()))) {
      return Optional.of("the index " + wanted.name() + " has other keys");
    }
    if (found.get().indexStatus() == IndexStatus.CREATING) {
      return Optional.of("the index " + wanted.name() + " is still being built");
    }
    return projection.projectionTypeAsString().equals(wanted.projection().type().name())
            && Set.copyOf(projection.nonKeyAttributes())
                .equals(Set.copyOf(wanted.projection().nonKeyAttributes()))
        ? Optional.empty()
        : Optional.of("the index " + wanted.name() + " projects other attributes");
  }

  private Optional<String> expiryDifference(String attribute) {
    var expiry = describeExpiry();
    var status = expiry.timeToLiveStatus();
    if (status != TimeToLiveStatus.ENABLED && status != TimeToLiveStatus.ENABLING) {
      return Optional.of("TTL is not enabled on attribute " + attribute);
    }
    return attribute.equals(expiry.attributeName())
        ? Optional.empty()
        : Optional.of(
            "TTL is enabled on attribute " + expiry.attributeName() + ", not on " + attribute);
  }

  private List<String> keyDifferences(TableDescription table) {
    var differences = new ArrayList<String>();
    difference(
        "partition key",
        Optional.of(definition.keys().partitionKey()),
        actual(table, KeyType.HASH),
        differences);
    difference(
        "sort key",
        Optional.ofNullable(definition.keys().sortKey()),
        actual(table, KeyType.RANGE),
        differences);
    return differences;
  }

  private static void difference(
      String what,
      Optional<KeyAttribute> wanted,
      Optional<String> actual,
      List<String> differences) {
    var described = wanted.map(key -> key.name() + " (" + key.type().code() + ")");
    if (!described.equals(actual)) {
      differences.add(
          "the "
              + what
              + " is "
              + actual.orElse("missing")
              + ", not "
              + described.orElse("absent"));
    }
  }

  private static Optional<String> actual(TableDescription table, KeyType type) {
    return table.keySchema().stream()
        .filter(element -> element.keyType() == type)
        .findFirst()
        .map(
            element ->
                element.attributeName()
                    + table.attributeDefinitions().stream()
                        .filter(
                            attribute -> attribute.attributeName().equals(element.attributeName()))
                        .map(attribute -> " (" + attribute.attributeTypeAsString() + ")")
                        .findFirst()
                        .orElse(""));
  }
}
