package dev.dynamory.dynamodb;

import dev.dynamory.Namespace;
import org.jspecify.annotations.Nullable;

/** Goes through the namespaces that may hold items, in order. */
interface NamespaceCursor {

  /** The next namespace; null at the end. */
  @Nullable Namespace next();

  /** Goes on after this namespace and everything under it. */
  void skip(Namespace namespace);

  /** Whether the namespaces are known to hold items now. */
  boolean isVerified();
}
