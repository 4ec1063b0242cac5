/** What each table is, as one value, and its rendering for the tools that create and permit it. */
module dev.dynamory.tables {
  requires static transitive org.jspecify;

  exports dev.dynamory.tables;
}
