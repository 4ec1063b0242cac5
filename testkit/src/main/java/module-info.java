/**
 * Contracts that any implementation runs, a movable clock, and faults and figures at the SDK
 * client.
 */
module dev.dynamory.testkit {
  requires static transitive org.jspecify;
  requires transitive dev.dynamory;
  requires transitive org.junit.jupiter.api;
  requires transitive software.amazon.awssdk.core;
  requires transitive software.amazon.awssdk.http;
  requires transitive software.amazon.awssdk.services.dynamodb;
  requires org.assertj.core;

  exports dev.dynamory.testkit;
}
