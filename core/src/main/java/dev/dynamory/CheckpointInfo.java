package dev.dynamory;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint without its payload. {@code parentId} is the checkpoint it goes on from, which need
 * not be there any more; {@code life} counts how often its thread was released before; {@code
 * version} is what {@link WriteCondition#version} asks for.
 */
public record CheckpointInfo(
    String threadId,
    String id,
    @Nullable String parentId,
    @Nullable String runId,
    Map<String, Object> metadata,
    Instant createdAt,
    int life,
    long version) {}
