package dev.dynamory;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a document under a key, replacing what was there. A null {@code timeToLive} is the store's
 * default. An {@code operationId} makes the put safe to repeat after a failure that left open
 * whether it was applied: the repeated put is recognised as long as at most one other write came
 * after it. Null {@code embeddedFields} are the store's; an empty list keeps the item out of {@link
 * Ranking#SEMANTIC} results.
 */
public record Put(
    Namespace namespace,
    String key,
    Map<String, Object> value,
    WriteCondition condition,
    @Nullable Duration timeToLive,
    @Nullable String operationId,
    @Nullable List<String> embeddedFields)
    implements Write {
  /** The time to live of an item that never expires, whatever the store's default. */
  public static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

  private static final Duration LONGEST = Duration.ofDays(36_525);

  /**
   * The smallest version that {@link #newVersion} gives; smaller ones are an engine's own, for what
   * others wrote.
   */
  public static final long SMALLEST_VERSION = 1L << 52;

  /** Secure, so that processes started from one snapshot do not give the same versions. */
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Checks everything and copies the value, see {@link Documents}. */
  public Put {
    namespace.checkedForWrite();
    Keys.check(key);
    value = Documents.copyOf(value, "value");
    checkTimeToLive(timeToLive);
    if (operationId != null && operationId.isEmpty()) {
      throw new InvalidInputException("operationId", "must not be empty");
    }
    if (embeddedFields != null) {
      embeddedFields = List.copyOf(embeddedFields);
      embeddedFields.forEach(FieldPath::parse);
    }
  }

  /** An unconditional put with the store's time to live. */
  public static Put of(Namespace namespace, String key, Map<String, ?> value) {
    return new Put(
        namespace, key, Collections.unmodifiableMap(value), WriteCondition.any(), null, null, null);
  }

  /** An unconditional put of a record, see {@link Records}. */
  public static Put of(Namespace namespace, String key, Record value) {
    return of(namespace, key, Records.toDocument(value));
  }

  /** Only if this holds. */
  public Put when(WriteCondition condition) {
    return new Put(namespace, key, value, condition, timeToLive, operationId, embeddedFields);
  }

  /** Expires after this time, at most 100 years; {@link #FOREVER} never does. */
  public Put timeToLive(Duration timeToLive) {
    return new Put(namespace, key, value, condition, timeToLive, operationId, embeddedFields);
  }

  /** Names this operation, so that it can be repeated without harm. */
  public Put operationId(String operationId) {
    return new Put(namespace, key, value, condition, timeToLive, operationId, embeddedFields);
  }

  /**
   * Makes no vector, so that no search by meaning finds it. Said of this put, not of the item: a
   * later one, and {@link Store#update}, makes a vector of the store's fields unless it says so
   * too.
   */
  public Put notEmbedded() {
    return embeddedFields(new String[0]);
  }

  /**
   * Embeds these fields instead of the store's, see {@link FieldPath}; said of this put, not of the
   * item.
   */
  public Put embeddedFields(String... paths) {
    return new Put(namespace, key, value, condition, timeToLive, operationId, List.of(paths));
  }

  /**
   * A version for the item this put makes, from 2^52 up to 2^53: the same at every call if the put
   * has an operation id, else a random one. A stored item whose current or previous version this is
   * shows that the put was applied before. For those who implement a store.
   */
  public long newVersion() {
    var bits =
        operationId == null
            ? RANDOM.nextLong()
            : ByteBuffer.wrap(Digests.sha256(operationId.getBytes(StandardCharsets.UTF_8)))
                .getLong();
    return SMALLEST_VERSION | (bits >>> 12);
  }

  /**
   * The rule for every time to live: positive, at most 100 years, or {@link #FOREVER}; null is the
   * default.
   */
  public static void checkTimeToLive(@Nullable Duration timeToLive) {
    if (timeToLive == null || timeToLive.equals(FOREVER)) {
      return;
    }
    if (timeToLive.isZero() || timeToLive.isNegative() || timeToLive.compareTo(LONGEST) > 0) {
      throw new InvalidInputException(
          "timeToLive", "must be positive and at most 100 years, but is " + timeToLive);
    }
  }
}
