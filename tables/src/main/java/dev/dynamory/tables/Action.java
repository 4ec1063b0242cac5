package dev.dynamory.tables;

import java.util.Set;

/** An operation of DynamoDB, as the SDK names it, and the IAM actions that permit it. */
enum Action {
  BATCH_GET_ITEM("BatchGetItem"),
  BATCH_WRITE_ITEM("BatchWriteItem"),
  CREATE_TABLE("CreateTable"),
  DELETE_ITEM("DeleteItem"),
  DESCRIBE_TABLE("DescribeTable"),
  DESCRIBE_TIME_TO_LIVE("DescribeTimeToLive"),
  GET_ITEM("GetItem"),
  PUT_ITEM("PutItem"),
  QUERY("Query"),
  SCAN("Scan"),
  SEARCH_VECTORS("SearchVectors"),
  TRANSACT_GET_ITEMS("TransactGetItems"),
  TRANSACT_WRITE_ITEMS("TransactWriteItems"),
  UPDATE_ITEM("UpdateItem"),
  UPDATE_TABLE("UpdateTable"),
  UPDATE_TIME_TO_LIVE("UpdateTimeToLive");

  private final String operation;

  Action(String operation) {
    this.operation = operation;
  }

  String operation() {
    return operation;
  }

  /**
   * Without the prefix {@code dynamodb:}. IAM knows no action for a transaction itself, only for
   * what it may do to items.
   */
  Set<String> permissions() {
    return switch (this) {
      case TRANSACT_GET_ITEMS -> Set.of("GetItem");
      case TRANSACT_WRITE_ITEMS ->
          Set.of("ConditionCheckItem", "DeleteItem", "PutItem", "UpdateItem");
      default -> Set.of(operation);
    };
  }
}
