package dev.dynamory;

import dev.dynamory.ranking.Ranker;
import java.time.InstantSource;

/** Stores that live and die with the process: for tests, and for trying things out. */
public final class InMemory {
  private InMemory() {}

  /** A new, empty store. */
  public static InMemoryStore store() {
    return new InMemoryStore(
        new InMemoryRows(), null, false, InstantSource.system(), null, Ranker.of(null));
  }

  /** A new, empty checkpointer. */
  public static InMemoryCheckpointer checkpointer() {
    return new InMemoryCheckpointer(new InMemoryCheckpoints(), "", null, InstantSource.system());
  }

  /** New sessions, none yet. */
  public static InMemorySessions sessions() {
    return new InMemorySessions();
  }

  /** A new registry of namespaces, none yet. */
  public static InMemoryNamespaceRegistry namespaces() {
    return new InMemoryNamespaceRegistry();
  }

  /** A new document index, empty. */
  public static InMemoryDocumentIndex documentIndex() {
    return new InMemoryDocumentIndex();
  }

  /** A new document database, without collections. */
  public static InMemoryDocumentDatabase documents() {
    return new InMemoryDocumentDatabase();
  }
}
