package dev.dynamory.migration;

import dev.dynamory.DocumentDatabase;
import java.util.Map;

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

  /** What kind of database it is. */
  public enum Provider {
    /** In this process, gone when it ends. */
    MEMORY,
    /** Amazon DynamoDB, or what speaks its API. */
    DYNAMODB,
    /** CouchDB, for reading. */
    COUCHDB
  }

  private ConfiguredDatabase() {}

  /** As this process's environment says. */
  public static ConfiguredDatabase fromEnvironment() {
    return fromEnvironment(System.getenv());
  }

  /**
   * As these variables say; {@link dev.dynamory.ConfigurationException} for an unknown provider or
   * a variable that is missing or wrong.
   */
  public static ConfiguredDatabase fromEnvironment(Map<String, String> environment) {
    throw new UnsupportedOperationException();
  }

  /** The database. */
  public DocumentDatabase database() {
    throw new UnsupportedOperationException();
  }

  /** What kind of database it is. */
  public Provider provider() {
    throw new UnsupportedOperationException();
  }

  /** Closes what was opened for the database. */
  @Override
  public void close() {}
}
