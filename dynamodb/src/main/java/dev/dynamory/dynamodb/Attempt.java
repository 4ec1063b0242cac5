package dev.dynamory.dynamodb;

import org.jspecify.annotations.Nullable;

/** What came of reading something that may be missing, carried from one thread to another. */
record Attempt<R>(@Nullable R result, CheckpointParts.@Nullable Missing missing) {

  /** Something that reads. */
  interface Read<R> {
    R read() throws CheckpointParts.Missing;
  }

  static <R> Attempt<R> of(Read<R> read) {
    try {
      return new Attempt<>(read.read(), null);
    } catch (CheckpointParts.Missing e) {
      return new Attempt<>(null, e);
    }
  }

  @SuppressWarnings("NullAway") // without a failure there is a result
  R get() throws CheckpointParts.Missing {
    if (missing != null) {
      throw missing;
    }
    return result;
  }
}
