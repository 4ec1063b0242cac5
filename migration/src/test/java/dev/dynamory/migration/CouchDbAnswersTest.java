package dev.dynamory.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.dynamory.InvalidInputException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What answers other than CouchDB's own lead to: tried again, or an error that says what came. */
class CouchDbAnswersTest {
  private record Answer(int status, String body, int missingBytes) {}

  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<String> authorizations = new ArrayList<>();
  private HttpServer server;

  @BeforeEach
  void aServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void noServer() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    var authorization = exchange.getRequestHeaders().getFirst("Authorization");
    authorizations.add(String.valueOf(authorization));
    var answer = answers.removeFirst();
    var body = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length + answer.missingBytes());
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private URI address(String userInfo) {
    return URI.create("http://" + userInfo + "127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  private CouchDbDatabase database() {
    return CouchDbDatabase.at(address(""));
  }

  private void isRead() {
    answers.add(new Answer(200, "{\"_id\":\"a\",\"_rev\":\"1-x\",\"n\":1}", 0));
    assertThat(database().get("agents", "a").orElseThrow().revision()).isEqualTo("1-x");
    assertThat(answers).isEmpty();
  }

  @Test
  void aServerThatIsBusyOrCutsItsAnswerIsAskedAgain() {
    answers.add(new Answer(503, "{\"error\":\"busy\"}", 0));
    isRead();
    answers.add(new Answer(429, "", 0));
    answers.add(new Answer(200, "{\"_id\":\"a\",\"_rev\":", 20));
    isRead();
  }

  @Test
  void aServerThatStaysBrokenIsAnErrorWithItsStatus() {
    for (var n = 0; n < 4; n++) {
      answers.add(new Answer(500, "{\"error\":\"nodedown\"}", 0));
    }
    assertThatExceptionOfType(CouchDbException.class)
        .isThrownBy(() -> database().get("agents", "a"))
        .withMessageContaining("nodedown")
        .satisfies(e -> assertThat(e.status()).isEqualTo(500));
  }

  @Test
  void whatIsNotCouchDbIsAnErrorThatSaysSo() {
    for (var n = 0; n < 4; n++) {
      answers.add(new Answer(200, "<html>It works!</html>", 0));
    }
    assertThatExceptionOfType(CouchDbException.class)
        .isThrownBy(() -> database().get("agents", "a"))
        .withMessageContaining("not CouchDB's");
    answers.add(new Answer(200, "[1]", 0));
    assertThatExceptionOfType(CouchDbException.class)
        .isThrownBy(() -> database().get("agents", "a"));
  }

  @Test
  void userAndPasswordAreSentAndNeverSaid() {
    for (var database :
        List.of(
            CouchDbDatabase.at(address("ana:s%C3%A9cret@")),
            CouchDbDatabase.at(address(""), "ana", "sécret"))) {
      answers.add(new Answer(401, "{\"error\":\"unauthorized\"}", 0));
      assertThatExceptionOfType(CouchDbException.class)
          .isThrownBy(() -> database.get("agents", "a"))
          .withMessageContaining("check user and password")
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain("cret"));
    }
    assertThat(authorizations).hasSize(2).containsOnly("Basic YW5hOnPDqWNyZXQ=");
  }

  @Test
  void noServerAtAllIsAnErrorWithoutStatus() {
    server.stop(0);
    assertThatExceptionOfType(CouchDbException.class)
        .isThrownBy(() -> database().get("agents", "a"))
        .satisfies(e -> assertThat(e.status()).isZero());
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> CouchDbDatabase.at(URI.create("localhost:5984")));
  }
}
