package dev.dynamory.testkit;

import dev.dynamory.Checkpointer;

/** Where the contracts get their checkpointers, as {@link StoreFixture} is for stores. */
public interface CheckpointerFixture {
  /** A checkpointer with these options; all that this gives keep their threads in one place. */
  Checkpointer checkpointer(CheckpointerOptions options);

  /** A checkpointer with these options in a place of its own that holds nothing yet. */
  Checkpointer emptyCheckpointer(CheckpointerOptions options);

  /** A checkpointer without options. */
  default Checkpointer checkpointer() {
    return checkpointer(CheckpointerOptions.PLAIN);
  }
}
