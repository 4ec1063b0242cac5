/** The stores on Amazon DynamoDB. */
module dev.dynamory.dynamodb {
  requires static transitive org.jspecify;
  requires transitive dev.dynamory;
  requires transitive dev.dynamory.tables;
  requires transitive software.amazon.awssdk.services.dynamodb;
  requires transitive software.amazon.awssdk.auth;
  requires software.amazon.awssdk.awscore;
  requires software.amazon.awssdk.core;
  requires software.amazon.awssdk.http;
  requires software.amazon.awssdk.http.apache5;
  requires software.amazon.awssdk.regions;
  requires software.amazon.awssdk.retries;
  requires software.amazon.awssdk.retries.api;
  requires org.slf4j;

  exports dev.dynamory.dynamodb;
}
