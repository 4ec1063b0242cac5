package dev.dynamory.dynamodb;

import dev.dynamory.DocumentDatabase;
import dev.dynamory.testkit.AsyncDocumentDatabase;

class DynamoDbDocumentDatabaseAsyncTest extends DynamoDbDocumentDatabaseTest {
  @Override
  public DocumentDatabase database() {
    return AsyncDocumentDatabase.over(super.database());
  }
}
