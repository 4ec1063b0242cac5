/** Documents moved in from CouchDB, from another document database, and from JSON lines. */
module dev.dynamory.migration {
  requires static transitive org.jspecify;
  requires transitive dev.dynamory;
  requires dev.dynamory.dynamodb;
  requires com.fasterxml.jackson.core;
  requires java.net.http;
  requires software.amazon.awssdk.auth;

  exports dev.dynamory.migration;
}
