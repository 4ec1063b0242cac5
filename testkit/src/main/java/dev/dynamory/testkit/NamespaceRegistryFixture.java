package dev.dynamory.testkit;

import dev.dynamory.NamespaceRegistry;
import java.time.InstantSource;

/** Where the registry contracts get their registries; a test class implements it. */
public interface NamespaceRegistryFixture {
  /**
   * A registry in a place of its own, empty; each time it is asked, {@link Place} gives one as
   * another process would have it.
   */
  Place emptyPlace();

  /** Where namespaces are kept. */
  @FunctionalInterface
  interface Place {
    /** A registry of a process that knows nothing yet. */
    NamespaceRegistry registry(InstantSource clock);

    /** With the system's time. */
    default NamespaceRegistry registry() {
      return registry(InstantSource.system());
    }
  }
}
