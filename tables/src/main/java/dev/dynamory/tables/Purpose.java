package dev.dynamory.tables;

/**
 * What a caller needs actions on a table for; each purpose is a statement of its own in the IAM
 * policy.
 */
public enum Purpose {
  /** Reading and writing, as the application does. */
  RUNTIME("Runtime"),

  /** Creating the table and checking it. */
  SETUP("Setup"),

  /** Removing what nobody needs any more. */
  SWEEP("Sweep"),

  /** Taking over a table that another system filled. */
  ADOPT("Adopt"),

  /** Listing by reading the whole table, where another system writes it too. */
  SCAN("Scan");

  private final String sid;

  Purpose(String sid) {
    this.sid = sid;
  }

  /** How the statement's id in the policy ends. */
  String sid() {
    return sid;
  }
}
