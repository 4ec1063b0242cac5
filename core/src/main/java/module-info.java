/** Memory and state for AI agents: the records, the store interfaces, and the in-memory stores. */
module dev.dynamory {
  requires static transitive org.jspecify;

  exports dev.dynamory;
  exports dev.dynamory.ranking;

  uses dev.dynamory.Analyzer;
}
