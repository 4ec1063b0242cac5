package dev.dynamory.dynamodb;

import dev.dynamory.RegisteredNamespace;
import java.time.Instant;

/** Puts a namespace under another, so that no race makes an orphan or a cycle. */
interface RegistryLinks {

  /** Creates a namespace under a parent that is there, or refuses. */
  void createUnder(String parentId, RegisteredNamespace namespace, String operation, Instant now);

  /** Moves a namespace as it was read; false if it is to be read again, after this many tries. */
  boolean moveUnder(RegistryRow node, String parentId, String operation, int tries);
}
