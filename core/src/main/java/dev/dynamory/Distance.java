package dev.dynamory;

/**
 * How far apart two vectors are. The scores are those of DynamoDB's vector indexes turned so that
 * higher is nearer, as LangChain's connectors turn them.
 */
public enum Distance {
  /** The angle; the score is the cosine, from -1 to 1. */
  COSINE,
  /** The straight line; the score is 1 / (1 + distance), above 0 and at most 1. */
  EUCLIDEAN,
  /** The dot product, which is the score. */
  DOT_PRODUCT
}
