package dev.dynamory.tables;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The partition key of a table or of an index, and its sort key if it has one. */
public record KeySchema(KeyAttribute partitionKey, @Nullable KeyAttribute sortKey) {

  public KeySchema {
    requireNonNull(partitionKey, "partitionKey");
    if (sortKey != null && sortKey.name().equals(partitionKey.name())) {
      throw new IllegalArgumentException(
          "\"%s\" cannot be both partition key and sort key".formatted(sortKey.name()));
    }
  }

  /** The partition key, then the sort key if there is one. */
  public List<KeyAttribute> attributes() {
    return sortKey == null ? List.of(partitionKey) : List.of(partitionKey, sortKey);
  }

  /** What DynamoDB calls the part that the key plays here. */
  String role(KeyAttribute key) {
    return key.equals(partitionKey) ? "HASH" : "RANGE";
  }
}
