package dev.dynamory.migration;

/** What becomes of a CouchDB document that has attachments. */
public enum Attachments {
  /** It is not migrated, and reported with the names and sizes. */
  FAIL,
  /** It is migrated without them, and reported. */
  DROP,
  /** They become bytes in its field {@code _attachments}, if the document then fits. */
  INLINE
}
