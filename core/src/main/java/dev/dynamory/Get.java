package dev.dynamory;

import java.util.Optional;

/** Reads one item; empty if there is none or it has expired. */
public record Get(Namespace namespace, String key, boolean isConsistent)
    implements Operation<Optional<Item>> {
  /** Checks the namespace and the key. */
  public Get {
    namespace.checkedForRead();
    Keys.check(key);
  }

  /** A read as consistent as the store's default. */
  public static Get of(Namespace namespace, String key) {
    return new Get(namespace, key, false);
  }

  /** Sees every write that was acknowledged before. */
  public Get consistent() {
    return new Get(namespace, key, true);
  }
}
