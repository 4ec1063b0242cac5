package dev.dynamory.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnFolderTest {
  private static final Duration AT_ONCE = Duration.ZERO;

  @TempDir Path temporary;
  private Path folder;

  @BeforeEach
  void name() {
    folder = temporary.resolve("a folder — ünïcode");
  }

  @Test
  void keepsItsDataBetweenOneEngineAndTheNext() {
    try (var engine = LocalDynamoDb.on(folder)) {
      Notes.createdIn(engine).put("a", "kept");
    }
    try (var engine = LocalDynamoDb.on(folder)) {
      assertThat(Notes.in(engine).get("a")).isEqualTo("kept");
    }
  }

  @Test
  void syncsAWriteOnceByWritingAhead() {
    try (var engine = LocalDynamoDb.on(folder)) {
      Notes.createdIn(engine).put("a", "kept");
      assertThat(folder.resolve("shared-local-instance.db-wal")).isNotEmptyFile();
    }
    try (var engine = LocalDynamoDb.on(folder)) {
      Notes.in(engine).put("b", "kept");
      assertThat(folder.resolve("shared-local-instance.db-wal")).isNotEmptyFile();
    }
  }

  @Test
  void keepsWhatAKilledEngineAcknowledged() throws Exception {
    try (var engine = LocalDynamoDb.on(folder)) {
      var notes = Notes.createdIn(engine);
      for (int i = 0; i < 20; i++) {
        notes.put("note-" + i, "text " + i);
      }
      engine.process().destroyForcibly();
      engine.process().onExit().get(10, TimeUnit.SECONDS);
    }
    try (var engine = LocalDynamoDb.on(folder)) {
      for (int i = 0; i < 20; i++) {
        assertThat(Notes.in(engine).get("note-" + i)).isEqualTo("text " + i);
      }
    }
  }

  @Test
  void removesWhatAKilledEngineLeft() throws Exception {
    List<Path> left;
    try (var engine = LocalDynamoDb.on(folder)) {
      Notes.createdIn(engine);
      engine.process().destroyForcibly();
      engine.process().onExit().get(10, TimeUnit.SECONDS);
      try (var files = Files.list(folder.resolve("tmp"))) {
        left = files.toList();
      }
    }
    LocalDynamoDb.on(folder).close();

    assertThat(left).isNotEmpty().noneMatch(Files::exists);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void continuesWhereAKilledJvmStopped(boolean killTheEngineToo) throws Exception {
    var acknowledged = new ArrayList<String>();
    ProcessHandle firstEngine;
    var first =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Ddynamory.local.repository=" + System.getProperty("dynamory.local.repository"),
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var said = first.inputReader(StandardCharsets.UTF_8)) {
      firstEngine = ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
      while (acknowledged.size() < 50) {
        acknowledged.add(said.readLine());
      }
      if (killTheEngineToo) {
        firstEngine.destroyForcibly();
      }
      first.destroyForcibly();
    }

    try (var engine = LocalDynamoDb.on(folder)) {
      assertThat(firstEngine.onExit()).succeedsWithin(Duration.ofSeconds(10));
      for (String id : acknowledged) {
        assertThat(Notes.in(engine).get(id)).isEqualTo(id.replace("note-", "text "));
      }
    }
  }

  @Test
  void endsAlsoWhileAnIndexIsBeingBuilt() throws Exception {
    try (var engine = LocalDynamoDb.on(folder)) {
      var notes = Notes.createdIn(engine);
      notes.put("a", "kept");
      notes.addAnIndexThatIsNeverBuilt();
      engine.process().destroy();
      assertThat(engine.process().onExit()).succeedsWithin(Duration.ofSeconds(30));
    }
    try (var engine = LocalDynamoDb.on(folder)) {
      assertThat(Notes.in(engine).get("a")).isEqualTo("kept");
    }
  }

  @Test
  void waitsForTheFolderUntilItsOwnerCloses() throws Exception {
    var owner = LocalDynamoDb.on(folder);
    Notes.createdIn(owner).put("a", "the owner's");
    var next = CompletableFuture.supplyAsync(() -> LocalDynamoDb.on(folder));
    assertThat(next).isNotDone();

    owner.close();

    try (var engine = next.get(20, TimeUnit.SECONDS)) {
      assertThat(Notes.in(engine).get("a")).isEqualTo("the owner's");
    }
  }

  @Test
  void namesTheFolderThatAnotherProcessKeeps() throws Exception {
    try (var owner = LocalDynamoDb.on(folder)) {
      var notes = Notes.createdIn(owner);
      // Enough garbage for the engine's JVM to collect what nothing refers to.
      for (int i = 0; i < 40; i++) {
        notes.put("large", "x".repeat(300_000));
      }

      assertThatThrownBy(() -> Start.on(folder, 0).waiting(AT_ONCE).now())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(folder.toRealPath().toString())
          .hasMessageContaining("is in use by another process");
      assertThat(notes.get("large")).hasSize(300_000);
    }
  }

  @Test
  void connectsToTheEngineThatIsServedAndLeavesItRunning() {
    try (var server = LocalDynamoDb.serve(folder, 0)) {
      Notes.createdIn(server);
      try (var guest = LocalDynamoDb.on(folder)) {
        assertThat(guest.endpoint()).isEqualTo(server.endpoint());
        Notes.in(guest).put("a", "the guest's");
      }
      assertThat(Notes.in(server).get("a")).isEqualTo("the guest's");
    }
    assertThat(folder.resolve("endpoint")).doesNotExist();
  }

  @Test
  void servesAFolderOnlyOnce() {
    try (var server = LocalDynamoDb.serve(folder, 0)) {
      assertThatThrownBy(() -> LocalDynamoDb.serve(folder, 0))
          .hasMessageContaining("already served at " + server.endpoint());
      assertThatThrownBy(() -> LocalDynamoDb.on(folder, 1))
          .hasMessageContaining("served at " + server.endpoint() + ", not on port 1");
    }
  }

  @Test
  void doesNotBelieveTheEndpointOfAKilledServer() throws Exception {
    try (var killed = LocalDynamoDb.serve(folder, 0)) {
      Notes.createdIn(killed).put("a", "kept");
      killed.process().destroyForcibly();
      killed.process().onExit().get(10, TimeUnit.SECONDS);
    }
    assertThat(folder.resolve("endpoint")).exists();

    try (var other = LocalDynamoDb.inMemory()) {
      Files.writeString(folder.resolve("endpoint"), other.endpoint().toString());
      try (var engine = LocalDynamoDb.on(folder)) {
        assertThat(engine.endpoint()).isNotEqualTo(other.endpoint());
        assertThat(Notes.in(engine).get("a")).isEqualTo("kept");
        assertThat(folder.resolve("endpoint")).doesNotExist();
      }
    }
  }

  @Test
  void refusesAFolderThatIsAFile() throws Exception {
    Files.writeString(folder, "a file");

    assertThatThrownBy(() -> LocalDynamoDb.on(folder))
        .hasMessageContaining("The database folder " + folder + " cannot be used");
  }

  @Test
  void carriesTheEnginesLastWordsWhenItDoesNotStart() throws Exception {
    Files.createDirectories(folder.resolve("endpoint/is not/a file"));

    assertThatThrownBy(() -> LocalDynamoDb.on(folder))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("DynamoDB Local did not start on " + folder.toRealPath())
        .hasMessageContaining("DirectoryNotEmptyException");
  }

  @Test
  void saysOnceForAFolderWhatTheEngineIs() {
    PrintStream terminal = System.err;
    var said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      LocalDynamoDb.on(folder).close();
      LocalDynamoDb.on(folder).close();
    } finally {
      System.setErr(terminal);
    }

    assertThat(said.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .contains("DynamoDB Local", "licence", "AWS account");
  }
}
