package dev.dynamory.testkit;

import dev.dynamory.DocumentDatabase;
import dev.dynamory.InMemory;

class InMemoryDocumentDatabaseTest implements DocumentDatabaseContract {
  private static final DocumentDatabase DATABASE = InMemory.documents();

  @Override
  public DocumentDatabase database() {
    return DATABASE;
  }
}
