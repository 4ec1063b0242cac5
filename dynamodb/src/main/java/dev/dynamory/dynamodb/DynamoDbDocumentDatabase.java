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

  /**
   * A view for tables that gofannon writes too: every revision it gives includes a digest of the
   * content, so that a change of gofannon's is noticed even where it kept our revision. A save or
   * delete that expects a revision reads first: 2 calls, 1 R more.
   */
  DynamoDbDocumentDatabase sharedWithOriginal();

  /** A view whose reads and lists are strongly consistent, at twice the read units. */
  DynamoDbDocumentDatabase withConsistentReads();

  /** A view whose collection {@code agents} is the table {@code <prefix>agents}. */
  DynamoDbDocumentDatabase withCollectionPrefix(String prefix);

  /** The table of a collection. */
  Table table(String collection);

  @Override
  Async<DynamoDbDocumentDatabase> async();
}
