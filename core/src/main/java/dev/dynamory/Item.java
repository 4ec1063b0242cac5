package dev.dynamory;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a store keeps under a key. The version is an identity for {@link WriteCondition#version},
 * not an order. {@code timeToLive} is the item's own; both it and {@code expiresAt} are null for
 * items that never expire. The score is null unless the item was found by a query.
 */
public record Item(
    Namespace namespace,
    String key,
    Map<String, Object> value,
    long version,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant expiresAt,
    @Nullable Duration timeToLive,
    @Nullable Double score) {

  /** The same with another score. */
  public Item withScore(@Nullable Double score) {
    return new Item(
        namespace, key, value, version, createdAt, updatedAt, expiresAt, timeToLive, score);
  }

  /** The same with another value. */
  Item withValue(Map<String, Object> value) {
    return new Item(
        namespace, key, value, version, createdAt, updatedAt, expiresAt, timeToLive, score);
  }

  /** The value as a record, see {@link Records}. */
  public <T extends Record> T as(Class<T> type) {
    return Records.fromDocument(value, type);
  }
}
