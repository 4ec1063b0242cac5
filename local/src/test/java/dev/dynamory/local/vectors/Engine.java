package dev.dynamory.local.vectors;

import dev.dynamory.local.LocalDynamoDb;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** One engine for all tests of this package that need no other. */
final class Engine {
  private static final LocalDynamoDb SHARED = LocalDynamoDb.inMemory();

  private Engine() {}

  static LocalDynamoDb shared() {
    return SHARED;
  }

  static DynamoDbClient client() {
    return SHARED.client();
  }

  static String newTable() {
    return "table-" + UUID.randomUUID();
  }
}
