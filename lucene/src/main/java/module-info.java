/** The analyzer by which searches compare words: Apache Lucene's. */
module dev.dynamory.lucene {
  requires static transitive org.jspecify;
  requires transitive dev.dynamory;
  requires org.apache.lucene.core;
  requires org.apache.lucene.analysis.common;

  exports dev.dynamory.lucene;

  provides dev.dynamory.Analyzer with
      dev.dynamory.lucene.EnglishAnalyzer;
}
