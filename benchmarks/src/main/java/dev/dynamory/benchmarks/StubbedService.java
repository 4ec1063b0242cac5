package dev.dynamory.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * A DynamoDB that takes no time: reads each request to its end and answers every operation with the
 * same bytes, with the checksum that the service sends too.
 */
final class StubbedService implements SdkHttpClient {
  /** How many items a BatchGetItem finds. */
  static final int BATCH = 100;

  /** How many items a Query finds. */
  static final int FOUND = 10;

  private static final String TARGET = "X-Amz-Target";
  private static final String ITEM =
      """
      {"PK":{"S":"users:123"},"SK":{"S":"note-%04d"},"created_at":{"S":"2026-11-20T09:15:27.123456+00:00"},\
      "updated_at":{"S":"2026-11-20T10:41:02.654321+00:00"},"written_at":{"S":"2026-11-20T10:41:02.654321+00:00"},\
      "version":{"N":"6755399441055744"},"prev_version":{"N":"5629499534213120"},"value":{"M":{\
      "author":{"S":"ana"},"text":{"S":"She moved to Lisbon last week, likes to eat fish, and asked to be reminded of the\
       rent on the first of the month; the flat is on the third floor and has no lift."},\
      "score":{"N":"0.875"},"count":{"N":"42"},"read":{"BOOL":true},"tags":{"L":[{"S":"home"},{"S":"food"},{"S":"rent"}]},\
      "source":{"M":{"kind":{"S":"chat"},"turn":{"N":"17"},"reply_to":{"NULL":true}}}}}}""";

  private final Map<String, Answer> answers =
      Map.of(
          "UpdateItem", Answer.of("{}"),
          "GetItem", Answer.of("{\"Item\":" + ITEM.formatted(0) + "}"),
          "Query", Answer.of("{\"Count\":10,\"ScannedCount\":10,\"Items\":[" + items(FOUND) + "]}"),
          "BatchGetItem",
              Answer.of(
                  "{\"Responses\":{\"memory\":[" + items(BATCH) + "]},\"UnprocessedKeys\":{}}"));

  private static String items(int count) {
    return IntStream.range(0, count).mapToObj(ITEM::formatted).collect(Collectors.joining(","));
  }

  /** A client of it, otherwise as the SDK builds one. */
  static DynamoDbClient client(ExecutionInterceptor... interceptors) {
    return DynamoDbClient.builder()
        .overrideConfiguration(o -> List.of(interceptors).forEach(o::addExecutionInterceptor))
        .region(Region.EU_WEST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("stub", "stub")))
        .httpClient(new StubbedService())
        .build();
  }

  /** The key of the n-th item. */
  static String key(int n) {
    return "note-%04d".formatted(n);
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    var target = request.httpRequest().firstMatchingHeader(TARGET).orElseThrow();
    var answer = answers.get(target.substring(target.indexOf('.') + 1));
    if (answer == null) {
      throw new IllegalStateException("nothing to answer to " + target);
    }
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() {
        request.contentStreamProvider().ifPresent(StubbedService::readToEnd);
        return answer.response();
      }

      @Override
      public void abort() {}
    };
  }

  private static void readToEnd(ContentStreamProvider body) {
    var buffer = new byte[8192];
    try (var stream = body.newStream()) {
      var read = 0;
      while (read >= 0) {
        read = stream.read(buffer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {}

  private static final class Answer {
    private final byte[] bytes;
    private final String checksum;

    private Answer(byte[] bytes) {
      this.bytes = bytes;
      var crc = new CRC32();
      crc.update(bytes);
      this.checksum = Long.toString(crc.getValue());
    }

    static Answer of(String json) {
      return new Answer(json.getBytes(StandardCharsets.UTF_8));
    }

    HttpExecuteResponse response() {
      return HttpExecuteResponse.builder()
          .response(
              SdkHttpFullResponse.builder()
                  .statusCode(200)
                  .putHeader("Content-Type", "application/x-amz-json-1.0")
                  .putHeader("x-amz-crc32", checksum)
                  .build())
          .responseBody(AbortableInputStream.create(new ByteArrayInputStream(bytes)))
          .build();
    }
  }
}
