package dev.dynamory.dynamodb;

import dev.dynamory.Async;
import dev.dynamory.ConfigurationException;
import dev.dynamory.InvalidInputException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/**
 * The one entry point: owns the client, the threads and the clock that all stores share. Making it,
 * and making a store of it, makes no call.
 */
public final class Dynamory implements AutoCloseable {
  private final Connection connection;
  private final boolean ownsClient;
  private final Map<String, Catalogue.Knowledge> known = new ConcurrentHashMap<>();
  private final Map<String, CheckpointCache> checkpoints = new ConcurrentHashMap<>();
  private final Map<String, SessionMemory> sessions = new ConcurrentHashMap<>();
  private final CollectionTables collections;

  private Dynamory(Connection connection, boolean ownsClient) {
    this.connection = connection;
    this.ownsClient = ownsClient;
    this.collections = new CollectionTables(connection);
  }

  /**
   * Region, credentials and endpoint as the SDK's default chain finds them. {@link
   * ConfigurationException} if it finds no region.
   */
  public static Dynamory create() {
    return builder().build();
  }

  /** With the caller's client, as it is configured; {@link #close()} leaves it open. */
  public static Dynamory using(DynamoDbClient client) {
    return builder().client(client).build();
  }

  /** For everything else. */
  public static Builder builder() {
    return new Builder();
  }

  /** The namespaced store in this table. */
  public DynamoDbStore store(String table) {
    return TableStore.of(
        connection, table, known.computeIfAbsent(table, name -> new Catalogue.Knowledge()));
  }

  /** The checkpointer in this table, layout {@code history}. */
  public DynamoDbCheckpointer checkpointer(String table) {
    return TableCheckpointer.of(
        connection, table, checkpoints.computeIfAbsent(table, name -> new CheckpointCache()));
  }

  /** The checkpointer in this table, one item a thread, as {@code rust-deep-agents-sdk} has it. */
  public DynamoDbSingleItemCheckpointer singleItemCheckpointer(String table) {
    return SingleItemCheckpointer.of(connection, table);
  }

  /** The sessions in this table, each a log. */
  public DynamoDbSessions sessions(String table) {
    return TableSessions.of(
        connection,
        table,
        sessions.computeIfAbsent(table, name -> new SessionMemory(System::nanoTime)));
  }

  /** The sessions in this table, each one item, as {@code openai-agents-session} has them. */
  public DynamoDbSingleItemSessions singleItemSessions(String table) {
    return SingleItemSessions.of(
        connection,
        table,
        sessions.computeIfAbsent(table, name -> new SessionMemory(System::nanoTime)));
  }

  /** The registered namespaces in this table, which may be stache's. */
  public DynamoDbNamespaceRegistry namespaces(String table) {
    return TableRegistry.of(connection, table);
  }

  /** The document index in this table, which may be stache's. */
  public DynamoDbDocumentIndex documentIndex(String table) {
    return TableIndex.of(connection, table);
  }

  /** The document database: each collection is a table, which may be gofannon's. */
  public DynamoDbDocumentDatabase documents() {
    return TableDocuments.of(connection, collections);
  }

  /**
   * Waits, at most 30 s, for what operations left to do after their answers, such as erasing; then
   * closes the client if it was built here. Afterwards every call of every store throws {@link
   * IllegalStateException}.
   */
  @Override
  public void close() {
    connection.close(ownsClient);
  }

  /** What a {@link Dynamory} is made of; everything is optional. */
  public static final class Builder {
    private static final int MAX_CONNECTIONS = 128;
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(8);
    private static final int MAX_ATTEMPTS = 4;

    private @Nullable DynamoDbClient client;
    private @Nullable String region;
    private @Nullable URI endpoint;
    private @Nullable String profile;
    private @Nullable AwsCredentialsProvider credentials;
    private @Nullable Executor executor;
    private InstantSource clock = InstantSource.system();
    private Consumer<DynamoDbClientBuilder> configuration = builder -> {};

    private Builder() {}

    /**
     * A client of the caller's own; region, endpoint, profile, credentials and configuration are
     * then the client's.
     */
    public Builder client(DynamoDbClient client) {
      this.client = client;
      return this;
    }

