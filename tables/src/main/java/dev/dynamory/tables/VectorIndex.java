package dev.dynamory.tables;

import static java.util.Objects.requireNonNull;

/**
 * An index of the vectors that items have in an attribute, a list of numbers; each value of the
 * table's partition key is searched for itself. Every attribute is projected.
 */
public record VectorIndex(
    String name, String attribute, int dimensions, DistanceFunction distance) {
  private static final int MAX_DIMENSIONS = 4096;

  /** How far apart two vectors are, as DynamoDB spells it. */
  public enum DistanceFunction {
    COSINE,
    EUCLIDEAN,
    DOT_PRODUCT
  }

  public VectorIndex {
    Names.require("index name", name);
    Names.requireAttribute("vector attribute", attribute);
    requireNonNull(distance, "distance");
    if (dimensions < 1 || dimensions > MAX_DIMENSIONS) {
      throw new IllegalArgumentException(
          "dimensions is %d, must be from 1 to %d".formatted(dimensions, MAX_DIMENSIONS));
    }
  }
}
