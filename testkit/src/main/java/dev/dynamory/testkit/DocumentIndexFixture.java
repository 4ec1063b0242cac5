package dev.dynamory.testkit;

import dev.dynamory.DocumentIndex;
import java.time.InstantSource;

/** Where the document index contracts get their indexes; a test class implements it. */
public interface DocumentIndexFixture {
  /** An empty place of its own. */
  Place emptyPlace();

  /** Where documents are kept. */
  @FunctionalInterface
  interface Place {
    /** An index of a process that knows nothing yet. */
    DocumentIndex index(InstantSource clock);
  }
}
