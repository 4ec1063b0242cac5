package dev.dynamory.migration;

/** What became of a document that a migration read; each has exactly one. */
public enum Outcome {
  /** It was not in the target, and is now. */
  WRITTEN(false),
  /** The target had an older revision of it, and now has this one. */
  BROUGHT_FORWARD(false),
  /** The source had deleted it since, and now the target has. */
  DELETED(false),
  /** The target has it already. */
  ALREADY_THERE(true),
  /** The target has something else under its id, which was left as it is. */
  CHANGED_IN_TARGET(true),
  /** It is a CouchDB design document: code, not data. */
  DESIGN_DOCUMENT(true),
  /** The source had deleted it since, and the target does not have it. */
  DELETED_IN_SOURCE(true),
  /** The target cannot hold it, or the source cannot give it. */
  FAILED(false);

  private final boolean skipped;

  Outcome(boolean skipped) {
    this.skipped = skipped;
  }

  /** Whether nothing was wrong and nothing was done. */
  public boolean isSkipped() {
    return skipped;
  }
}
