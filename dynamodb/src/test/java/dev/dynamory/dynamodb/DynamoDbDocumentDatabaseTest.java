package dev.dynamory.dynamodb;

import dev.dynamory.DocumentDatabase;
import dev.dynamory.testkit.DocumentDatabaseContract;
import dev.dynamory.testkit.DocumentDatabaseModelContract;

class DynamoDbDocumentDatabaseTest
    implements DocumentDatabaseContract, DocumentDatabaseModelContract {
  @Override
  public DocumentDatabase database() {
    return Dynamory.using(Engine.client())
        .documents()
        .withTablesOnFirstWrite()
        .withConsistentReads();
  }
}
