package dev.dynamory.local.engine.vectors;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a search costs: about as much as measured on AWS, where it differs from one call to the
 * next.
 */
final class Capacity {
  private static final double FLOOR = 1024;
  private static final double A_DIMENSION = 30.7;
  private static final double A_RESULT = 72;

  private Capacity() {}

  static double ofSearch(int dimensions, JsonNode results) {
    double bytes = A_DIMENSION * dimensions;
    for (var result : results) {
      bytes += A_RESULT + size(result.path("Item"));
    }
    return Math.max(FLOOR, Math.rint(bytes));
  }

  private static long size(JsonNode item) {
    long size = 0;
    for (var attribute : Json.members(item)) {
      size += Json.bytes(attribute.getValue()).length + attribute.getKey().length();
    }
    return size;
  }
}
