package dev.dynamory.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/** Remembers what it was sent, and answers as it was told to. */
final class StubEngine implements SdkHttpClient {
  static {
    System.setProperty("aws.region", "eu-central-1");
    System.setProperty("aws.accessKeyId", "test");
    System.setProperty("aws.secretAccessKey", "test");
  }

  private final List<String> applied = new ArrayList<>();
  private final List<String> bodies = new ArrayList<>();
  private final Map<String, String> answers = new HashMap<>();

  /** A client's builder that tries again at once. */
  static DynamoDbClientBuilder builder() {
    return DynamoDbClient.builder()
        .overrideConfiguration(config -> config.retryStrategy(RetryMode.STANDARD));
  }

  synchronized void answers(String operation, String json) {
    answers.put(operation, json);
  }

  /** The operations that reached the engine. */
  synchronized List<String> applied() {
    return List.copyOf(applied);
  }

  synchronized List<String> bodies() {
    return List.copyOf(bodies);
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() {
        return apply(request);
      }

      @Override
      public void abort() {}
    };
  }

  private synchronized HttpExecuteResponse apply(HttpExecuteRequest request) {
    var target = request.httpRequest().firstMatchingHeader("X-Amz-Target").orElseThrow();
    var operation = target.substring(target.indexOf('.') + 1);
    applied.add(operation);
    bodies.add(body(request));
    var json = answers.getOrDefault(operation, "{}");
    return HttpExecuteResponse.builder()
        .response(
            SdkHttpResponse.builder().statusCode(json.contains("\"__type\"") ? 400 : 200).build())
        .responseBody(
            AbortableInputStream.create(
                new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))))
        .build();
  }

  private static String body(HttpExecuteRequest request) {
    try (var stream = request.contentStreamProvider().orElseThrow().newStream()) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {}
}
