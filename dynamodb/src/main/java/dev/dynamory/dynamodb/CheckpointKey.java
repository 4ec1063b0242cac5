package dev.dynamory.dynamodb;

import dev.dynamory.CheckpointHistory;
import dev.dynamory.Checkpointer;

/** A thread in one checkpoint namespace: what has a log of its own. */
record CheckpointKey(String threadId, String namespace) {
  CheckpointKey {
    Checkpointer.checkThreadId(threadId);
    CheckpointHistory.checkNamespace(namespace);
  }

  @Override
  public String toString() {
    return "thread '" + threadId + "'" + (namespace.isEmpty() ? "" : " in '" + namespace + "'");
  }
}
