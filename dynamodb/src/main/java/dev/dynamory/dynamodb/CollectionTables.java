package dev.dynamory.dynamodb;

import dev.dynamory.ConfigurationException;
import dev.dynamory.tables.TableDefinition;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/**
 * The tables of collections. Each is described once, before its first use; one that turns out to be
 * gone is described again.
 */
final class CollectionTables {
  private final Connection connection;

  /** The sizes in bytes of the tables that were seen to be there. */
  private final Map<String, Long> known = new ConcurrentHashMap<>();

  CollectionTables(Connection connection) {
    this.connection = connection;
  }

  /**
   * Does this with a table that is there; if it is not, {@link ConfigurationException}, or it is
   * created.
   */
  <T> T with(String table, boolean create, Function<TableCalls, T> use) {
    try {
      return use.apply(ready(table, create));
    } catch (ConfigurationException e) {
      if (!(e.getCause() instanceof ResourceNotFoundException)) {
        throw e;
      }
      known.remove(table);
      return use.apply(ready(table, create)); // dropped since: the same rule once more
    }
  }

  private TableCalls ready(String table, boolean create) {
    var definition = TableDefinition.DOCUMENTS.named(table);
    if (!known.containsKey(table) && !find(table)) {
      if (!create) {
        throw new ConfigurationException(
            "there is no collection "
                + table
                + ": no table has this name, or it is still being created. Save with"
                + " withTablesOnFirstWrite(), create it with table(…).setup(), or with 'dynamory"
                + " setup documents --table "
                + table
                + "'");
      }
      new TableSetup(connection, definition).run();
      known.put(table, 0L);
    }
    return new TableCalls(connection, definition, "documents");
  }

  /** {@link ConfigurationException} if it is not one for documents. */
  private boolean find(String table) {
    var bytes = new TableSetup(connection, TableDefinition.DOCUMENTS.named(table)).measure();
    bytes.ifPresent(size -> known.put(table, size));
    return bytes.isPresent();
  }

  boolean exists(String table) {
    return known.containsKey(table) || find(table);
  }

  /** How large a table was when it was described; 0 if it was not. */
  long bytes(String table) {
    return known.getOrDefault(table, 0L);
  }
}
