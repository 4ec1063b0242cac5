package dev.dynamory.migration;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A real server that speaks CouchDB's API, pouchdb-server of npm, in memory, one for all tests of
 * this JVM. Where it cannot be had the tests are skipped, and say why.
 */
final class PouchDb {
  private static final String VERSION = "4.2.0";
  private static final Path FOLDER = Path.of("target", "pouchdb-server").toAbsolutePath();
  private static final Path SCRIPT =
      FOLDER.resolve(Path.of("node_modules", "pouchdb-server", "bin", "pouchdb-server"));
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static @Nullable PouchDb running;
  private static @Nullable String absence;

  private final URI server;

  private PouchDb(URI server) {
    this.server = server;
  }

  static synchronized PouchDb get() {
    if (running == null && absence == null) {
      try {
        running = start();
      } catch (IOException e) {
        absence = String.valueOf(e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        absence = "interrupted";
      }
    }
    var found = running;
    assumeTrue(
        found != null,
        () ->
            "needs pouchdb-server "
                + VERSION
                + " of npm, a real server that speaks CouchDB's API: "
                + absence);
    return Objects.requireNonNull(found);
  }

  private static PouchDb start() throws IOException, InterruptedException {
    if (!Files.exists(SCRIPT)) {
      Files.createDirectories(FOLDER);
      run(
          List.of(
              System.getProperty("os.name").startsWith("Windows") ? "npm.cmd" : "npm",
              "install",
              "--ignore-scripts",
              "--no-audit",
              "--no-fund",
              "--prefix",
              FOLDER.toString(),
              "pouchdb-server@" + VERSION));
    }
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    var data = Files.createTempDirectory("pouchdb");
    var process =
        new ProcessBuilder(
                "node",
                SCRIPT.toString(),
                "--in-memory",
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port))
            .directory(data.toFile())
            .redirectErrorStream(true)
            .redirectOutput(new File(data.toFile(), "log"))
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    var server = new PouchDb(URI.create("http://127.0.0.1:" + port));
    server.await(process);
    return server;
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    var log = FOLDER.resolve("install.log").toFile();
    var process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
    if (!process.waitFor(4, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("npm could not install it, see " + log);
    }
  }

  private void await(Process process) throws IOException, InterruptedException {
    var last = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      try {
        HTTP.send(HttpRequest.newBuilder(server).build(), BodyHandlers.discarding());
        return;
      } catch (IOException e) {
        if (System.nanoTime() > last || process.waitFor(100, TimeUnit.MILLISECONDS)) {
          throw new IOException("node did not start it within a minute", e);
        }
      }
    }
  }

  URI server() {
    return server;
  }

  /** A new database. */
  String newDatabase() {
    var name = "c" + UUID.randomUUID();
    send("PUT", "/" + name, "{}");
    return name;
  }

  /** Its new revision. */
  String put(String database, String id, String json) {
    var answer = send("PUT", "/" + database + "/" + CouchDb.encoded(id), json);
    return String.valueOf(answer.get("rev"));
  }

  String delete(String database, String id, String revision) {
    var path = "/" + database + "/" + CouchDb.encoded(id) + "?rev=" + revision;
    return String.valueOf(send("DELETE", path, "{}").get("rev"));
  }

  /** Many documents at once; with {@code "new_edits":false} as a replication writes them. */
  void bulk(String database, String json) {
    send("POST", "/" + database + "/_bulk_docs", json);
  }

  private Map<String, @Nullable Object> send(String method, String path, String json) {
    try {
      var response =
          HTTP.send(
              HttpRequest.newBuilder(URI.create(server + path))
                  .header("Content-Type", "application/json")
                  .method(method, BodyPublishers.ofString(json))
                  .build(),
              BodyHandlers.ofInputStream());
      if (response.statusCode() >= 300) {
        throw new IllegalStateException(
            method
                + " "
                + path
                + ": "
                + response.statusCode()
                + " "
                + new String(response.body().readAllBytes(), StandardCharsets.UTF_8));
      }
      return Json.read(response.body()) instanceof Map<?, ?> map ? Json.members(map) : Map.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
