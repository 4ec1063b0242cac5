package dev.dynamory.cli;

import dev.dynamory.dynamodb.DynamoDbCheckpointer;
import dev.dynamory.dynamodb.DynamoDbDocumentDatabase;
import dev.dynamory.dynamodb.DynamoDbDocumentIndex;
import dev.dynamory.dynamodb.DynamoDbNamespaceRegistry;
import dev.dynamory.dynamodb.DynamoDbSessions;
import dev.dynamory.dynamodb.DynamoDbSingleItemCheckpointer;
import dev.dynamory.dynamodb.DynamoDbSingleItemSessions;
import dev.dynamory.dynamodb.DynamoDbStore;
import dev.dynamory.dynamodb.Dynamory;
import dev.dynamory.dynamodb.Table;
import dev.dynamory.local.LocalDynamoDb;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** An engine and the stores on it, for the length of one command. */
final class Connection implements AutoCloseable {
  private static final String ANY_REGION = "us-east-1";
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(60);

  private final Dynamory dynamory;
  private final @Nullable LocalDynamoDb engine;

  private Connection(Dynamory.Builder dynamory, @Nullable LocalDynamoDb engine) {
    this.dynamory = dynamory.build();
    this.engine = engine;
  }

  /** Amazon DynamoDB. */
  static Connection toAws(@Nullable String region, @Nullable String profile, Costs costs) {
    var builder = builder(costs);
    if (region != null) {
      builder.region(region);
    }
    if (profile != null) {
      builder.profile(profile);
    }
    return new Connection(builder, null);
  }

  /** An engine that runs somewhere. One on this machine gets any region and credentials. */
  static Connection to(
      String endpoint, @Nullable String region, @Nullable String profile, Costs costs) {
    var builder = builder(costs).endpoint(endpoint);
    if (profile != null) {
      builder.profile(profile);
    } else if (isHere(endpoint) && System.getenv("AWS_ACCESS_KEY_ID") == null) {
      builder.credentials(anyCredentials());
    }
    if (region != null) {
      builder.region(region);
    } else if (isHere(endpoint) && profile == null && System.getenv("AWS_REGION") == null) {
      builder.region(ANY_REGION);
    }
    return new Connection(builder, null);
  }

  /** The embedded engine on a folder. */
  static Connection embedded(Path folder, @Nullable String region, Costs costs) {
    return embedded(LocalDynamoDb.on(folder), region, costs);
  }

  /** The embedded engine, which keeps nothing. */
  static Connection inMemory(Costs costs) {
    return embedded(LocalDynamoDb.inMemory(), null, costs);
  }

  private static Connection embedded(LocalDynamoDb engine, @Nullable String region, Costs costs) {
    var dynamory =
        builder(costs)
            .endpoint(engine.endpoint())
            .region(region == null ? ANY_REGION : region)
            .credentials(anyCredentials());
    return new Connection(dynamory, engine);
  }

  /** The store in this table. On the embedded engine the table is created if there is none. */
  DynamoDbStore store(String table) {
    return ready(dynamory.store(table));
  }

  /** A view of it, with what the view needs of the table. */
  DynamoDbStore store(String table, UnaryOperator<DynamoDbStore> view) {
    return ready(view.apply(dynamory.store(table)));
  }

  /** Sessions, each a log; their table as with {@link #store}. */
  DynamoDbSessions sessions(String table) {
    return ready(dynamory.sessions(table));
  }

  /** Sessions, each one item; their table as with {@link #store}. */
  DynamoDbSingleItemSessions singleItemSessions(String table) {
    return ready(dynamory.singleItemSessions(table));
  }

  /** Checkpoints with their history; their table as with {@link #store}. */
  DynamoDbCheckpointer checkpointer(String table) {
    return ready(dynamory.checkpointer(table));
  }

  /** States of threads, each one item; their table as with {@link #store}. */
  DynamoDbSingleItemCheckpointer singleItemCheckpointer(String table) {
    return ready(dynamory.singleItemCheckpointer(table));
  }

  /** Collections of documents; on the embedded engine the first write makes one's table. */
  DynamoDbDocumentDatabase documents() {
    var documents = dynamory.documents();
    return engine == null ? documents : documents.withTablesOnFirstWrite();
  }

  /** Registered namespaces; their table as with {@link #store}. */
  DynamoDbNamespaceRegistry namespaces(String table) {
    return ready(dynamory.namespaces(table));
  }

  /** The index of documents; its table as with {@link #store}. */
  DynamoDbDocumentIndex documentIndex(String table) {
    return ready(dynamory.documentIndex(table));
  }

  /** The stores, whether there are tables or not. */
  Dynamory dynamory() {
    return dynamory;
  }

  private <T extends Table> T ready(T store) {
    if (engine != null) {
      store.setup();
    }
    return store;
  }

  /** Removes a table of the embedded engine, if there is one. */
  void drop(String table) {
    try {
      Objects.requireNonNull(engine, "engine")
          .client()
          .deleteTable(request -> request.tableName(table));
    } catch (ResourceNotFoundException e) {
      // it is gone already
    }
  }

  @Override
  public void close() {
    dynamory.close();
    if (engine != null) {
      engine.close();
    }
  }

  private static Dynamory.Builder builder(Costs costs) {
    return Dynamory.builder().configure(client -> configure(client, costs));
  }

  /** Counts calls, and is more patient than a server would be: a page of a Scan may take long. */
  private static void configure(DynamoDbClientBuilder client, Costs costs) {
    client.overrideConfiguration(
        client.overrideConfiguration().toBuilder()
            .addExecutionInterceptor(costs)
            .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
            .apiCallTimeout(CALL_TIMEOUT)
            .build());
  }

  private static StaticCredentialsProvider anyCredentials() {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));
  }

  private static boolean isHere(String endpoint) {
    try {
      var host = URI.create(endpoint).getHost();
      return host != null && host.matches("localhost|127\\..*|\\[::1]");
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
