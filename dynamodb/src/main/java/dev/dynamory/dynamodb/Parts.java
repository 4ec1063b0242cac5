package dev.dynamory.dynamodb;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What a head says of its parts: their id and number, the bytes of the encoded value before
 * compression, and the SHA-256 of those.
 */
record Parts(String id, int count, long bytes, SdkBytes sha256) {
  private static final String ENCODING = "gzip";
  private static final int MAX_COUNT = 10_000;

  AttributeValue toAttribute() {
    return AttributeValue.fromM(
        Map.of(
            "id", AttributeValue.fromS(id),
            "count", AttributeValues.number(count),
            "bytes", AttributeValues.number(bytes),
            "sha256", AttributeValue.fromB(sha256),
            "encoding", AttributeValue.fromS(ENCODING)));
  }

  /** Empty if it is not what {@link #toAttribute} makes. */
  static Optional<Parts> parse(Map<String, AttributeValue> map) {
    var id = map.get("id");
    var count = map.get("count");
    var bytes = map.get("bytes");
    var sha256 = map.get("sha256");
    var encoding = map.get("encoding");
    if (id == null
        || id.s() == null
        || count == null
        || bytes == null
        || sha256 == null
        || encoding == null) {
      return Optional.empty();
    }
    try {
      var parts =
          new Parts(id.s(), Integer.parseInt(count.n()), Long.parseLong(bytes.n()), sha256.b());
      return ENCODING.equals(encoding.s()) && parts.count >= 1 && parts.count <= MAX_COUNT
          ? Optional.of(parts)
          : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
