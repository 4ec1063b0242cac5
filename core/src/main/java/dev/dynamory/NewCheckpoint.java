package dev.dynamory;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint to save. Without an id it gets one; without a parent it goes on from the thread's
 * newest; the condition is on the newest's version.
 */
public record NewCheckpoint(
    String threadId,
    Payload payload,
    @Nullable String id,
    @Nullable String parentId,
    @Nullable String runId,
    Map<String, Object> metadata,
    WriteCondition condition) {
  private static final int MAX_BYTES = 256;
  private static final int MAX_RUN_BYTES = 1024;

  /** Checks the names and copies the metadata, see {@link Documents}. */
  public NewCheckpoint {
    Checkpointer.checkThreadId(threadId);
    if (id != null) {
      checkId("id", id);
    }
    if (parentId != null) {
      checkId("parentId", parentId);
    }
    if (runId != null) {
      checkRunId(runId);
    }
    metadata = Documents.copyOf(metadata, "metadata");
  }

  /** The payload, and nothing more. */
  public static NewCheckpoint of(String threadId, Payload payload) {
    return new NewCheckpoint(threadId, payload, null, null, null, Map.of(), WriteCondition.any());
  }

  /** Under an id of the caller's own; a checkpoint that has it already is replaced by this one. */
  public NewCheckpoint id(String id) {
    return new NewCheckpoint(threadId, payload, id, parentId, runId, metadata, condition);
  }

  /** Goes on from this checkpoint: a branch, unless it is the newest. */
  public NewCheckpoint parent(String parentId) {
    return new NewCheckpoint(threadId, payload, id, parentId, runId, metadata, condition);
  }

  /** Belongs to this run, see {@link CheckpointHistory#deleteRun}. */
  public NewCheckpoint run(String runId) {
    return new NewCheckpoint(threadId, payload, id, parentId, runId, metadata, condition);
  }

  /** Listed with the checkpoint. */
  @SuppressWarnings("unchecked") // copied by the constructor
  public NewCheckpoint metadata(Map<String, ?> metadata) {
    return new NewCheckpoint(
        threadId, payload, id, parentId, runId, (Map<String, Object>) metadata, condition);
  }

  /** Only if this holds for the thread's newest checkpoint. */
  public NewCheckpoint when(WriteCondition condition) {
    return new NewCheckpoint(threadId, payload, id, parentId, runId, metadata, condition);
  }

  /** The rule for checkpoint ids: 1 to 256 bytes. */
  public static void checkId(String argument, String id) {
    CodePoints.checkName(argument, id, MAX_BYTES);
  }

  /** The rule for run ids: 1 to 1,024 bytes. */
  public static void checkRunId(String runId) {
    CodePoints.checkName("runId", runId, MAX_RUN_BYTES);
  }
}
