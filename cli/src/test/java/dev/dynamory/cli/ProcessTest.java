package dev.dynamory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.local.LocalDynamoDb;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What only shows in processes of their own, run as the script runs them: memory, signals, standard
 * input, sudden death.
 */
class ProcessTest {
  private final List<Process> started = new ArrayList<>();

  @TempDir Path folder;

  @AfterEach
  void endWhatStillRuns() throws InterruptedException {
    for (var process : started) {
      process.destroyForcibly().waitFor();
    }
  }

  private ProcessBuilder command(String... args) {
    return command(List.of(), args);
  }

  private ProcessBuilder command(List<String> jvmOptions, String... args) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(jvmOptions);
    command.addAll(
        List.of("@" + Path.of("target", "java.args").toAbsolutePath(), Main.class.getName()));
    command.addAll(List.of("--local", folder.toString(), "--json"));
    command.addAll(List.of(args));
    var builder = new ProcessBuilder(command).redirectError(folder.resolve("err").toFile());
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder;
  }

  private Process start(ProcessBuilder builder) throws IOException {
    var process = builder.start();
    started.add(process);
    return process;
  }

  private String output(Process process) throws IOException, InterruptedException {
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return out;
  }

  private String run(String... args) throws IOException, InterruptedException {
    var process = start(command(args));
    var out = output(process);
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("err"))).isZero();
    return out;
  }

  private static BufferedReader reader(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  @Test
  void standardInputAndOutputAreUtf8AndTheExitCodeIsTheProcess() throws Exception {
    var put = start(command("store", "put", "n", "k", "-"));
    try (var in = put.getOutputStream()) {
      in.write("{\"a\":\"ü😀\"}".getBytes(StandardCharsets.UTF_8));
    }
    output(put);
    assertThat(put.exitValue()).isZero();
    assertThat(run("store", "get", "n", "k")).contains("ü😀");
    var none = start(command("store", "get", "n", "none"));
    assertThat(output(none)).isEmpty();
    assertThat(none.exitValue()).isEqualTo(1);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void anImportThatWasKilledEndsInTheSameStateWhenRunAgain() throws Exception {
    var file = Files.write(folder.resolve("items.jsonl"), lines(2_000));
    var killed = start(command("store", "import", file.toString()));
    try (var local = new Watcher(folder)) {
      local.waitForItems();
      killed.destroyForcibly().waitFor();
    }
    assertThat(run("store", "import", file.toString())).contains("\"imported\":2000,");
    var exported = run("store", "export").lines().map(ItemJson::read).map(i -> i.key() + i.value());
    assertThat(exported.collect(Collectors.toSet()))
        .isEqualTo(
            Files.readAllLines(file).stream()
                .map(ItemJson::read)
                .map(i -> i.key() + i.value())
                .collect(Collectors.toSet()));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aSessionImportThatWasKilledGoesOnWhenRunAgain() throws Exception {
    var lines =
        IntStream.range(0, 3_000)
            .mapToObj(i -> "{\"role\":\"user\",\"content\":\"message " + i + "\"}")
            .toList();
    var file = Files.write(folder.resolve("messages.jsonl"), lines);
    var killed = start(command("session", "import", "ana", file.toString()));
    try (var local = new Watcher(folder)) {
      local.waitForItems();
      killed.destroyForcibly().waitFor();
    }
    assertThat(run("session", "import", "ana", file.toString()))
        .contains("\"session_id\":\"ana\"")
        .doesNotContain("\"present\":0,");
    assertThat(run("session", "get", "ana").lines().map(line -> Json.readObject(line, "line")))
        .containsExactlyElementsOf(
            lines.stream().map(line -> Json.readObject(line, "line")).toList());
  }

  @Test
  void anImportNeedsNoMemoryInProportion() throws Exception {
    var text = "x".repeat(4_000);
    var file = folder.resolve("large.jsonl");
    try (var out = Files.newBufferedWriter(file)) {
      for (var i = 0; i < 20_000; i++) {
        out.write(
            "{\"namespace\":[\"n\"],\"key\":\""
                + i % 2_000
                + "\",\"value\":{\"text\":\""
                + text
                + i
                + "\"}}\n");
      }
    }
    assertThat(Files.size(file)).isGreaterThan(80_000_000);
    try (var engine = LocalDynamoDb.inMemory()) {
      var url = engine.endpoint().toString();
      assertThat(Terminal.on("--endpoint", url).run("setup", "store").code()).isZero();
      var builder = command(List.of("-Xmx40m"), "store", "import", file.toString());
      builder.command().removeAll(List.of("--local", folder.toString()));
      builder.command().addAll(List.of("--endpoint", url));
      var process = start(builder);
      assertThat(output(process)).isEqualTo("{\"imported\":20000,\"expired\":0,\"bad\":0}\n");
      assertThat(Terminal.on("--endpoint", url, "--json").run("store", "get", "n", "1999").out())
          .contains(text + "19999");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM"})
  @DisabledOnOs(OS.WINDOWS)
  void localServesUntilASignalAndLosesNothing(String signal) throws Exception {
    var local = start(command("local", "--port", "0"));
    var line = Json.readObject(reader(local).readLine(), "line");
    assertThat(line).containsOnlyKeys("endpoint", "folder");
    var terminal = Terminal.on("--endpoint", String.valueOf(line.get("endpoint")));
    assertThat(terminal.run("setup", "store").code()).isZero();
    for (var i = 0; i < 20; i++) {
      assertThat(terminal.run("store", "put", "n", "k" + i, "{}").code()).isZero();
    }
    // another command on the same folder uses the engine that runs
    assertThat(run("store", "search", "--limit", "100").lines()).hasSize(20);

    send(signal, local);
    if (isIgnored(signal)) {
      assertThat(local.isAlive()).isTrue();
      send("TERM", local);
    }
    assertThat(local.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(run("store", "search", "--limit", "100").lines()).hasSize(20);
  }

  @Test
  void localServesVectorIndexesThatTakeTheTimeThatIsAsked() throws Exception {
    var lag = Duration.ofMillis(300);
    var allocating = Duration.ofMillis(400);
    var backfilling = Duration.ofMillis(200);
    var local =
        command(
            "local",
            "--port=0",
            "--index-lag=" + lag,
            "--index-allocating=" + allocating,
            "--index-backfilling=" + backfilling);
    assertThat(reader(start(local)).readLine()).contains("endpoint");
    try (var engine = LocalDynamoDb.on(folder)) {
      var table = new VectorTable(engine.client(), "vectors");

      assertThat(table.untilFound(0, "first", table::create)).isGreaterThan(allocating);
      assertThat(table.untilFound(1, "first", () -> table.put("a"))).isGreaterThan(lag);
      assertThat(table.untilFound(1, "second", () -> table.add("second")))
          .isGreaterThan(allocating.plus(backfilling));
    }
  }

  private static void send(String signal, Process process) throws Exception {
    new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start().waitFor();
  }

  /** What a script starts in the background ignores INT, and so does all that it starts. */
  private static boolean isIgnored(String signal) throws Exception {
    return new ProcessBuilder("sh", "-c", "kill -" + signal + " $$").start().waitFor() == 0;
  }

  @Test
  void aMissingRegionIsOneClearError() throws Exception {
    var builder = command("store", "get", "n", "k", "--aws");
    builder.command().removeAll(List.of("--local", folder.toString()));
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
    builder.environment().put("AWS_CONFIG_FILE", folder.resolve("none").toString());
    var process = start(builder);
    assertThat(output(process)).isEmpty();
    assertThat(process.exitValue()).isEqualTo(2);
    assertThat(Files.readAllLines(folder.resolve("err")))
        .singleElement()
        .asString()
        .contains("region");
  }

  private static List<String> lines(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                "{\"namespace\":[\"n\",\""
                    + i % 20
                    + "\"],\"key\":\""
                    + i
                    + "\",\"value\":{\"i\":"
                    + i
                    + "}}")
        .toList();
  }

  /** Sees from outside that an import has begun to write: the database file grows. */
  private record Watcher(Path folder) implements AutoCloseable {
    void waitForItems() throws IOException, InterruptedException {
      var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (size() < 200_000) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        Thread.onSpinWait();
      }
    }

    private long size() throws IOException {
      try (Stream<Path> files = Files.list(folder)) {
        return files
            .filter(f -> f.toString().contains(".db"))
            .mapToLong(f -> f.toFile().length())
            .sum();
      }
    }

    @Override
    public void close() {}
  }
}
