package dev.dynamory.migration;

import dev.dynamory.ConfigurationException;
import dev.dynamory.DocumentDatabase;
import dev.dynamory.InMemory;
import dev.dynamory.dynamodb.Dynamory;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * The document database that an environment names, with the variables of gofannon: {@code
 * DATABASE_PROVIDER} is {@code memory} (also if it is absent), {@code dynamodb} (with {@code
 * DYNAMODB_REGION}, {@code DYNAMODB_ENDPOINT_URL}, {@code AWS_ACCESS_KEY_ID} and {@code
 * AWS_SECRET_ACCESS_KEY}, all optional) or {@code couchdb}, for reading (with {@code COUCHDB_URL}
 * and, optional, {@code COUCHDB_USER} and {@code COUCHDB_PASSWORD}). Of ours, for dynamodb: {@code
 * DYNAMODB_CREATE_TABLES} = {@code true} creates a collection's table on its first write, {@code
 * DYNAMODB_TABLE_PREFIX} stands before the collections' names.
 */
public final class ConfiguredDatabase implements AutoCloseable {
  private final Provider provider;
  private final DocumentDatabase database;
  private final @Nullable Dynamory opened;

  /** What kind of database it is. */
  public enum Provider {
    /** In this process, gone when it ends. */
    MEMORY,
    /** Amazon DynamoDB, or what speaks its API. */
    DYNAMODB,
    /** CouchDB, for reading. */
    COUCHDB
  }

  private ConfiguredDatabase(
      Provider provider, DocumentDatabase database, @Nullable Dynamory opened) {
    this.provider = provider;
    this.database = database;
    this.opened = opened;
  }

  /** As this process's environment says. */
  public static ConfiguredDatabase fromEnvironment() {
    return fromEnvironment(System.getenv());
  }

  /**
   * As these variables say; {@link ConfigurationException} for an unknown provider or a variable
   * that is missing or wrong. Makes no call.
   */
  public static ConfiguredDatabase fromEnvironment(Map<String, String> environment) {
    var variables = new Variables(environment);
    var provider = variables.get("DATABASE_PROVIDER").orElse("memory");
    return switch (provider) {
      case "memory" -> new ConfiguredDatabase(Provider.MEMORY, InMemory.documents(), null);
      case "dynamodb" -> dynamoDb(variables);
      case "couchdb" -> new ConfiguredDatabase(Provider.COUCHDB, couchDb(variables), null);
      default ->
          throw new ConfigurationException(
              "DATABASE_PROVIDER is '"
                  + provider
                  + "', but must be memory, dynamodb or couchdb (the last for reading)");
    };
  }

  /** The variables that are there and not empty. */
  private record Variables(Map<String, String> all) {
    Optional<String> get(String name) {
      return Optional.ofNullable(all.get(name)).map(String::strip).filter(v -> !v.isEmpty());
    }

    Optional<URI> address(String name) {
      return get(name)
          .map(
              text -> {
                if (!text.matches("https?://[^/].*")) {
                  throw new ConfigurationException(
                      name + " must be an address that begins with http:// or https://");
                }
                try {
                  return URI.create(text);
                } catch (IllegalArgumentException e) {
                  throw new ConfigurationException(name + " is not an address");
                }
              });
    }

    boolean isTrue(String name) {
      var text = get(name).orElse("false");
      if (!text.matches("true|false")) {
        throw new ConfigurationException(name + " is '" + text + "', but must be true or false");
      }
      return text.equals("true");
    }
  }

  private static ConfiguredDatabase dynamoDb(Variables variables) {
    var builder = Dynamory.builder();
    variables
        .get("DYNAMODB_REGION")
        .or(() -> variables.get("AWS_REGION"))
        .or(() -> variables.get("AWS_DEFAULT_REGION"))
        .ifPresent(builder::region);
    variables.address("DYNAMODB_ENDPOINT_URL").ifPresent(builder::endpoint);
    credentials(variables)
        .ifPresent(found -> builder.credentials(StaticCredentialsProvider.create(found)));
    var create = variables.isTrue("DYNAMODB_CREATE_TABLES");
    var dynamory = builder.build();
    var database =
        dynamory
            .documents()
            .withCollectionPrefix(variables.get("DYNAMODB_TABLE_PREFIX").orElse(""));
    return new ConfiguredDatabase(
        Provider.DYNAMODB, create ? database.withTablesOnFirstWrite() : database, dynamory);
  }

  private static Optional<AwsCredentials> credentials(Variables variables) {
    var key = variables.get("AWS_ACCESS_KEY_ID");
    var secret = variables.get("AWS_SECRET_ACCESS_KEY");
    if (key.isPresent() != secret.isPresent()) {
      throw new ConfigurationException(
          "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be set both or neither");
    } else if (key.isEmpty() || secret.isEmpty()) {
      return Optional.empty();
    }
    var token = variables.get("AWS_SESSION_TOKEN");
    return Optional.of(
        token.isPresent()
            ? AwsSessionCredentials.create(key.get(), secret.get(), token.get())
            : AwsBasicCredentials.create(key.get(), secret.get()));
  }

  private static DocumentDatabase couchDb(Variables variables) {
    var server =
        variables
            .address("COUCHDB_URL")
            .orElseThrow(
                () ->
                    new ConfigurationException("COUCHDB_URL must be set for the provider couchdb"));
    var user = variables.get("COUCHDB_USER");
    var password = variables.get("COUCHDB_PASSWORD");
    if (user.isPresent() != password.isPresent()) {
      throw new ConfigurationException(
          "COUCHDB_USER and COUCHDB_PASSWORD must be set both or neither");
    }
    return user.isPresent() && password.isPresent()
        ? CouchDbDatabase.at(server, user.get(), password.get())
        : CouchDbDatabase.at(server);
  }

  /** The database. */
  public DocumentDatabase database() {
    return database;
  }

  /** What kind of database it is. */
  public Provider provider() {
    return provider;
  }

  /** Closes what was opened for the database. */
  @Override
  public void close() {
    if (opened != null) {
      opened.close();
    }
  }
}
