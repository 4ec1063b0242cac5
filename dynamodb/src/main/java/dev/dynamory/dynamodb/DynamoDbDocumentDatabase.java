package dev.dynamory.dynamodb;

import dev.dynamory.Async;
import dev.dynamory.DocumentDatabase;
import dev.dynamory.ValueTooLargeException;

/**
 * Documents in tables that gofannon reads and writes too, one for each collection, one item for
 * each document; one over 400 KB is a {@link ValueTooLargeException}. Revisions are exact among
 * writers of this library.
 */
public interface DynamoDbDocumentDatabase extends DocumentDatabase {

  /** A view whose writes create the table of a collection that has none; reads never do. */
  DynamoDbDocumentDatabase withTablesOnFirstWrite();

  /** The table of a collection. */
  Table table(String collection);

  @Override
  Async<DynamoDbDocumentDatabase> async();
}
