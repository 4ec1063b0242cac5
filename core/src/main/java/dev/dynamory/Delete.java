package dev.dynamory;

/** Removes an item; removing what is not there succeeds, unless a version is asked for. */
public record Delete(Namespace namespace, String key, WriteCondition condition) implements Write {
  /** Checks the namespace and the key. */
  public Delete {
    namespace.checkedForRead();
    Keys.check(key);
  }

  /** An unconditional delete. */
  public static Delete of(Namespace namespace, String key) {
    return new Delete(namespace, key, WriteCondition.any());
  }

  /** Only if this holds. */
  public Delete when(WriteCondition condition) {
    return new Delete(namespace, key, condition);
  }
}
