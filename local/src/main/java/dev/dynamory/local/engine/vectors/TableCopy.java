package dev.dynamory.local.engine.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is in a table, in memory: the engine takes a thousand times as long to read a vector as a
 * search takes to score it. Guarded by the table's lock.
 */
final class TableCopy {
  private final VectorTable table;
  private final Set<String> vectorAttributes;
  private final Optional<String> expiry;
  private final Clock clock;
  private final Map<ObjectNode, Row> rows = new HashMap<>();
  private final Set<ObjectNode> changed = new HashSet<>();

  private TableCopy(VectorTable table, Optional<String> expiry, Clock clock) {
    this.table = table;
    this.expiry = expiry;
    this.clock = clock;
    this.vectorAttributes =
        table.indexes().stream()
            .map(index -> index.definition().vectorAttribute())
            .collect(Collectors.toSet());
  }

  static TableCopy read(Database database, VectorTable table, Clock clock) {
    var copy = new TableCopy(table, expiry(database, table.name()), clock);
    var request = Json.object().put("TableName", table.name()).put("ConsistentRead", true);
    while (true) {
      var page = database.ask("Scan", request);
      page.path("Items").forEach(copy::put);
      if (!page.has("LastEvaluatedKey")) {
        return copy;
      }
      request.set("ExclusiveStartKey", page.get("LastEvaluatedKey"));
    }
  }

  void put(JsonNode item) {
    table.key().in(item).ifPresent(key -> rows.put(key, Row.of(item, vectorAttributes)));
  }

  void remove(ObjectNode key) {
    rows.remove(key);
    changed.remove(key);
  }

  /** Is read again before the next look at it. */
  void change(ObjectNode key) {
    changed.add(key);
  }

  Optional<Row> row(Database database, ObjectNode key) {
    if (changed.contains(key)) {
      readAgain(database, key);
    }
    return Optional.ofNullable(rows.get(key));
  }

  Map<ObjectNode, Row> rows(Database database) {
    expiry.ifPresent(this::changeExpired);
    Set.copyOf(changed).forEach(key -> readAgain(database, key));
    return rows;
  }

  private void readAgain(Database database, ObjectNode key) {
    var item = Items.read(database, table.name(), key);
    item.ifPresentOrElse(this::put, () -> rows.remove(key));
    changed.remove(key);
  }

  /** The engine deletes them when it pleases, and says so to nobody. */
  private void changeExpired(String attribute) {
    var now = BigDecimal.valueOf(clock.instant().getEpochSecond());
    rows.forEach(
        (key, row) -> {
          boolean isExpired =
              Values.number(row.item().path(attribute))
                  .filter(moment -> moment.compareTo(now) <= 0)
                  .isPresent();
          if (isExpired) {
            changed.add(key);
          }
        });
  }

  private static Optional<String> expiry(Database database, String table) {
    var described =
        database
            .ask("DescribeTimeToLive", Json.object().put("TableName", table))
            .path("TimeToLiveDescription");
    return Optional.of(Json.text(described, "AttributeName")).filter(name -> !name.isEmpty());
  }
}
