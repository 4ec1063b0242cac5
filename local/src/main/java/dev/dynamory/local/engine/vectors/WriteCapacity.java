package dev.dynamory.local.engine.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dynamory.local.engine.vectors.VectorIndex.Phase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What writes cost the vector indexes: bytes, where what an index holds of an item changed. */
final class WriteCapacity {
  private static final long FLOOR = 1024;
  private static final String INDEXES = "VectorIndexes";
  private static final String BYTES = "VectorWriteRequestBytes";

  private final VectorTable table;
  private final Instant now;

  WriteCapacity(VectorTable table, Instant now) {
    this.table = table;
    this.now = now;
  }

  static boolean isAsked(JsonNode request) {
    return Json.text(request, "ReturnConsumedCapacity").equals("INDEXES");
  }

  /** Adds what one item's change cost to an answer's account of its table. */
  void add(ObjectNode answer, Optional<Row> before, Optional<Row> after) {
    var consumed = answer.path("ConsumedCapacity");
    for (var account : consumed.isArray() ? Json.elements(consumed) : List.of(consumed)) {
      if (account instanceof ObjectNode of && isOfTheTable(of)) {
        table.indexes().stream()
            .filter(this::isWritten)
            .forEach(index -> add(of, index, before, after));
      }
    }
  }

  private boolean isOfTheTable(ObjectNode account) {
    return Catalogue.nameOf(Json.text(account, "TableName")).equals(table.name());
  }

  private boolean isWritten(VectorIndex index) {
    var phase = index.phase(now);
    return phase == Phase.BACKFILLING || phase == Phase.ACTIVE;
  }

  private void add(
      ObjectNode account, VectorIndex index, Optional<Row> before, Optional<Row> after) {
    var old = before.flatMap(row -> held(row, index.definition()));
    var changed = after.flatMap(row -> held(row, index.definition()));
    if (old.equals(changed)) {
      return;
    }
    var counted = account.withObjectProperty(INDEXES).withObjectProperty(index.name());
    long bytes = changed.or(() -> old).map(item -> size(item, index.definition())).orElse(0L);
    counted.put(BYTES, counted.path(BYTES).asDouble() + Math.max(FLOOR, bytes));
  }

  private Optional<ObjectNode> held(Row row, IndexDefinition index) {
    return row.vectorIn(index, table).map(vector -> row.projected(index, table.key(), Set.of()));
  }

  private static long size(JsonNode item, IndexDefinition index) {
    long size = 0;
    for (var attribute : Json.members(item)) {
      size += bytes(attribute.getKey());
      size +=
          attribute.getKey().equals(index.vectorAttribute())
              ? (long) Float.BYTES * index.dimensions()
              : size(attribute.getValue());
    }
    return size;
  }

  /** As DynamoDB counts the size of an item. */
  private static long size(JsonNode value) {
    String type = Values.type(value);
    var of = value.path(type);
    return switch (type) {
      case "S" -> bytes(of.asText());
      case "N" -> ofNumber(of.asText());
      case "B" -> Values.bytes(value).length;
      case "SS", "NS", "BS" -> {
        long size = 0;
        for (var element : of) {
          size += size(Json.object().set(type.substring(0, 1), element));
        }
        yield size;
      }
      case "L" -> {
        long size = 3;
        for (var element : of) {
          size += 1 + size(element);
        }
        yield size;
      }
      case "M" -> {
        long size = 3;
        for (var member : Json.members(of)) {
          size += 1 + bytes(member.getKey()) + size(member.getValue());
        }
        yield size;
      }
      default -> 1;
    };
  }

  /** Two digits a byte, and one byte more; another if it is negative. */
  private static long ofNumber(String number) {
    long digits = number.chars().filter(Character::isDigit).count();
    return (digits + 1) / 2 + 1 + (number.startsWith("-") ? 1 : 0);
  }

  private static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
