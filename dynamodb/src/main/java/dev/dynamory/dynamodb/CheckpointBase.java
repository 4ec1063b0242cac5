package dev.dynamory.dynamodb;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A state's bytes, and what a delta against them has to say of their row. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record CheckpointBase(
    long seq,
    byte[] bytes,
    List<Long> chain,
    StoredPayload.@Nullable Parts snapshotParts,
    long snapshotWeight,
    long chainWeight,
    long nanos) {

  static CheckpointBase of(long seq, byte[] bytes, StoredPayload stored) {
    var chain = new ArrayList<>(stored.chain());
    chain.add(seq);
    return new CheckpointBase(
        seq,
        bytes,
        List.copyOf(chain),
        stored.isSnapshot() ? stored.parts() : stored.snapshotParts(),
        stored.snapshotWeight(),
        stored.chainWeight(),
        System.nanoTime());
  }

  /** Whether all rows it builds on are kept. */
  boolean isKeptIn(CheckpointState state) {
    return !state.isEmpty() && seq <= state.seq() && chain.get(0) >= state.first();
  }
}
