package dev.dynamory.local.vectors;

import static dev.dynamory.local.vectors.Shapes.index;
import static dev.dynamory.local.vectors.Shapes.item;
import static dev.dynamory.local.vectors.Shapes.list;
import static dev.dynamory.local.vectors.Shapes.listOf;
import static dev.dynamory.local.vectors.Shapes.s;
import static dev.dynamory.local.vectors.Shapes.table;
import static dev.dynamory.local.vectors.Shapes.vector;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** What lies on the wire besides the answer: checksums, large bodies, clients that give up. */
class WireTest {
  private final DynamoDbClient client = Engine.client();
  private final String table = Engine.newTable();

  @BeforeEach
  void create() {
    client.createTable(table(table).vectorIndexes(index("vix")).build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DescribeTable|{'TableName':'%s'}|200",
        "PutItem|{'TableName':'%s','Item':{'pk':{'S':'a'},'e':{'L':[{'N':'1'},{'N':'0'},{'N':'0'}]}}}|200",
        "PutItem|{'TableName':'%s','Item':{'pk':{'S':'a'},'e':{'L':[]}}}|400",
        "SearchVectors|{'TableName':'%s','IndexName':'vix','SearchVector':[],'TopK':1}|400",
        "Query|{'TableName':'%s','IndexName':'vix'}|400"
      })
  void carriesTheChecksumOfWhatIsAnswered(String operation, String request, int status)
      throws Exception {
    var answer =
        Answers.send(Engine.shared(), operation, request.replace('\'', '"').replace("%s", table));

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(checksum(answer)).hasToString(answer.headers().firstValue("x-amz-crc32").get());
    assertThat(answer.headers().firstValue("x-amzn-RequestId")).isPresent();
  }

  @Test
  void carriesTheUnitsOfASearchTwice() throws Exception {
    var answer =
        Answers.send(
            Engine.shared(),
            "SearchVectors",
            """
            {"TableName":"%s","IndexName":"vix","SearchVector":[{"N":"1"},{"N":"0"},{"N":"0"}],\
            "TopK":1,"ReturnConsumedCapacity":"TOTAL"}\
            """
                .formatted(table));

    assertThat(answer.body())
        .endsWith(
            "\"ConsumedCapacity\":{\"VectorSearchRequestBytes\":1024.0,\"VectorSearchUnits\":1024.0}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{", "{\"TableName\":", "null", "words"})
  void refusesToSearchForWhatIsNoJson(String body) throws Exception {
    var answer = Answers.send(Engine.shared(), "SearchVectors", body);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("SerializationException");
  }

  @Test
  void leavesBytesThatAreNoneToTheEngine() throws Exception {
    String other = Engine.newTable();
    client.createTable(table(other).build());
    String body =
        """
        {"TableName":"%s","Item":{"pk":{"S":"a"},"b":{"B":"?"}}}\
        """;

    assertThat(Answers.send(Engine.shared(), "PutItem", body.formatted(table)).statusCode())
        .isEqualTo(Answers.send(Engine.shared(), "PutItem", body.formatted(other)).statusCode());
  }

  @Test
  void takesTheLargestBatch() {
    String text = "x".repeat(390_000);
    var writes =
        listOf(25, n -> item("k" + n, "e", list(n, 1, 0), "text", s(text))).stream()
            .map(item -> WriteRequest.builder().putRequest(put -> put.item(item)).build())
            .toList();

    client.batchWriteItem(batch -> batch.requestItems(Map.of(table, writes)));

    var found =
        client.searchVectors(
            r -> r.tableName(table).indexName("vix").searchVector(vector(1, 0, 0)).topK(100));
    assertThat(found.searchResults()).hasSize(25);
    assertThat(found.searchResults().get(0).item()).containsEntry("text", s(text));
  }

  @Test
  void doesNotWaitForAClientThatStopsInTheMiddleOfAWrite() throws Exception {
    try (var socket =
        new Socket(InetAddress.getLoopbackAddress(), Engine.shared().endpoint().getPort())) {
      socket
          .getOutputStream()
          .write(
              """
              POST / HTTP/1.1\r
              Host: localhost\r
              X-Amz-Target: DynamoDB_20120810.PutItem\r
              Content-Type: application/x-amz-json-1.0\r
              Authorization: AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0\r
              Content-Length: 1000\r
              \r
              {"TableName":"%s","Item":{"pk":\
              """
                  .formatted(table)
                  .getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();

      CompletableFuture.runAsync(
              () -> {
                client.putItem(p -> p.tableName(table).item(item("a", "e", list(1, 0, 0))));
                client.createTable(
                    table(Engine.newTable()).vectorIndexes(index("another")).build());
                assertThat(count()).isEqualTo(1);
              })
          .get(60, TimeUnit.SECONDS);
    }
    assertThat(count()).isEqualTo(1);
  }

  private int count() {
    return client
        .searchVectors(
            r -> r.tableName(table).indexName("vix").searchVector(vector(1, 0, 0)).topK(100))
        .searchResults()
        .size();
  }

  private static long checksum(HttpResponse<String> answer) throws IOException {
    var checksum = new CRC32();
    checksum.update(answer.body().getBytes(StandardCharsets.UTF_8));
    return checksum.getValue();
  }
}
