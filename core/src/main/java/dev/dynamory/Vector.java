package dev.dynamory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Some finite numbers, in order. Immutable. */
public final class Vector {
  private final float[] numbers;
  private final double length;

  private Vector(float[] numbers) {
    this.numbers = numbers;
    this.length = Math.sqrt(dot(numbers, numbers));
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

  /** The straight line from the origin. */
  public double length() {
    return length;
  }

  /** Adds the numbers, times a factor, to as many others. */
  public void addTo(float[] sums, double factor) {
    var times = (float) factor;
    for (var i = 0; i < numbers.length; i++) {
      sums[i] += times * numbers[i];
    }
  }

  /** A vector without length is at right angles to all. */
  private double cosine(Vector other) {
    var lengths = length * other.length;
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
    // Four sums that do not wait for one another.
    var sum0 = 0.0;
    var sum1 = 0.0;
    var sum2 = 0.0;
    var sum3 = 0.0;
    var i = 0;
    for (; i + 3 < a.length; i += 4) {
      sum0 += (double) a[i] * b[i];
      sum1 += (double) a[i + 1] * b[i + 1];
      sum2 += (double) a[i + 2] * b[i + 2];
      sum3 += (double) a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      sum0 += (double) a[i] * b[i];
    }
    return sum0 + sum1 + sum2 + sum3;
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
