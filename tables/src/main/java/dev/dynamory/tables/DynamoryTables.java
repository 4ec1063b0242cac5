package dev.dynamory.tables;

import static dev.dynamory.tables.Action.BATCH_GET_ITEM;
import static dev.dynamory.tables.Action.BATCH_WRITE_ITEM;
import static dev.dynamory.tables.Action.CREATE_TABLE;
import static dev.dynamory.tables.Action.DELETE_ITEM;
import static dev.dynamory.tables.Action.DESCRIBE_TABLE;
import static dev.dynamory.tables.Action.DESCRIBE_TIME_TO_LIVE;
import static dev.dynamory.tables.Action.GET_ITEM;
import static dev.dynamory.tables.Action.PUT_ITEM;
import static dev.dynamory.tables.Action.QUERY;
import static dev.dynamory.tables.Action.TRANSACT_WRITE_ITEMS;
import static dev.dynamory.tables.Action.UPDATE_ITEM;
import static dev.dynamory.tables.Action.UPDATE_TABLE;
import static dev.dynamory.tables.Action.UPDATE_TIME_TO_LIVE;
import static dev.dynamory.tables.AttributeType.NUMBER;
import static dev.dynamory.tables.AttributeType.STRING;
import static dev.dynamory.tables.Purpose.ADOPT;
import static dev.dynamory.tables.Purpose.RUNTIME;
import static dev.dynamory.tables.Purpose.SCAN;
import static dev.dynamory.tables.Purpose.SETUP;
import static dev.dynamory.tables.Purpose.SWEEP;
import static dev.dynamory.tables.TableDefinition.table;

/** The tables of this library, each as it is first made: no vectors, no limits. */
final class DynamoryTables {
  private DynamoryTables() {}

  static TableDefinition store() {
    return table("dynamory-store")
        .partitionKey("PK", STRING)
        .sortKey("SK", STRING)
        .expiry("expires_at")
        .completedBy("setup store")
        .actions(
            RUNTIME,
            GET_ITEM,
            BATCH_GET_ITEM,
            QUERY,
            PUT_ITEM,
            UPDATE_ITEM,
            DELETE_ITEM,
            TRANSACT_WRITE_ITEMS)
        .actions(
            SETUP,
            CREATE_TABLE,
            DESCRIBE_TABLE,
            UPDATE_TIME_TO_LIVE,
            DESCRIBE_TIME_TO_LIVE,
            GET_ITEM,
            QUERY,
            Action.SCAN,
            UPDATE_ITEM)
        .actions(SWEEP, QUERY, GET_ITEM, UPDATE_ITEM, DELETE_ITEM)
        .actions(ADOPT, Action.SCAN, UPDATE_ITEM)
        .actions(SCAN, Action.SCAN)
        .build();
  }

  static TableDefinition checkpoints() {
    return table("dynamory-checkpoints")
        .partitionKey("thread_id", STRING)
        .sortKey("sk", STRING)
        .index(
            "listing",
            new KeyAttribute("ls", STRING),
            new KeyAttribute("la", NUMBER),
            Projection.include("exp"))
        .expiry("ttl")
        .actions(
            RUNTIME,
            GET_ITEM,
            BATCH_GET_ITEM,
            QUERY,
            PUT_ITEM,
            UPDATE_ITEM,
            DELETE_ITEM,
            BATCH_WRITE_ITEM)
        .actions(SETUP, CREATE_TABLE, DESCRIBE_TABLE, UPDATE_TIME_TO_LIVE, DESCRIBE_TIME_TO_LIVE)
        .build();
  }

  static TableDefinition checkpointsSingle() {
    return table("dynamory-checkpoints-single")
        .partitionKey("thread_id", STRING)
        .expiry("ttl")
        .actions(RUNTIME, GET_ITEM, PUT_ITEM, DELETE_ITEM)
        .actions(SETUP, CREATE_TABLE, DESCRIBE_TABLE, UPDATE_TIME_TO_LIVE, DESCRIBE_TIME_TO_LIVE)
        .actions(SCAN, Action.SCAN)
        .build();
  }

