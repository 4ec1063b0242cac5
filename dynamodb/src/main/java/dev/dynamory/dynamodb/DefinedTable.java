package dev.dynamory.dynamodb;

import dev.dynamory.InvalidInputException;
import dev.dynamory.tables.TableDefinition;
import java.util.List;

/** The one table of a store, which is set up and verified by its definition. */
abstract class DefinedTable implements Table {
  final Connection connection;
  final TableDefinition definition;

  DefinedTable(Connection connection, TableDefinition definition) {
    this.connection = connection;
    this.definition = definition;
  }

  /** The definition under the name a caller gives. */
  static TableDefinition named(TableDefinition definition, String table) {
    try {
      return definition.named(table);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("table", String.valueOf(e.getMessage()));
    }
  }

  @Override
  public final TableDefinition definition() {
    return definition;
  }

  @Override
  public void setup() {
    new TableSetup(connection, definition).run();
  }

  @Override
  public final List<String> differences() {
    return List.copyOf(new TableSetup(connection, definition).differences());
  }

  @Override
  public List<String> verify() {
    return differences();
  }
}
