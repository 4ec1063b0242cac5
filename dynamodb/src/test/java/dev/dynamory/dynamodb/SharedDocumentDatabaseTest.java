package dev.dynamory.dynamodb;

import dev.dynamory.DocumentDatabase;
import dev.dynamory.testkit.DocumentDatabaseContract;
import dev.dynamory.testkit.DocumentDatabaseModelContract;

/** The view for tables that gofannon writes too keeps every promise of the plain one. */
class SharedDocumentDatabaseTest
    implements DocumentDatabaseContract, DocumentDatabaseModelContract {
  @Override
  public DocumentDatabase database() {
    return Dynamory.using(Engine.client())
        .documents()
        .withTablesOnFirstWrite()
        .sharedWithOriginal();
  }
}
