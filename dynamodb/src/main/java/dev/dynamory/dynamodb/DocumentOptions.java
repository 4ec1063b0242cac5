package dev.dynamory.dynamodb;

/** How a view of a document database differs from the plain one. */
record DocumentOptions(
    boolean createsTables, boolean consistent, boolean sharedWithOriginal, String prefix) {
  static final DocumentOptions PLAIN = new DocumentOptions(false, false, false, "");

  DocumentOptions creatingTables() {
    return new DocumentOptions(true, consistent, sharedWithOriginal, prefix);
  }

  DocumentOptions consistently() {
    return new DocumentOptions(createsTables, true, sharedWithOriginal, prefix);
  }

  DocumentOptions shared() {
    return new DocumentOptions(createsTables, consistent, true, prefix);
  }

  DocumentOptions prefixed(String prefix) {
    return new DocumentOptions(createsTables, consistent, sharedWithOriginal, prefix);
  }
}
