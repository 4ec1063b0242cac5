package dev.dynamory.dynamodb;

import dev.dynamory.DocumentDatabase;
import dev.dynamory.testkit.DocumentDatabaseContract;

class DynamoDbDocumentDatabaseTest implements DocumentDatabaseContract {
  @Override
  public DocumentDatabase database() {
    return Dynamory.using(Engine.client()).documents().withTablesOnFirstWrite();
  }
}
