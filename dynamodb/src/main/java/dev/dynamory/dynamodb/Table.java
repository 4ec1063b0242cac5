package dev.dynamory.dynamodb;

import dev.dynamory.ConfigurationException;
import dev.dynamory.TableCreationException;
import dev.dynamory.tables.TableDefinition;
import java.util.List;

/** The table that a store lies in. */
public interface Table {

  /** What the table is, with the name and the limits this store gives it. */
  TableDefinition definition();

  /**
   * Creates the table if there is none, waits until it can be used, and turns its expiry on. Safe
   * to repeat, also by several processes at once. {@link TableCreationException} if it is refused,
   * {@link ConfigurationException} if the table exists with other keys.
   */
  void setup();

  /**
   * How the table differs from its definition, one sentence a difference; empty if it does not. A
   * table that is missing is such a difference. Reads no row.
   */
  List<String> differences();

  /** The {@link #differences()}, and what the store can tell to be wrong with its rows. */
  List<String> verify();
}
