package dev.dynamory.testkit;

import java.util.function.Predicate;
import software.amazon.awssdk.core.SdkRequest;

/**
 * One request on its way to the engine; a repeated attempt is another one. The number counts from 1
 * since the last {@link FaultyDynamoDb#reset}.
 */
public record Call(int number, String operation, String table, SdkRequest request) {
  /** Every call. */
  public static final Predicate<Call> ANY = call -> true;

  /** Calls of an operation by DynamoDB's name, such as {@code PutItem}. */
  public static Predicate<Call> of(String operation) {
    return call -> call.operation.equals(operation);
  }
}
