package dev.dynamory.migration;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.dynamory.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The calls to a CouchDB server that read, tried again where that may help. */
final class CouchDb {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final int MAX_TRIES = 4;
  private static final long FIRST_WAIT_MILLIS = 100;

  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(CONNECT).version(HttpClient.Version.HTTP_1_1).build();
  private final String address;
  private final @Nullable String authorization;

  private CouchDb(String address, @Nullable String authorization) {
    this.address = address;
    this.authorization = authorization;
  }

  static CouchDb at(URI server) {
    var user = server.getUserInfo();
    return new CouchDb(address(server), user == null ? null : basic(user));
  }

  static CouchDb at(URI server, String user, String password) {
    return new CouchDb(address(server), basic(user + ":" + password));
  }

  private static String address(URI server) {
    if (server.getHost() == null || !String.valueOf(server.getScheme()).matches("https?")) {
      throw new InvalidInputException(
          "server", "must be an address such as http://localhost:5984, but has no http and host");
    }
    var port = server.getPort() < 0 ? "" : ":" + server.getPort();
    var path = server.getRawPath() == null ? "" : server.getRawPath().replaceFirst("/+$", "");
    return server.getScheme() + "://" + server.getHost() + port + path;
  }

  private static String basic(String userAndPassword) {
    var bytes = userAndPassword.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  /** The address, without credentials. */
  String address() {
    return address;
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The object at the path, which is encoded already; empty if the server says there is none. */
  Optional<Map<String, @Nullable Object>> get(String path) {
    return send(path, request(path).GET().build()).map(answer -> object(path, answer));
  }

  /** The answer to a question that is too long for a path. */
  Optional<Map<String, @Nullable Object>> post(String path, Object question) {
    var body = BodyPublishers.ofString(Json.line(question));
    var request = request(path).header("Content-Type", "application/json").POST(body).build();
    return send(path, request).map(answer -> object(path, answer));
  }

  /** The names of the databases. */
  List<String> databases() {
    if (send("/_all_dbs", request("/_all_dbs").GET().build()).orElse(null) instanceof List<?> all) {
      return all.stream()
          .map(String.class::cast)
          .filter(name -> !name.startsWith("_"))
          .sorted()
          .toList();
    }
    throw foreign("/_all_dbs", null);
  }

  private Map<String, @Nullable Object> object(String path, Object answer) {
    if (answer instanceof Map<?, ?> map) {
      return Json.members(map);
    }
    throw foreign(path, null);
  }

  private CouchDbException foreign(String path, @Nullable Exception cause) {
    return new CouchDbException(
        address + path + " answered with what is not CouchDB's, or not all of it", 200, cause);
  }

  private HttpRequest.Builder request(String path) {
    var request =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(ANSWER)
            .header("Accept", "application/json");
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return request;
  }

  private Optional<Object> send(String path, HttpRequest request) {
    for (var tries = 1; ; tries++) {
      try {
        var response = http.send(request, BodyHandlers.ofInputStream());
        try (var body = response.body()) {
          if (response.statusCode() == 200) {
            return Optional.ofNullable(Json.read(body));
          } else if (response.statusCode() == 404) {
            return Optional.empty();
          } else if (!isPassing(response.statusCode()) || tries == MAX_TRIES) {
            throw failure(path, response.statusCode(), body);
          }
        }
      } catch (StreamConstraintsException e) {
        throw new TooMuchException(e);
      } catch (JacksonException e) {
        if (tries == MAX_TRIES) {
          throw foreign(path, e);
        }
      } catch (IOException e) {
        if (tries == MAX_TRIES) {
          throw new CouchDbException(address + path + " does not answer: " + e, 0, e);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CouchDbException("interrupted while reading " + address + path, 0, e);
      }
      pause(path, tries);
    }
  }

  private static boolean isPassing(int status) {
    return status == 429 || status >= 500;
  }

  private CouchDbException failure(String path, int status, InputStream body) throws IOException {
    var text = new String(body.readNBytes(500), StandardCharsets.UTF_8).strip();
    var advice = status == 401 || status == 403 ? "; check user and password" : "";
    return new CouchDbException(
        address + path + " answered " + status + " " + text + advice, status, null);
  }

  private void pause(String path, int tries) {
    var longest = FIRST_WAIT_MILLIS << tries;
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(longest / 2, longest));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CouchDbException("interrupted while reading " + address + path, 0, e);
    }
  }

  /** An answer is deeper, or a number in it longer, than can be read. */
  static final class TooMuchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooMuchException(StreamConstraintsException cause) {
      super(cause.getOriginalMessage(), cause);
    }
  }
}
