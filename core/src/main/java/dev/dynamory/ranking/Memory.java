package dev.dynamory.ranking;

import dev.dynamory.Item;
import dev.dynamory.Vector;
import org.jspecify.annotations.Nullable;

/**
 * An item that may answer a query, with its vector if it has one; that of a turn may be turned
 * towards those of the turns before it already, as an index has it.
 */
public record Memory(Item item, @Nullable Vector vector, boolean isTurned) {
  /** With the vector of the item alone. */
  public Memory(Item item, @Nullable Vector vector) {
    this(item, vector, false);
  }
}
