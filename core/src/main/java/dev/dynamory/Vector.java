package dev.dynamory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Some finite numbers, in order. Immutable. */
public final class Vector {
  private final float[] numbers;

  private Vector(float[] numbers) {
    this.numbers = numbers;
  }

  /** Copies them; one that is not finite is a {@link ConfigurationException}. */
  public static Vector of(float... numbers) {
    for (var i = 0; i < numbers.length; i++) {
      if (!Float.isFinite(numbers[i])) {
        throw new ConfigurationException(
            "the embedder made a vector whose number " + i + " is " + numbers[i]);
      }
    }
    return new Vector(numbers.clone());
  }

  /** What {@link #packed} gave. */
  public static Vector ofPacked(byte[] bytes) {
    if (bytes.length % Float.BYTES != 0) {
      throw new IllegalArgumentException(bytes.length + " bytes are not whole numbers");
    }
    var numbers = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(numbers);
    return of(numbers);
  }

  /** Four bytes a number, little-endian. */
  public byte[] packed() {
    var bytes = ByteBuffer.allocate(numbers.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(numbers);
    return bytes.array();
  }

  /** A copy of the numbers. */
  public float[] numbers() {
    return numbers.clone();
  }

  /** How many. */
  public int dimensions() {
    return numbers.length;
  }

  /** How near another of as many dimensions is: higher is nearer, see {@link Distance}. */
  public double score(Vector other, Distance distance) {
    if (numbers.length != other.numbers.length) {
      throw new IllegalArgumentException(
          numbers.length + " dimensions and " + other.numbers.length + " cannot be compared");
    }
    return switch (distance) {
      case COSINE -> cosine(other);
      case EUCLIDEAN -> 1 / (1 + Math.sqrt(squaredDistance(other)));
      case DOT_PRODUCT -> dot(numbers, other.numbers);
    };
  }

  /** A vector without length is at right angles to all. */
  private double cosine(Vector other) {
    var lengths = Math.sqrt(dot(numbers, numbers)) * Math.sqrt(dot(other.numbers, other.numbers));
    return lengths == 0 ? 0 : Math.max(-1, Math.min(1, dot(numbers, other.numbers) / lengths));
  }

  private double squaredDistance(Vector other) {
    var sum = 0.0;
    for (var i = 0; i < numbers.length; i++) {
      var difference = (double) numbers[i] - other.numbers[i];
      sum += difference * difference;
    }
    return sum;
  }

  private static double dot(float[] a, float[] b) {
    var sum = 0.0;
    for (var i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Vector vector && Arrays.equals(numbers, vector.numbers);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(numbers);
  }

  @Override
  public String toString() {
    return numbers.length + " numbers";
  }
}
