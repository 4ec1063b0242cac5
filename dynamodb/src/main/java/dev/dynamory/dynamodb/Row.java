package dev.dynamory.dynamodb;

import static dev.dynamory.dynamodb.StoreItems.CREATED;
import static dev.dynamory.dynamodb.StoreItems.EXPIRES;
import static dev.dynamory.dynamodb.StoreItems.KEY;
import static dev.dynamory.dynamodb.StoreItems.NAMESPACE;
import static dev.dynamory.dynamodb.StoreItems.PARTS;
import static dev.dynamory.dynamodb.StoreItems.PARTS_MARKER;
import static dev.dynamory.dynamodb.StoreItems.PREVIOUS_VERSION;
import static dev.dynamory.dynamodb.StoreItems.TIME_TO_LIVE;
import static dev.dynamory.dynamodb.StoreItems.UPDATED;
import static dev.dynamory.dynamodb.StoreItems.VALUE;
import static dev.dynamory.dynamodb.StoreItems.VERSION;
import static dev.dynamory.dynamodb.StoreItems.WRITTEN;

import dev.dynamory.Expiry;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * One row of a store's table, as read. It is an item if it has a value and has not expired; it is
 * ours as it stands if nobody else wrote it since.
 */
record Row(Map<String, AttributeValue> attributes) {

  String partitionKey() {
    return AttributeValues.required(attributes, NAMESPACE).s();
  }

  String key() {
    return AttributeValues.required(attributes, KEY).s();
  }

  boolean exists() {
    return !attributes.isEmpty();
  }

  boolean hasValue() {
    return attributes.containsKey(VALUE);
  }

  boolean isItem(Instant now) {
    return hasValue() && !hasExpired(now);
  }

  boolean hasExpired(Instant now) {
    return !Expiry.isLive(expiresAt(), now);
  }

  /** Null if the row never expires. */
  @Nullable Instant expiresAt() {
    var expires = attributes.get(EXPIRES);
    return expires == null || expires.n() == null
        ? null
        : Instant.ofEpochSecond(new BigDecimal(expires.n()).longValue());
  }

  @Nullable AttributeValue value() {
    return attributes.get(VALUE);
  }

  /** The text of updated_at, as it stands. */
  Optional<String> updatedText() {
    return text(UPDATED);
  }

  Instant updatedAt() {
    return updatedText()
        .flatMap(Timestamps::parse)
        .or(() -> text(CREATED).flatMap(Timestamps::parse))
        .orElse(Instant.EPOCH);
  }

  Instant createdAt() {
    return text(CREATED).flatMap(Timestamps::parse).orElseGet(this::updatedAt);
  }

  /** False if the original wrote or refreshed the row since we wrote it. */
  boolean isOursAsItStands() {
    return attributes.containsKey(WRITTEN) && text(WRITTEN).equals(updatedText());
  }

  boolean wasEverOurs() {
    return attributes.containsKey(WRITTEN);
  }

  /** Ours, or the time of the original's write in microseconds, which is below all of ours. */
  long version() {
    var ours = attributes.get(VERSION);
    return isOursAsItStands() && ours != null && ours.n() != null
        ? Long.parseLong(ours.n())
        : Math.max(1, Timestamps.micros(updatedAt()));
  }

  /** Whether this operation wrote the row, or the one before that one. */
  boolean knows(long version) {
    return isNumber(VERSION, version) || isNumber(PREVIOUS_VERSION, version);
  }

  /**
   * The item's own; that of a row which the original wrote is what lies between its write and its
   * expiry. Null if it never expires.
   */
  @Nullable Duration timeToLive() {
    var at = expiresAt();
    if (at == null) {
      return null;
    }
    var own = attributes.get(TIME_TO_LIVE);
    return isOursAsItStands() && own != null && own.n() != null
        ? Duration.ofMillis(new BigDecimal(own.n()).movePointRight(3).longValue())
        : Duration.ofSeconds(Math.max(1, at.getEpochSecond() - updatedAt().getEpochSecond()));
  }

  /**
   * What the row says of its parts; empty if it names none, or says it in a way that is not ours.
   */
  Optional<Parts> parts() {
    var parts = attributes.get(PARTS);
    return parts == null || !parts.hasM() ? Optional.empty() : Parts.parse(parts.m());
  }

  /**
   * Whether the value says that it is elsewhere, under the id that the row names too: a user's own
   * value cannot.
   */
  boolean isHead() {
    var value = value();
    var marker =
        value == null || !value.hasM() || value.m().size() != 1
            ? null
            : value.m().get(PARTS_MARKER);
    return marker != null && marker.s() != null && partsId().equals(Optional.of(marker.s()));
  }

  /** The id of the parts that the row names, even if its value is no longer theirs. */
  Optional<String> partsId() {
    var parts = attributes.get(PARTS);
    var id = parts == null || !parts.hasM() ? null : parts.m().get("id");
    return id == null ? Optional.empty() : Optional.ofNullable(id.s());
  }

  private Optional<String> text(String attribute) {
    var value = attributes.get(attribute);
    return value == null ? Optional.empty() : Optional.ofNullable(value.s());
  }

  private boolean isNumber(String attribute, long number) {
    var value = attributes.get(attribute);
    return value != null && Long.toString(number).equals(value.n());
  }
}
