package dev.dynamory.dynamodb;

import dev.dynamory.local.LocalDynamoDb;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * One engine for all tests of this JVM, with which it ends; a table of its own for each test that
 * wants one.
 */
final class Engine {
  private static final LocalDynamoDb LOCAL = LocalDynamoDb.inMemory();
  private static final AtomicInteger TABLES = new AtomicInteger();

  private Engine() {}

  static DynamoDbClient client() {
    return LOCAL.client();
  }

  static URI endpoint() {
    return LOCAL.endpoint();
  }

  static String newTable() {
    return "table-" + TABLES.incrementAndGet();
  }
}
