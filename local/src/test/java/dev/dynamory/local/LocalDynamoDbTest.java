package dev.dynamory.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class LocalDynamoDbTest {
  private static LocalDynamoDb engine;
  private static Notes notes;

  @BeforeAll
  static void start() {
    engine = LocalDynamoDb.inMemory();
    notes = Notes.createdIn(engine);
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @Test
  void givesBackWhatWasPut() {
    notes.put("a", "ünïcode ✓ and \"quotes\"");

    assertThat(notes.get("a")).isEqualTo("ünïcode ✓ and \"quotes\"");
    assertThat(notes.get("b")).isEmpty();
  }

  @Test
  void handsOutOneClient() {
    assertThat(engine.client()).isSameAs(engine.client());
  }

  @Test
  void isOneDatabaseWhateverTheRegionAndTheCredentials() {
    notes.put("shared", "by all");
    try (var elsewhere =
        DynamoDbClient.builder()
            .endpointOverride(engine.endpoint())
            .region(Region.EU_CENTRAL_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("other", "person")))
            .httpClientBuilder(Apache5HttpClient.builder())
            .build()) {
      assertThat(new Notes(elsewhere).get("shared")).isEqualTo("by all");
    }
  }

  @Test
  void answersPlainHttp() throws Exception {
    notes.put("http", "any language");

    var answer = send("GetItem", "{\"TableName\":\"notes\",\"Key\":{\"id\":{\"S\":\"http\"}}}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"text\":{\"S\":\"any language\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://example.com", "null", "http://127.0.0.1.example.com", "%"})
  void refusesWhatAWebPageElsewhereSends(String origin) throws Exception {
    var answer = send("ListTables", "{}", "Origin", origin);

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).doesNotContain("notes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:3000", "http://127.0.0.1", "http://[::1]:8080"})
  void answersAPageOfThisMachine(String origin) throws Exception {
    assertThat(send("ListTables", "{}", "Origin", origin).statusCode()).isEqualTo(200);
  }

  @Test
  void deletesExpiredItemsByItself() {
    engine
        .client()
        .updateTimeToLive(
            ttl ->
                ttl.tableName(Notes.TABLE)
                    .timeToLiveSpecification(s -> s.attributeName("expires").enabled(true)));
    engine
        .client()
        .putItem(
            put ->
                put.tableName(Notes.TABLE)
                    .item(
                        Map.of(
                            "id",
                            AttributeValue.fromS("expired"),
                            "text",
                            AttributeValue.fromS("gone"),
                            "expires",
                            AttributeValue.fromN(
                                Long.toString(Instant.now().minusSeconds(60).getEpochSecond())))));

    assertThat(Wait.until(Duration.ofSeconds(30), () -> notes.get("expired").isEmpty())).isTrue();
  }

  @ParameterizedTest
  @MethodSource("otherAddressesOfThisMachine")
  void listensOnItsOneAddressOnly(InetAddress address) {
    assertThatThrownBy(
            () -> {
              try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(address, engine.endpoint().getPort()), 1_000);
              }
            })
        .isInstanceOfAny(
            ConnectException.class, SocketTimeoutException.class, SocketException.class);
  }

  static Stream<InetAddress> otherAddressesOfThisMachine() throws IOException {
    return Stream.concat(
        Stream.of(InetAddress.getByName("127.0.0.2")),
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> !address.isLoopbackAddress()));
  }

  @Test
  void namesThePortThatIsTaken() {
    int port = engine.endpoint().getPort();

    assertThatThrownBy(() -> LocalDynamoDb.inMemory(port))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Port " + port + " of 127.0.0.1 is in use");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 65_536})
  void refusesWhatIsNoPort(int port) {
    assertThatThrownBy(() -> LocalDynamoDb.inMemory(port))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("" + port);
  }

  @Test
  void endsItsProcessAndItsClientOnClose() throws Exception {
    var other = LocalDynamoDb.inMemory();
    var process = other.process();
    int port = other.endpoint().getPort();
    Notes.createdIn(other);

    other.close();
    other.close();

    assertThat(process.isAlive()).isFalse();
    assertThatThrownBy(other::client).isInstanceOf(IllegalStateException.class);
    try (var again = LocalDynamoDb.inMemory(port)) {
      assertThat(again.endpoint()).isEqualTo(URI.create("http://127.0.0.1:" + port));
      assertThat(again.client().listTables().tableNames()).isEmpty();
    }
    assertThat(process.onExit().get(1, TimeUnit.SECONDS)).isNotNull();
  }

  private static HttpResponse<String> send(String operation, String body, String... headers)
      throws Exception {
    var request =
        HttpRequest.newBuilder(engine.endpoint())
            .header("X-Amz-Target", "DynamoDB_20120810." + operation)
            .header("Content-Type", "application/x-amz-json-1.0")
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/dynamodb/aws4_request,"
                    + " SignedHeaders=host, Signature=none")
            .POST(BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
  }
}
