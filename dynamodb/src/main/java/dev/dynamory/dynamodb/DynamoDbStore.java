package dev.dynamory.dynamodb;

import dev.dynamory.Async;
import dev.dynamory.CorruptDataException;
import dev.dynamory.Distance;
import dev.dynamory.Embedder;
import dev.dynamory.FieldPath;
import dev.dynamory.Item;
import dev.dynamory.Ranking;
import dev.dynamory.Store;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * A store in one DynamoDB table, the one LangGraph's {@code DynamoDBStore} uses. Each {@code with…}
 * gives a view of the same table; views share what they know of it.
 */
public interface DynamoDbStore extends Store, Table {

  /** Items expire after this time unless their put says otherwise. */
  DynamoDbStore withTimeToLive(Duration timeToLive);

  /**
   * Reading an item renews its own time to live, once that moves its expiry by at least a tenth of
   * it. An item without one never gets one.
   */
  DynamoDbStore withRefreshOnRead();

  /** Every read sees every write that was acknowledged before, for twice the read units. */
  DynamoDbStore withConsistentReads();

  /**
   * Finds namespaces by scanning the table instead of reading the catalogue: for tables on which
   * LangGraph's own store keeps writing. Costs the whole table at each listing and at each search
   * that is not exact.
   */
  DynamoDbStore withScannedNamespaces();

  /**
   * Puts keep a vector of these fields of their document (see {@link FieldPath}; none is the whole
   * document), and searches that ask something find what is near it by cosine. {@link #setup()}
   * makes the index that LangGraph's {@code DynamoDBStore} uses, and waits until it serves. Such a
   * search sees the 100 nearest of each namespace, a moment after they were put; one that is {@code
   * consistent()} or of {@link Ranking#LEXICAL} reads the namespaces whole.
   */
  DynamoDbStore withEmbedder(Embedder embedder, int dimensions, String... fields);

  /** Compares the vectors of the embedder that was given before by another distance. */
  DynamoDbStore withDistance(Distance distance);

  /**
   * Needs no index: a search that asks something reads its namespaces whole, and sees every item of
   * them. For namespaces of up to some ten thousand items, and where a role must reach its own
   * namespaces only.
   */
  DynamoDbStore withExactRanking();

  /** Values may have this many bytes, encoded, at most; 32 MB if not said. */
  DynamoDbStore withLargestValue(long bytes);

  /** The most read request units a second of a table that {@link #setup()} creates. */
  DynamoDbStore withMaxReadRequestUnits(long units);

  /** The most write request units a second of a table that {@link #setup()} creates. */
  DynamoDbStore withMaxWriteRequestUnits(long units);

  /**
   * Lists every namespace of a table that others have filled, by one Scan; safe to repeat and
   * beside other writers. Gives the namespaces that cannot be listed (a control character in a
   * label, or longer than 1,024 bytes): they can be read by {@code exact()} only.
   */
  List<String> adopt();

  /**
   * Removes what is left behind: catalogue rows of namespaces that have been empty for an hour, in
   * two runs at least an hour apart, and parts of large values that nothing names any more. Never
   * needed for correct answers.
   */
  Swept sweep();

  /**
   * What {@link #sweep()} did: namespaces marked, namespaces removed from the catalogue, large
   * values whose parts were removed.
   */
  record Swept(long marked, long removed, long valuesRemoved) {}

  /**
   * Reads every item by a Scan, in no order; gives how many. What cannot be read as an item goes to
   * {@code corrupt}.
   */
  long scan(Consumer<? super Item> items, Consumer<? super CorruptDataException> corrupt);

  /**
   * Forgets which namespaces are known to be listed: needed when a table is emptied or replaced
   * beside a living store.
   */
  void forgetNamespaces();

  @Override
  Async<DynamoDbStore> async();
}