    /** The region, such as {@code eu-west-1}. */
    public Builder region(String region) {
      this.region = region;
      return this;
    }

    /** Another endpoint than the region's, such as one of DynamoDB Local. */
    public Builder endpoint(URI endpoint) {
      if (endpoint.getScheme() == null || endpoint.getHost() == null) {
        throw new InvalidInputException(
            "endpoint", "must be a URL such as http://localhost:8000, but is '" + endpoint + "'");
      }
      this.endpoint = endpoint;
      return this;
    }

    /** Another endpoint than the region's, such as {@code http://localhost:8000}. */
    public Builder endpoint(String endpoint) {
      try {
        return endpoint(URI.create(endpoint));
      } catch (IllegalArgumentException e) {
        throw new InvalidInputException(
            "endpoint", "must be a URL such as http://localhost:8000, but is '" + endpoint + "'");
      }
    }

    /** The profile of the shared AWS configuration that gives credentials and region. */
    public Builder profile(String profile) {
      this.profile = profile;
      return this;
    }

    /** Where credentials come from. */
    public Builder credentials(AwsCredentialsProvider credentials) {
      this.credentials = credentials;
      return this;
    }

    /** Has the last word on the client that is built. */
    public Builder configure(Consumer<DynamoDbClientBuilder> configuration) {
      this.configuration = configuration;
      return this;
    }

    /**
     * The threads on which calls run side by side and asynchronous operations run; virtual threads
     * or a pool of daemons if not said.
     */
    public Builder executor(Executor executor) {
      this.executor = executor;
      return this;
    }

    /** The clock for timestamps and expiry. */
    public Builder clock(InstantSource clock) {
      this.clock = clock;
      return this;
    }

    /** Makes no call. {@link ConfigurationException} if there is no region. */
    public Dynamory build() {
      var threads = executor == null ? Async.sharedExecutor() : executor;
      var given = client;
      if (given == null) {
        return new Dynamory(new Connection(newClient(), threads, clock), true);
      }
      if (region != null || endpoint != null || profile != null || credentials != null) {
        throw new InvalidInputException(
            "client", "has its own region, endpoint, profile and credentials; set them there");
      }
      return new Dynamory(new Connection(given, threads, clock), false);
    }

    private DynamoDbClient newClient() {
      var builder =
          DynamoDbClient.builder()
              .region(findRegion())
              .httpClientBuilder(Apache5HttpClient.builder().maxConnections(MAX_CONNECTIONS))
              .overrideConfiguration(
                  o ->
                      o.retryStrategy(
                              AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                  .maxAttempts(MAX_ATTEMPTS)
                                  .build())
                          .apiCallTimeout(CALL_TIMEOUT)
                          .apiCallAttemptTimeout(ATTEMPT_TIMEOUT));
      if (endpoint != null) {
        builder.endpointOverride(endpoint);
      }
      findCredentials().ifPresent(builder::credentialsProvider);
      configuration.accept(builder);
      return builder.build();
    }

    private Region findRegion() {
      if (region != null) {
        return Region.of(region);
      }
      try {
        var chain = DefaultAwsRegionProviderChain.builder();
        return (profile == null ? chain : chain.profileName(profile)).build().getRegion();
      } catch (SdkClientException e) {
        throw new ConfigurationException(
            "no AWS region: set region(…) here, AWS_REGION in the environment, or region in the AWS"
                + " profile"
                + (profile == null ? "" : " '" + profile + "'"),
            e);
      }
    }

    /** An engine on this machine asks for credentials, but takes any. */
    private Optional<AwsCredentialsProvider> findCredentials() {
      if (credentials != null) {
        return Optional.of(credentials);
      } else if (profile != null) {
        return Optional.of(ProfileCredentialsProvider.create(profile));
      } else if (endpoint != null && endpoint.getHost().matches("localhost|127\\..*|\\[::1]")) {
        return Optional.of(
            AwsCredentialsProviderChain.of(
                DefaultCredentialsProvider.builder().build(),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"))));
      }
      return Optional.empty();
    }
  }
}
