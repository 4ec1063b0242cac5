package dev.dynamory.dynamodb;

import dev.dynamory.ConfigurationException;
import dev.dynamory.Distance;
import dev.dynamory.Item;
import dev.dynamory.Turn;
import dev.dynamory.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.SearchVectorsRequest;

/**
 * How vectors lie in a store's items. Pure: attributes and requests out, no client.
 *
 * <pre>
 * embedding  L of N  as LangGraph's DynamoDBStore: what the index has
 * vector     B       where a store ranks exactly and has no index: {@link Vector#packed()}
 * </pre>
 */
final class VectorItems {
  static final String INDEX = "memory-vector-index";
  static final String INDEXED = "embedding";
  static final String PACKED = "vector";

  /** The most that a search of the index gives. */
  static final int MAX_FOUND = 100;

  /** How far scores may be off. */
  private static final double INEXACT = 1e-4;

  private static final String IN_NAMESPACE = "#pk = :pk";
  private static final Map<String, String> NAMES =
      Placeholders.names(StoreItems.NAMES, IN_NAMESPACE);

  private VectorItems() {}

  /** A vector as an item is to have it: where, and how; and the one that its text has by itself. */
  record Stored(String placeholder, AttributeValue value, Vector plain) {
    static Stored indexed(Vector vector, Vector plain) {
      return new Stored("#emb", list(vector), plain);
    }

    static Stored packed(Vector vector) {
      return new Stored(
          "#vec", AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(vector.packed())), vector);
    }
  }

  static List<AttributeValue> numbers(Vector vector) {
    var numbers = new ArrayList<AttributeValue>(vector.dimensions());
    for (var number : vector.numbers()) {
      numbers.add(AttributeValue.fromN(Float.toString(number)));
    }
    return numbers;
  }

  private static AttributeValue list(Vector vector) {
    return AttributeValue.fromL(numbers(vector));
  }

  /** What is nearest to a vector in a namespace, without the vectors. */
  static SearchVectorsRequest nearest(String table, String partitionKey, Vector vector, int count) {
    return SearchVectorsRequest.builder()
        .tableName(table)
        .indexName(INDEX)
        .searchVector(numbers(vector))
        .topK(count)
        .searchConditionExpression(IN_NAMESPACE)
        .expressionAttributeNames(NAMES)
        .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(partitionKey)))
        .build();
  }

  /** A score of DynamoDB's as {@link Vector#score} gives it. */
  static double score(double found, Distance distance) {
    return switch (distance) {
      case COSINE -> 1 - found;
      case EUCLIDEAN -> 1 / (1 + found);
      case DOT_PRODUCT -> found;
    };
  }

  /** Whether scores, as they were found best first, can be those of a distance. */
  static boolean areOf(List<Double> found, Distance distance) {
    for (var i = 0; i < found.size(); i++) {
      var here = found.get(i);
      var isInRange =
          switch (distance) {
            case COSINE -> here >= -INEXACT && here <= 2 + INEXACT;
            case EUCLIDEAN -> here >= -INEXACT;
            case DOT_PRODUCT -> true;
          };
      var worse = i == 0 ? 0 : here - found.get(i - 1);
      var against = distance == Distance.DOT_PRODUCT ? worse : -worse;
      if (!isInRange || against > INEXACT * Math.max(1, Math.abs(here))) {
        return false;
      }
    }
    return true;
  }

  /**
   * The vector of a row's document, if it has one. What others wrote over an item left its packed
   * vector as it was, so that it is no longer the document's.
   */
  static Optional<Vector> vector(Row row, int dimensions) {
    var vector = row.isOursAsItStands() ? packed(row) : null;
    if (vector == null) {
      vector = indexed(row);
    }
    if (vector != null && vector.dimensions() != dimensions) {
      throw new ConfigurationException(
          "item '%s' in '%s' has a vector of %d dimensions, the store expects %d: put it again, or use the embedder it was put with"
              .formatted(row.key(), row.partitionKey(), vector.dimensions(), dimensions));
    }
    return Optional.ofNullable(vector);
  }

  /** Whether its vector is turned already, as that of a turn is which we put into the index. */
  static boolean isTurned(Row row, Item item) {
    return row.attributes().containsKey(INDEXED)
        && row.isOursAsItStands()
        && packed(row) == null
        && Turn.of(item.value()).filter(turn -> turn.key().equals(item.key())).isPresent();
  }

  private static @Nullable Vector packed(Row row) {
    var packed = row.attributes().get(PACKED);
    return packed == null || packed.b() == null
        ? null
        : Vector.ofPacked(packed.b().asByteArrayUnsafe());
  }

  private static @Nullable Vector indexed(Row row) {
    var list = row.attributes().get(INDEXED);
    if (list == null || !list.hasL()) {
      return null;
    }
    var numbers = new float[list.l().size()];
    for (var i = 0; i < numbers.length; i++) {
      var number = list.l().get(i).n();
      if (number == null) {
        return null;
      }
      numbers[i] = Float.parseFloat(number);
    }
    return Vector.of(numbers);
  }
}
