package dev.dynamory;

/** A put or a delete. Gives the version that then stands, 0 for a delete. */
public sealed interface Write extends Operation<Long> permits Put, Delete {
  /** The item's namespace. */
  Namespace namespace();

  /** The item's key. */
  String key();

  /** What must hold for the write to be carried out. */
  WriteCondition condition();
}
