package dev.dynamory.tables;

/** The type of a key attribute. */
public enum AttributeType {
  STRING("S"),
  NUMBER("N"),
  BINARY("B");

  private final String code;

  AttributeType(String code) {
    this.code = code;
  }

  /** The letter that DynamoDB uses. */
  public String code() {
    return code;
  }
}
