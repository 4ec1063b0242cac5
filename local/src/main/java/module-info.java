/**
 * The embedded engine: DynamoDB Local in a process of its own, on loopback, in memory or on a
 * folder.
 */
module dev.dynamory.local {
  requires static transitive org.jspecify;
  requires transitive software.amazon.awssdk.services.dynamodb;
  requires java.net.http;
  requires software.amazon.awssdk.auth;
  requires software.amazon.awssdk.awscore;
  requires software.amazon.awssdk.core;
  requires software.amazon.awssdk.http.apache5;
  requires software.amazon.awssdk.regions;

  exports dev.dynamory.local;
}
