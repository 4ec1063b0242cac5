package dev.dynamory.dynamodb;

import dev.dynamory.CheckpointInfo;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A row of a thread's log, as read; whatever is not as it was written is {@link Malformed}. */
record CheckpointRow(Map<String, AttributeValue> attributes) {

  /** A row that nobody of ours wrote like this. */
  static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Malformed(String wrong, @Nullable Throwable cause) {
      super(wrong, cause);
    }
  }

  long seq() {
    var key = text(CheckpointItems.SORT).orElse("");
    try {
      return Long.parseLong(key.substring(key.lastIndexOf('#') + 1));
    } catch (NumberFormatException e) {
      throw new Malformed("its sort key has no number", e);
    }
  }

  String kind() {
    return text(CheckpointItems.KIND).orElse("");
  }

  boolean isCheckpoint() {
    return kind().equals(CheckpointItems.CHECKPOINT);
  }

  boolean isTombstone() {
    return kind().equals(CheckpointItems.TOMBSTONE);
  }

  boolean isDeletion() {
    return kind().equals(CheckpointItems.DELETION);
  }

  String operation() {
    return text("op").orElse("");
  }

  /** The caller's own id, if it gave one. */
  Optional<String> ownId() {
    return text("id");
  }

  String id() {
    return ownId().orElseGet(() -> CheckpointItems.id(seq(), operation()));
  }

  long position() {
    return number("pos").orElseGet(this::seq);
  }

  Optional<String> runId() {
    return text("run");
  }

  Optional<Long> physicalExpiry() {
    return number(CheckpointItems.EXPIRY);
  }

  CheckpointInfo info(String threadId) {
    var metadata = attributes.get("metadata");
    return new CheckpointInfo(
        threadId,
        id(),
        text("parent").orElse(null),
        runId().orElse(null),
        metadata == null ? Map.of() : AttributeValues.toDocument(metadata),
        text("created_at").flatMap(Timestamps::parse).orElse(Instant.EPOCH),
        number("life").orElse(0L).intValue(),
        seq());
  }

  CheckpointState state() {
    var seq = seq();
    if (isTombstone()) {
      return CheckpointState.none(seq);
    }
    var top = number("top").orElse(0L);
    var moved = new TreeMap<Long, Long>();
    var flat = numbers("moved");
    for (var i = 0; i + 1 < flat.size(); i += 2) {
      moved.put(flat.get(i), flat.get(i + 1));
    }
    return new CheckpointState(
        seq,
        top,
        top == seq ? id() : text("tid").orElse(null),
        number("vis").orElse(seq + 1),
        number("first").orElse(seq + 1),
        number("base").orElse(seq + 1),
        number("life").orElse(0L).intValue(),
        number("lt").orElse(0L),
        number("exp").orElse(null),
        number("safe").orElse(null),
        new TreeSet<>(rising("gone")),
        moved);
  }

  StoredPayload payload() {
    var length = number("len").orElse(-1L);
    var sha = attributes.get("sha");
    var inline = attributes.get("z");
    if (length < 0
        || length > StoredPayload.MAX_BYTES
        || sha == null
        || sha.b() == null
        || (inline == null || inline.b() == null) == parts("parts").isEmpty()) {
      throw new Malformed("its payload is not described", null);
    }
    return new StoredPayload(
        text("ct").orElse(dev.dynamory.Payload.DOCUMENT),
        text("enc").orElse(""),
        inline == null ? null : inline.b().asByteArrayUnsafe(),
        parts("parts").orElse(null),
        (int) (long) length,
        sha.b().asByteArray(),
        rising("ch"),
        parts("sp").orElse(null),
        number("sw").orElse(0L),
        number("cw").orElse(0L));
  }

  Optional<StoredPayload.Parts> parts(String attribute) {
    var value = attributes.get(attribute);
    if (value == null) {
      return Optional.empty();
    }
    return Optional.of(StoredPayload.Parts.parse(value));
  }

  private List<Long> rising(String attribute) {
    var value = attributes.get(attribute);
    try {
      return value == null || value.b() == null
          ? List.of()
          : Varints.toRising(value.b().asByteArrayUnsafe());
    } catch (DataFormatException e) {
      throw new Malformed(attribute + " cannot be read", e);
    }
  }

  private List<Long> numbers(String attribute) {
    var value = attributes.get(attribute);
    if (value == null || !value.hasL()) {
      return List.of();
    }
    return value.l().stream().map(CheckpointRow::number).toList();
  }

  private Optional<String> text(String attribute) {
    var value = attributes.get(attribute);
    return value == null ? Optional.empty() : Optional.ofNullable(value.s());
  }

  private Optional<Long> number(String attribute) {
    return Optional.ofNullable(attributes.get(attribute)).map(CheckpointRow::number);
  }

  private static long number(AttributeValue value) {
    try {
      return new BigDecimal(value.n()).longValueExact();
    } catch (ArithmeticException | NumberFormatException | NullPointerException e) {
      throw new Malformed("a number cannot be read", e);
    }
  }
}
