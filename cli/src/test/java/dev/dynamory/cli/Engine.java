package dev.dynamory.cli;

import dev.dynamory.dynamodb.Dynamory;
import dev.dynamory.local.LocalDynamoDb;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** One engine for all tests of this JVM, with which it ends. */
final class Engine {
  private static final LocalDynamoDb LOCAL = LocalDynamoDb.inMemory();

  private Engine() {}

  static String endpoint() {
    return LOCAL.endpoint().toString();
  }

  static DynamoDbClient client() {
    return LOCAL.client();
  }

  /** A terminal for programs, on the engine. */
  static Terminal terminal() {
    return Terminal.on("--endpoint", endpoint(), "--json");
  }

  static String newTable() {
    return "t-" + UUID.randomUUID();
  }

  /** The library itself on the engine, with calls that fail as the interceptor likes. */
  static Dynamory dynamory(ExecutionInterceptor faults) {
    return Dynamory.builder()
        .endpoint(endpoint())
        .region("us-east-1")
        .credentials(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
        .configure(
            client ->
                client.overrideConfiguration(
                    client.overrideConfiguration().toBuilder()
                        .addExecutionInterceptor(faults)
                        .build()))
        .build();
  }

  static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
