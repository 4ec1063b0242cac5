package dev.dynamory.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.dynamory.local.JarRepository.Jar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The remote repository is a server of this test's, which serves this machine's own. */
class EngineClassPathTest {
  private static final Path HERE = JarRepository.ofThisMachine().folder();
  private static final List<Jar> JARS = EngineClassPath.listed();

  private final Set<String> asked = ConcurrentHashMap.newKeySet();
  private final Set<String> spoilt = ConcurrentHashMap.newKeySet();

  @TempDir Path folder;
  private HttpServer server;
  private EngineClassPath classPath;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.createContext(
        "/maven/",
        exchange -> {
          try (exchange) {
            String path = exchange.getRequestURI().getPath().substring("/maven/".length());
            asked.add(path);
            if (Files.exists(HERE.resolve(path))) {
              byte[] bytes = Files.readAllBytes(HERE.resolve(path));
              if (spoilt.contains(path)) {
                bytes[bytes.length / 2]++;
              }
              exchange.sendResponseHeaders(200, bytes.length);
              exchange.getResponseBody().write(bytes);
            } else {
              exchange.sendResponseHeaders(404, -1);
            }
          }
        });
    server.start();
    var remote = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/maven");
    classPath = new EngineClassPath(JARS, new JarRepository(folder, remote));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void listsDynamoDbLocalByItsPlaceInAnyRepository() {
    assertThat(JARS)
        .allSatisfy(
            jar -> {
              assertThat(jar.path()).matches("[\\w.+-]+(/[\\w.+-]+)+\\.(jar|so|dll|dylib)");
              assertThat(jar.sha256()).matches("[0-9a-f]{64}");
            })
        .extracting(Jar::path)
        .isSorted()
        .anyMatch(path -> path.contains("/DynamoDBLocal-"));
  }

  @Test
  void hasNoTelemetryClient() {
    assertThat(JARS)
        .extracting(Jar::path)
        .noneMatch(path -> path.matches(".*(pinpoint|cognito).*"));
  }

  @Test
  void fetchesAllOfAnEmptyRepositoryAndRuns() throws Exception {
    try (var engine = Start.inMemory(classPath, 0, IndexTiming.INSTANT)) {
      assertThat(engine.client().listTables().tableNames()).isEmpty();
    }

    assertThat(asked).hasSameSizeAs(JARS);
    assertThat(filesInTheRepository())
        .containsExactlyInAnyOrderElementsOf(JARS.stream().map(Jar::path).toList());
  }

  @Test
  void asksForNothingThatIsThere() throws Exception {
    copyAllBut(JARS.get(3));

    assertThat(classPath.fetchMissing()).isTrue();
    assertThat(classPath.fetchMissing()).isFalse();

    assertThat(asked).containsExactly(JARS.get(3).path());
  }

  @Test
  void fetchesAgainWhatIsCutShort() throws Exception {
    Jar cut = JARS.get(3);
    copyAllBut(cut);
    Files.writeString(classPath.repository().file(cut), "half a j");

    assertThat(classPath.fetchMissing()).isTrue();

    assertThat(classPath.repository().corrupt(JARS)).isEmpty();
  }

  @Test
  void refusesAFileWithAnotherChecksum() throws Exception {
    Jar bad = JARS.get(3);
    copyAllBut(bad);
    spoilt.add(bad.path());

    assertThatThrownBy(classPath::fetchMissing)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(bad.path() + " is not the expected file")
        .hasMessageContaining("dynamory.local.repository.url");

    assertThat(filesInTheRepository()).hasSize(JARS.size() - 1).doesNotContain(bad.path());
  }

  @Test
  void saysWhatTheRemoteRepositoryLacks() throws Exception {
    var unknown = new Jar("no/such/jar/1/jar-1.jar", 1, "0".repeat(64));
    var lacking = new EngineClassPath(List.of(unknown), classPath.repository());

    assertThatThrownBy(lacking::fetchMissing)
        .hasMessageContaining("no/such/jar/1/jar-1.jar answered 404");
  }

  @Test
  void saysThatTheRemoteRepositoryDoesNotAnswer() {
    server.stop(0);

    assertThatThrownBy(classPath::fetchMissing)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ConnectException")
        .hasMessageContaining("https.proxyHost");
  }

  @Test
  void replacesACorruptJarThatKeepsTheEngineFromStarting() throws Exception {
    Jar corrupt =
        JARS.stream().filter(jar -> jar.path().contains("DynamoDBLocal")).findFirst().orElseThrow();
    copyAllBut(corrupt);
    Files.write(classPath.repository().file(corrupt), new byte[(int) corrupt.size()]);

    try (var engine = Start.inMemory(classPath, 0, IndexTiming.INSTANT)) {
      assertThat(engine.client().listTables().tableNames()).isEmpty();
    }

    assertThat(asked).containsExactly(corrupt.path());
  }

  private void copyAllBut(Jar missing) throws IOException {
    for (Jar jar : JARS) {
      Path file = classPath.repository().file(jar);
      Files.createDirectories(file.getParent());
      if (!jar.equals(missing)) {
        Files.copy(HERE.resolve(jar.path()), file);
      }
    }
  }

  private List<String> filesInTheRepository() {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
