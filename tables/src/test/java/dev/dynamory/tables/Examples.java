package dev.dynamory.tables;

import static dev.dynamory.tables.AttributeType.BINARY;
import static dev.dynamory.tables.AttributeType.NUMBER;
import static dev.dynamory.tables.AttributeType.STRING;

import java.util.stream.Stream;

/** Definitions that between them use everything a definition can say. */
final class Examples {
  private static final KeyAttribute OWNER = new KeyAttribute("owner", STRING);
  private static final KeyAttribute SEQ = new KeyAttribute("seq", NUMBER);

  static final TableDefinition STORE = TableDefinition.STORE;

  static final TableDefinition LIMITED =
      STORE.withMaxReadRequestUnits(1_000).withMaxWriteRequestUnits(200);

  static final TableDefinition VECTORS = STORE.vectors(384);

  /** Keys of every type, of which two are used twice, and every kind of projection. */
  static final TableDefinition INDEXED =
      TableDefinition.table("events.v2_1")
          .partitionKey("id", STRING)
          .sortKey("seq", NUMBER)
          .index("by-owner", OWNER, SEQ, Projection.include("title", "exp"))
          .index("by-digest", new KeyAttribute("digest", BINARY), null, Projection.keysOnly())
          .index("newest", OWNER, new KeyAttribute("at", NUMBER), Projection.all())
          .expiry("exp")
          .actions(Purpose.RUNTIME, Action.QUERY, Action.TRANSACT_WRITE_ITEMS)
          .actions(Purpose.SETUP, Action.CREATE_TABLE, Action.DESCRIBE_TABLE)
          .build();

  /** Nothing that can be left out, and a name that is no identifier anywhere. */
  static final TableDefinition BARE =
      TableDefinition.table("-2024.on")
          .partitionKey("_id", STRING)
          .actions(Purpose.RUNTIME, Action.GET_ITEM)
          .build()
          .withMaxWriteRequestUnits(7);

  static Stream<TableDefinition> all() {
    return Stream.of(
        STORE,
        LIMITED,
        VECTORS,
        INDEXED,
        BARE,
        TableDefinition.CHECKPOINTS,
        TableDefinition.CHECKPOINTS_SINGLE,
        TableDefinition.SESSIONS,
        TableDefinition.SESSIONS_SINGLE,
        TableDefinition.NAMESPACES,
        TableDefinition.DOCUMENT_INDEX,
        TableDefinition.DOCUMENTS);
  }

  private Examples() {}
}
