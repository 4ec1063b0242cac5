package dev.dynamory.spring;

import dev.dynamory.Checkpointer;
import dev.dynamory.Namespace;
import dev.dynamory.Sessions;
import dev.dynamory.Store;
import dev.dynamory.dynamodb.Table;
import java.util.Collection;
import java.util.List;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Reads something that is not there from each table: so it needs no other permission than the
 * application has, and costs half a read unit a table (one if reads are consistent).
 */
final class DynamoryHealth extends AbstractHealthIndicator {
  private static final String NOTHING = "dynamory-health";

  private final List<Table> tables;

  DynamoryHealth(Collection<Table> tables) {
    super("a table of Dynamory does not answer");
    this.tables = List.copyOf(tables);
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    for (var table : tables) {
      builder.withDetail(table.definition().name(), "does not answer");
      read(table);
      builder.withDetail(table.definition().name(), "answers");
    }
    builder.up();
  }

  private static void read(Table table) {
    if (table instanceof Store store) {
      store.get(Namespace.of(NOTHING), NOTHING);
    } else if (table instanceof Sessions sessions) {
      sessions.session(NOTHING).getItems(1);
    } else if (table instanceof Checkpointer checkpointer) {
      checkpointer.loadState(NOTHING);
    }
  }
}
