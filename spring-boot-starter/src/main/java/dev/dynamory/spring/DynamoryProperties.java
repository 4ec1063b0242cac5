package dev.dynamory.spring;

import dev.dynamory.Distance;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where Dynamory's tables are, and which of them are beans.
 *
 * @param endpoint another endpoint than the region's, such as http://localhost:8000; for
 *     applications without a DynamoDbClient of their own.
 * @param region the AWS region, if not as the AWS SDK finds it; for applications without a
 *     DynamoDbClient of their own.
 * @param profile the profile of the shared AWS configuration that gives credentials and region; for
 *     applications without a DynamoDbClient of their own.
 * @param createTables whether to create tables that are missing when the application starts. On the
 *     embedded engine they are created unless this is false.
 * @param store the namespaced store.
 * @param sessions the sessions.
 * @param checkpoints the checkpointer.
 */
@ConfigurationProperties("dynamory")
record DynamoryProperties(
    @Nullable URI endpoint,
    @Nullable String region,
    @Nullable String profile,
    @Nullable Boolean createTables,
    @DefaultValue StoreTable store,
    @DefaultValue SessionsTable sessions,
    @DefaultValue CheckpointsTable checkpoints) {

  /**
   * The table of the store.
   *
   * @param table the table's name; without one there is no store.
   * @param timeToLive how long items live, if not for ever.
   * @param refreshOnRead whether reading an item renews its time to live.
   * @param consistentReads whether every read sees every write that was acknowledged before, for
   *     twice the read units.
   * @param dimensions how many numbers a vector of the embedding model has; without it nothing is
   *     embedded and queries are answered by words.
   * @param fields the fields of a document that are embedded, such as text or messages[*].content;
   *     the whole document if not said.
   * @param distance how vectors are compared.
   * @param exactRanking whether queries read their namespaces whole, which needs no index of
   *     vectors; for namespaces of up to some ten thousand items.
   */
  record StoreTable(
      @Nullable String table,
      @Nullable Duration timeToLive,
      @DefaultValue("false") boolean refreshOnRead,
      @DefaultValue("false") boolean consistentReads,
      @Nullable Integer dimensions,
      @DefaultValue List<String> fields,
      @DefaultValue("cosine") Distance distance,
      @DefaultValue("false") boolean exactRanking) {}

  /**
   * The table of the sessions.
   *
   * @param table the table's name; without one there are no sessions.
   * @param timeToLive how long a session lives after its last change, if not for ever.
   * @param consistentReads whether every read sees every write that was acknowledged before, for
   *     twice the read units.
   */
  record SessionsTable(
      @Nullable String table,
      @Nullable Duration timeToLive,
      @DefaultValue("false") boolean consistentReads) {}

  /**
   * The table of the checkpoints.
   *
   * @param table the table's name; without one there is no checkpointer.
   * @param timeToLive how long a thread lives after its last change, if not for ever.
   * @param consistentReads whether every read sees every write that was acknowledged before, for
   *     twice the read units.
   */
  record CheckpointsTable(
      @Nullable String table,
      @Nullable Duration timeToLive,
      @DefaultValue("false") boolean consistentReads) {}
}
