package dev.dynamory.dynamodb;

import dev.dynamory.Async;
import dev.dynamory.DocumentCount;
import dev.dynamory.DocumentIndex;
import java.util.List;

/**
 * A document index in a table that stache reads and writes too. Listing, finding and counting read
 * indexes, which follow with a delay of usually less than a second; to decide whether a file is
 * ingested, reserve it. Move, the trash, and creating what is reserved need transactions: an engine
 * without them is a {@link dev.dynamory.ConfigurationException}.
 */
public interface DynamoDbDocumentIndex extends DocumentIndex, Table {

  /** {@link #get} and {@link #exists} then see every write that was answered before. */
  DynamoDbDocumentIndex withConsistentReads();

  /** Chunk ids of more than so many bytes are kept beside their document; 300 KB if not said. */
  DynamoDbDocumentIndex withChunkIdsInline(int bytes);

  /** The table exactly as stache has it: without the index that makes {@link #count} cheap. */
  DynamoDbDocumentIndex withOriginalSchema();

  /**
   * Gives a table that stache made the index that makes {@link #count} cheap; stache ignores it.
   * DynamoDB builds it while the table is in use, and {@link #differences()} says so until it has.
   */
  void addLightIndex();

  /** Reads the light index from end to end; where the table has none, all documents whole. */
  @Override
  DocumentCount count(String namespace);

  /**
   * How the table differs from its definition, and what in it is wrong: chunk ids that no document
   * names, as an ingester that ended before its document was written leaves them; documents whose
   * chunk ids are missing; documents that cannot be read. Reads the whole table.
   */
  @Override
  List<String> verify();

  @Override
  Async<DynamoDbDocumentIndex> async();
}
