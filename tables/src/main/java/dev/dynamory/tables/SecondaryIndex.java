package dev.dynamory.tables;

import static java.util.Objects.requireNonNull;

/** A global secondary index. */
public record SecondaryIndex(String name, KeySchema keys, Projection projection) {

  public SecondaryIndex {
    Names.require("index name", name);
    requireNonNull(keys, "keys");
    requireNonNull(projection, "projection");
  }
}
