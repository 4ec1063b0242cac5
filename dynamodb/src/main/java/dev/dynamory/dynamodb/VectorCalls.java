package dev.dynamory.dynamodb;

import dev.dynamory.ConfigurationException;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** What DynamoDB says when an index of vectors does not do what a store expects of it. */
final class VectorCalls {
  private static final String MISSING = "does not have the specified index: " + VectorItems.INDEX;
  private static final String BACKFILLING = "Cannot search backfilling vector index";
  private static final String OTHER_QUERY = "does not match vector index dimension";
  private static final String OTHER_ITEM = "Invalid size for parameter " + VectorItems.INDEXED;

  private VectorCalls() {}

  static boolean isMissing(DynamoDbException e) {
    return invalid(e).contains(MISSING);
  }

  static boolean isBackfilling(DynamoDbException e) {
    return invalid(e).contains(BACKFILLING);
  }

  /** What to do about it, if the index is the reason. */
  static Optional<ConfigurationException> translate(String table, DynamoDbException e) {
    return translate(table, invalid(e), e);
  }

  /** The same of what a transaction says of one of its writes. */
  static Optional<ConfigurationException> translate(
      String table, String message, DynamoDbException e) {
    var said = "table " + table + ": " + message;
    if (message.contains(MISSING)) {
      return Optional.of(
          new ConfigurationException(
              said + ": setup() adds it and waits until it serves, withExactRanking() needs none",
              e));
    } else if (message.contains(BACKFILLING)) {
      return Optional.of(new ConfigurationException(said + ": setup() waits until it is built", e));
    } else if (message.contains(OTHER_QUERY) || message.contains(OTHER_ITEM)) {
      return Optional.of(
          new ConfigurationException(said + ": the index is for another embedder", e));
    }
    return Optional.empty();
  }

  /** What DynamoDB says of an invalid request; "" if it says another thing. */
  private static String invalid(DynamoDbException e) {
    var details = e.awsErrorDetails();
    return details != null
            && "ValidationException".equals(details.errorCode())
            && details.errorMessage() != null
        ? details.errorMessage()
        : "";
  }
}
