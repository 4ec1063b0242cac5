package dev.dynamory.testkit;

import dev.dynamory.DocumentDatabase;

class InMemoryDocumentDatabaseAsyncTest extends InMemoryDocumentDatabaseTest {
  @Override
  public DocumentDatabase database() {
    return AsyncDocumentDatabase.over(super.database());
  }
}
