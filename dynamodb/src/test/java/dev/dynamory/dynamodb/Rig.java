package dev.dynamory.dynamodb;

import dev.dynamory.Namespace;
import dev.dynamory.testkit.FaultyDynamoDb;
import dev.dynamory.testkit.MovableClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A watched table, whose stores send one call after the other, and what lies in it. */
@SuppressWarnings({
  "NullAway",
  "StringSplitter",
  "LoopOverCharArray"
}) // a test may dereference what is not there
final class Rig {
  private final Watched watched = new Watched();
  final String table = watched.table;
  final MovableClock clock = watched.clock;
  final FaultyDynamoDb faults = watched.faults;

  private Rig() {}

  /** A rig whose table is set up and empty. */
  static Rig withTable() {
    var rig = new Rig();
    rig.store().setup();
    return rig;
  }

  /** A store of a process that knows nothing yet and sends one call after the other. */
  DynamoDbStore store() {
    return watched
        .newProcess(
            task -> {
              throw new RejectedExecutionException("the caller does the work itself");
            })
        .store(table);
  }

  /** A row as it lies there; empty if there is none. */
  Map<String, AttributeValue> row(Namespace namespace, String key) {
    return row(Labels.partitionKey(namespace), key);
  }

  Map<String, AttributeValue> row(String partitionKey, String key) {
    return Engine.client()
        .getItem(
            get -> get.tableName(table).key(StoreItems.key(partitionKey, key)).consistentRead(true))
        .item();
  }

  /** Every row of a partition. */
  List<Map<String, AttributeValue>> rows(String partitionKey) {
    return Engine.client()
        .query(
            query ->
                query
                    .tableName(table)
                    .consistentRead(true)
                    .keyConditionExpression("PK = :pk")
                    .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(partitionKey))))
        .items();
  }

  /** The partition and sort keys of every row whose partition key begins like this. */
  List<String> keysUnder(String prefix) {
    var found = new ArrayList<String>();
    Engine.client()
        .scanPaginator(
            scan ->
                scan.tableName(table)
                    .consistentRead(true)
                    .filterExpression("begins_with(PK, :prefix)")
                    .projectionExpression("PK, SK")
                    .expressionAttributeValues(Map.of(":prefix", AttributeValue.fromS(prefix))))
        .items()
        .forEach(row -> found.add(row.get("PK").s() + " " + row.get("SK").s()));
    return found.stream().sorted().toList();
  }

  /** The ids of all registered large values under a root. */
  List<String> registrations(Namespace namespace) {
    return rows(LargeValues.WRITES + Labels.encode(namespace.labels().get(0))).stream()
        .map(CatalogueItems::key)
        .toList();
  }

  /** Whether the namespace, and its root, are in the catalogue. */
  boolean lists(Namespace namespace) {
    var root = namespace.labels().get(0);
    return !row(CatalogueItems.ROOTS, root + Labels.TERMINATOR).isEmpty()
        && !row(CatalogueItems.partition(root), Labels.catalogueKey(namespace)).isEmpty();
  }

  static Namespace fresh(String... labels) {
    var namespace = Namespace.of("r-" + UUID.randomUUID());
    for (var label : labels) {
      namespace = namespace.child(label);
    }
    return namespace;
  }

  /** A value that needs two parts, and that gzip does not shrink; the same for the same seed. */
  static Map<String, Object> large(long seed) {
    var bytes = new byte[400_000];
    new Random(seed).nextBytes(bytes);
    return Map.of("bytes", bytes, "seed", seed);
  }
}
