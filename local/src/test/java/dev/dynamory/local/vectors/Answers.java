package dev.dynamory.local.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dynamory.local.LocalDynamoDb;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** What the service says, word for word. */
final class Answers {
  static final String VALIDATION = "ValidationException";
  static final String IN_USE = "ResourceInUseException";
  static final String LIMIT = "LimitExceededException";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private Answers() {}

  static void refuses(ThrowingCallable call, String message) {
    refuses(call, VALIDATION, message);
  }

  static void refuses(ThrowingCallable call, String code, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            DynamoDbException.class,
            e -> {
              assertThat(e.awsErrorDetails().errorMessage()).isEqualTo(message);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(e.statusCode()).isEqualTo(400);
              assertThat(e.requestId()).isNotEmpty();
            });
  }

  /** What no SDK would send. */
  static HttpResponse<String> send(LocalDynamoDb engine, String operation, String body)
      throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(engine.endpoint())
            .header("X-Amz-Target", "DynamoDB_20120810." + operation)
            .header("Content-Type", "application/x-amz-json-1.0")
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request,"
                    + " SignedHeaders=host, Signature=0")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }
}
