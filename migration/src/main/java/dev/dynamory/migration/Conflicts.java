package dev.dynamory.migration;

/** What becomes of a CouchDB document that has conflicting revisions. */
public enum Conflicts {
  /** The winner is migrated; the losing revisions are reported. */
  WINNER,
  /** It is not migrated, and reported. */
  FAIL
}
