package dev.dynamory.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

/** The half that sends requests, or does not, and answers, or does not. */
final class FaultyHttpClient implements SdkHttpClient {
  private final SdkHttpClient engine;
  private final FaultRules rules;
  private final Lockstep lockstep;

  FaultyHttpClient(SdkHttpClient engine, FaultRules rules, Lockstep lockstep) {
    this.engine = engine;
    this.rules = rules;
    this.lockstep = lockstep;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    var prepared = engine.prepareRequest(request);
    var sent = FaultInterceptor.sent();
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        return send(rules.next(sent.operation(), sent.request()), prepared);
      }

      @Override
      public void abort() {
        prepared.abort();
      }
    };
  }

  @Override
  public void close() {
    engine.close();
  }

  private HttpExecuteResponse send(Call call, ExecutableHttpRequest request) throws IOException {
    rules.runBefore(call);
    var wave = lockstep.enter();
    HttpExecuteResponse answer;
    try {
      answer = sendOrFail(call, request);
    } finally {
      lockstep.leave(wave);
    }
    rules.runAfter(call);
    if (rules.isUnanswered(call)) {
      drain(answer);
      throw new Stopped(call);
    }
    return answer;
  }

  private HttpExecuteResponse sendOrFail(Call call, ExecutableHttpRequest request)
      throws IOException {
    var fault = rules.take(call, false);
    if (fault.isEmpty()) {
      return request.call();
    }
    return switch (fault.get()) {
      case THROTTLED -> error(400, "ThrottlingException", "Rate exceeded", "");
      case THROUGHPUT_EXCEEDED ->
          error(
              400,
              "ProvisionedThroughputExceededException",
              "The level of configured provisioned throughput for the table was exceeded",
              "");
      case SERVER_ERROR -> internal();
      case SERVER_ERROR_AFTER_APPLYING -> {
        drain(request.call());
        yield internal();
      }
      case REQUEST_LOST -> throw new IOException("the connection broke before the request arrived");
      case ANSWER_LOST -> {
        drain(request.call());
        throw new IOException("the connection broke before the answer arrived");
      }
      case ANSWER_LOST_FOR_GOOD -> {
        drain(request.call());
        throw SdkClientException.create("the answer was lost, whatever became of the request");
      }
      case TRANSACTION_CONFLICT -> conflict(call);
      case SOME_UNPROCESSED, ALL_UNPROCESSED ->
          throw new IllegalStateException("batches are cut before they are sent");
    };
  }

  private static HttpExecuteResponse internal() {
    return error(500, "InternalServerError", "The request could not be completed", "");
  }

  /** What both a transaction and a single write get, when a transaction is at work on an item. */
  private static HttpExecuteResponse conflict(Call call) {
    if (!(call.request() instanceof TransactWriteItemsRequest transaction)) {
      return error(400, "TransactionConflictException", "Transaction is ongoing for the item", "");
    }
    var count = transaction.transactItems().size();
    var codes = new ArrayList<>(Collections.nCopies(count, "None"));
    codes.set(count - 1, "TransactionConflict");
    var reasons = codes.stream().map(code -> "{\"Code\":\"" + code + "\"}").toList();
    return error(
        400,
        "TransactionCanceledException",
        "Transaction cancelled, please refer cancellation reasons for specific reasons " + codes,
        ",\"CancellationReasons\":[" + String.join(",", reasons) + "]");
  }

  private static HttpExecuteResponse error(int status, String type, String message, String more) {
    var json =
        "{\"__type\":\"com.amazonaws.dynamodb.v20120810#"
            + type
            + "\",\"message\":\""
            + message
            + "\""
            + more
            + "}";
    return HttpExecuteResponse.builder()
        .response(
            SdkHttpResponse.builder()
                .statusCode(status)
                .headers(Map.of("Content-Type", List.of("application/x-amz-json-1.0")))
                .build())
        .responseBody(
            AbortableInputStream.create(
                new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))))
        .build();
  }

  /** Reads the answer to its end, so that the engine is done and the connection is free. */
  private static void drain(HttpExecuteResponse answer) throws IOException {
    if (answer.responseBody().isPresent()) {
      try (var body = answer.responseBody().get()) {
        body.readAllBytes();
      }
    }
  }
}
