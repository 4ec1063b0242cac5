package dev.dynamory.local.engine.vectors;

/**
 * How near two vectors are, as DynamoDB scores it: vectors of 32-bit numbers, sums of 64-bit ones.
 */
enum Distance {
  DOT_PRODUCT {
    @Override
    double score(float[] a, float[] b) {
      return Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, dot(a, b)));
    }

    @Override
    boolean isHigherNearer() {
      return true;
    }
  },
  COSINE {
    /** From 0 to 2; 1 when either vector is zero. */
    @Override
    double score(float[] a, float[] b) {
      double lengths = dot(a, a) * dot(b, b);
      return lengths == 0 ? 1 : Math.max(0, Math.min(2, 1 - dot(a, b) / Math.sqrt(lengths)));
    }
  },
  EUCLIDEAN {
    @Override
    double score(float[] a, float[] b) {
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        double difference = (double) a[i] - b[i];
        sum += difference * difference;
      }
      return Math.min(Float.MAX_VALUE, Math.sqrt(sum));
    }
  };

  abstract double score(float[] a, float[] b);

  boolean isHigherNearer() {
    return false;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
