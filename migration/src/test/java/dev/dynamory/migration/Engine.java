package dev.dynamory.migration;

import dev.dynamory.dynamodb.DynamoDbDocumentDatabase;
import dev.dynamory.dynamodb.Dynamory;
import dev.dynamory.local.LocalDynamoDb;
import java.net.URI;

/** One engine for all tests of this JVM, with which it ends. */
final class Engine {
  private static final LocalDynamoDb LOCAL = LocalDynamoDb.inMemory();

  private Engine() {}

  static URI endpoint() {
    return LOCAL.endpoint();
  }

  /** The documents as another process has them. */
  static DynamoDbDocumentDatabase newDatabase() {
    return newDatabase(LOCAL.endpoint());
  }

  /** The documents in another engine. */
  static DynamoDbDocumentDatabase newDatabase(URI endpoint) {
    var dynamory = Dynamory.builder().endpoint(endpoint).region("us-east-1").build();
    return dynamory.documents().withTablesOnFirstWrite();
  }
}
