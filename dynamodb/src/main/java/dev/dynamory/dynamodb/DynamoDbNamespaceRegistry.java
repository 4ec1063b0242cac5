package dev.dynamory.dynamodb;

import dev.dynamory.Async;
import dev.dynamory.NamespaceForest;
import dev.dynamory.NamespaceRegistry;
import dev.dynamory.RegisteredNamespace;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Registered namespaces in a table that stache reads and writes too. Among writers of this library
 * no race makes an orphan or a cycle; where stache is one side of it, only what it shows in time is
 * noticed. Creating and moving under a parent needs transactions, or {@link #withoutTransactions}.
 */
public interface DynamoDbNamespaceRegistry extends NamespaceRegistry, Table {

  /** Reads that see every write that was answered before; {@link #list} is then a Scan. */
  DynamoDbNamespaceRegistry withConsistentReads();

  /**
   * For engines without transactions, by marks and more calls. As safe for every operation that is
   * answered; a process that ends in the middle can leave an orphan, which {@link #verify} reports,
   * or a mark, which keeps others waiting for 15 minutes.
   */
  DynamoDbNamespaceRegistry withoutTransactions();

  /**
   * By an index that follows with a delay: a child created just now may be missing, one moved away
   * still be listed.
   */
  @Override
  List<RegisteredNamespace> list(@Nullable String parentId);

  /** Reads the whole table: what is not attached to the root is in no index of its own. */
  @Override
  NamespaceForest tree();

  /**
   * Where the namespace ever had children, this reads the whole table: an index cannot show that
   * there are none.
   */
  @Override
  boolean delete(String id);

  /** Reads the whole table, at least twice. */
  @Override
  List<String> deleteTree(String id, Consumer<? super String> deleted);

  /**
   * How the table differs from its definition, and what is wrong with the namespaces in it:
   * orphans, cycles, what unfinished deletions and moves left, rows that cannot be read. Reads the
   * whole table.
   */
  @Override
  List<String> verify();

  /**
   * Lifts what unfinished deletions and moves left, after 15 minutes, and corrects what is noted of
   * leaves; says what it did, one sentence each. Orphans and cycles are the caller's to move or
   * delete.
   */
  List<String> repair();

  @Override
  Async<DynamoDbNamespaceRegistry> async();
}
