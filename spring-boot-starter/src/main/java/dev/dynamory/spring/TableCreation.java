package dev.dynamory.spring;

import dev.dynamory.dynamodb.Table;
import org.jspecify.annotations.Nullable;

/** Whether tables that are missing are created. */
record TableCreation(boolean wanted) {

  /** The store, whose table is there if it was wanted. */
  <T extends Table> T of(T store) {
    return of(store, null);
  }

  /** The store, whose table is there if that was asked for; null is as for every table. */
  <T extends Table> T of(T store, @Nullable Boolean asked) {
    if (asked == null ? wanted : asked) {
      store.setup();
    }
    return store;
  }
}