  static TableDefinition sessions() {
    return table("dynamory-sessions")
        .partitionKey("session_id", STRING)
        .sortKey("seq", NUMBER)
        .index(
            "listing",
            new KeyAttribute("ls", STRING),
            new KeyAttribute("la", NUMBER),
            Projection.include("exp"))
        .index(
            "by-user",
            new KeyAttribute("user_id", STRING),
            new KeyAttribute("la", NUMBER),
            Projection.all())
        .expiry("ttl")
        .actions(RUNTIME, QUERY, GET_ITEM, PUT_ITEM, UPDATE_ITEM, DELETE_ITEM, BATCH_WRITE_ITEM)
        .actions(SETUP, CREATE_TABLE, DESCRIBE_TABLE, UPDATE_TIME_TO_LIVE, DESCRIBE_TIME_TO_LIVE)
        .actions(SWEEP, QUERY, UPDATE_ITEM, BATCH_WRITE_ITEM)
        .build();
  }

  static TableDefinition sessionsSingle() {
    return table("dynamory-sessions-single")
        .partitionKey("session_id", STRING)
        .expiry("ttl")
        .actions(RUNTIME, GET_ITEM, PUT_ITEM, DELETE_ITEM)
        .actions(SETUP, CREATE_TABLE, DESCRIBE_TABLE, UPDATE_TIME_TO_LIVE, DESCRIBE_TIME_TO_LIVE)
        .actions(SCAN, Action.SCAN)
        .build();
  }

  static TableDefinition namespaces() {
    return table("dynamory-namespaces")
        .partitionKey("id", STRING)
        .index("parent_id-index", new KeyAttribute("parent_id", STRING), null, Projection.all())
        .actions(RUNTIME, GET_ITEM, QUERY, PUT_ITEM, UPDATE_ITEM, DELETE_ITEM, TRANSACT_WRITE_ITEMS)
        .actions(SETUP, CREATE_TABLE, DESCRIBE_TABLE, Action.SCAN)
        .actions(SCAN, Action.SCAN)
        .build();
  }

  static TableDefinition documentIndex() {
    return stachesDocumentIndex()
        .index(
            "dynamory-light",
            new KeyAttribute("GSI1PK", STRING),
            new KeyAttribute("GSI1SK", STRING),
            Projection.include("status", "chunk_count", "filename", "doc_id"))
        .actions(SETUP, CREATE_TABLE, DESCRIBE_TABLE, UPDATE_TABLE, Action.SCAN)
        .build();
  }

  static TableDefinition documentIndexOriginal() {
    return stachesDocumentIndex().build();
  }

  private static TableDefinition.Builder stachesDocumentIndex() {
    return table("dynamory-document-index")
        .partitionKey("PK", STRING)
        .sortKey("SK", STRING)
        .index(
            "GSI1",
            new KeyAttribute("GSI1PK", STRING),
            new KeyAttribute("GSI1SK", STRING),
            Projection.all())
        .index(
            "GSI2",
            new KeyAttribute("GSI2PK", STRING),
            new KeyAttribute("GSI2SK", STRING),
            Projection.all())
        .actions(
            RUNTIME,
            GET_ITEM,
            BATCH_GET_ITEM,
            QUERY,
            PUT_ITEM,
            UPDATE_ITEM,
            DELETE_ITEM,
            BATCH_WRITE_ITEM,
            TRANSACT_WRITE_ITEMS)
        .actions(SETUP, CREATE_TABLE, DESCRIBE_TABLE, Action.SCAN);
  }

  static TableDefinition documents() {
    return table("dynamory-documents")
        .partitionKey("_id", STRING)
        .actions(RUNTIME, DESCRIBE_TABLE, GET_ITEM, BATCH_GET_ITEM, PUT_ITEM, DELETE_ITEM)
        .actions(SETUP, CREATE_TABLE, DESCRIBE_TABLE)
        .actions(SCAN, Action.SCAN)
        .build();
  }
}
