package dev.dynamory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.cli.Terminal.Result;
import dev.dynamory.dynamodb.Dynamory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

class ImportExportTest {
  private final String table = Group.onNewTable("store", "store").table();
  private final Terminal terminal = Engine.terminal();

  @TempDir Path folder;

  private Result imported(String... lines) throws IOException {
    var file = Files.writeString(folder.resolve("items.jsonl"), String.join("\n", lines));
    return terminal.run("store", "import", file.toString(), "--table", table);
  }

  private List<String> exported(String... prefix) {
    var args = new ArrayList<>(List.of("store", "export", "--table", table));
    args.addAll(List.of(prefix));
    var result = terminal.run(args.toArray(String[]::new));
    assertThat(result.code()).isZero();
    return result.lines();
  }

  private static String line(String namespace, String key, String value) {
    return "{\"namespace\":[\""
        + namespace
        + "\"],\"key\":\""
        + key
        + "\",\"value\":"
        + value
        + "}";
  }

  @Test
  void whatIsExportedCanBeImportedAndIsTheSame() throws IOException {
    var result =
        imported(
            line("a:b/c%", "1", "{\"f\":1.5,\"big\":123456789012345678901234567890,\"none\":null}"),
            line(
                "a",
                "2",
                "{\"b\":{\"$bytes\":\"AQID\"},\"s\":{\"$set\":[1,2]},\"l\":{\"$literal\":{\"$set\":\"x\"}}}"),
            "",
            line("a", "3", "{\"text\":\"ünïcødé 😀\"}"));
    assertThat(result.code()).isZero();
    assertThat(result.out()).isEqualTo("{\"imported\":3,\"expired\":0,\"bad\":0}\n");

    var all = exported();
    assertThat(all).hasSize(3);
    var copy = Files.write(folder.resolve("copy.jsonl"), all);
    var other = Engine.newTable();
    terminal.run("setup", "store", "--table", other);
    assertThat(terminal.run("store", "import", copy.toString(), "--table", other).code()).isZero();
    assertThat(contents(terminal.run("store", "export", "--table", other).lines()))
        .containsExactlyInAnyOrderElementsOf(contents(all));
  }

  private static List<Object> contents(List<String> lines) {
    var contents = new ArrayList<Object>();
    for (var line : lines) {
      var item = ItemJson.read(line);
      contents.add(List.of(item.namespace(), item.key(), Json.line(Values.toJson(item.value()))));
    }
    return contents;
  }

  @Test
  void exportUnderAPrefixIsSortedAndHoldsOnlyWhatIsUnderIt() throws IOException {
    var lines = new ArrayList<String>();
    for (var i = 0; i < 1_100; i++) {
      lines.add(line(i % 2 == 0 ? "even" : "odd", "%04d".formatted(i), "{}"));
    }
    assertThat(imported(lines.toArray(String[]::new)).code()).isZero();
    assertThat(exported("even").stream().map(ItemJson::read).map(ItemJson.Incoming::key))
        .hasSize(550)
        .isSorted();
    assertThat(exported()).hasSize(1_100);
    assertThat(terminal.run("store", "export", "--table", table, "neither").err())
        .isEqualTo("dynamory: there are no items under neither\n");
  }

  @Test
  void badLinesAreNamedAndTheGoodOnesKept() throws IOException {
    var result =
        imported(
            line("n", "good-1", "{}"),
            "{\"namespace\":[\"n\"],\"key\":\"no value\"}",
            "not json",
            line("n", "bad-value", "[1]"),
            line("", "empty-label", "{}"),
            line("dynamory", "reserved", "{}"),
            line("n", "", "{}"),
            line("n", "path", "{\"scores\":[1,{\"$bytes\":7}]}"),
            line("n", "too-many-digits", "{\"n\":1234567890123456789012345678901234567890}"),
            "{\"namespace\":\"n\",\"key\":\"k\",\"value\":{}}",
            "{\"namespace\":[\"n\"],\"key\":\"k\",\"value\":{},\"expire_at\":1}",
            "{\"namespace\":[\"n\"],\"key\":\"k\",\"value\":{},\"expires_at\":\"soon\"}",
            line("n", "good-2", "{}"));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEqualTo("{\"imported\":2,\"expired\":0,\"bad\":11}\n");
    assertThat(result.err().lines())
        .hasSize(11)
        .allMatch(line -> line.startsWith("dynamory: line "))
        .anyMatch(line -> line.startsWith("dynamory: line 2: value: is missing"))
        .anyMatch(line -> line.startsWith("dynamory: line 3: line: is not JSON"))
        .anyMatch(line -> line.startsWith("dynamory: line 8: value.scores[1]: "))
        .anyMatch(line -> line.startsWith("dynamory: line 9: value.n: "))
        .anyMatch(line -> line.startsWith("dynamory: line 11: expire_at: "));
    assertThat(exported()).hasSize(2);
  }

  @Test
  void whatIsNotUtf8IsABadLine() throws IOException {
    var file = folder.resolve("latin1.jsonl");
    Files.write(
        file, (line("n", "1", "{\"a\":\"ü\"}") + "\n").getBytes(StandardCharsets.ISO_8859_1));
    Files.writeString(
        file, line("n", "2", "{\"a\":\"ü\"}"), java.nio.file.StandardOpenOption.APPEND);
    var result = terminal.run("store", "import", "@" + file, "--table", table);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).isEqualTo("dynamory: line 1: line: is not UTF-8\n");
    assertThat(exported()).hasSize(1);
  }

  @Test
  void linesComeFromStandardInputToo() {
    var result =
        terminal
            .typing("\ufeff" + line("n", "1", "{}") + "\r\n" + line("n", "2", "{}"))
            .run("store", "import", "-", "--table", table);
    assertThat(result.out()).isEqualTo("{\"imported\":2,\"expired\":0,\"bad\":0}\n");
  }

  @Test
  void manyBadLinesAreCountedButNotAllNamed() throws IOException {
    var result = imported("x\n".repeat(1_000));
    assertThat(result.object()).extracting("bad").asString().isEqualTo("1000");
    assertThat(result.err().lines()).hasSize(101);
  }

  @Test
  void ofTwoLinesWithOneKeyTheLaterWins() throws IOException {
    var lines = new ArrayList<String>();
    for (var i = 1; i <= 3_000; i++) {
      lines.add(line("n", "key-" + i % 10, "{\"n\":" + i + "}"));
    }
    assertThat(imported(lines.toArray(String[]::new)).code()).isZero();
    var last =
        exported("n").stream().map(ItemJson::read).map(item -> item.value().get("n")).toList();
    assertThat(last).containsExactly(3000, 2991, 2992, 2993, 2994, 2995, 2996, 2997, 2998, 2999);
  }

  @Test
  void theMomentOfExpiryIsKeptAndWhatHasExpiredIsSkipped() throws IOException {
    var soon = Instant.now().plusSeconds(86_400).getEpochSecond();
    var result =
        imported(
            "{\"namespace\":[\"n\"],\"key\":\"text\",\"value\":{},\"expires_at\":\""
                + Json.timestamp(Instant.ofEpochSecond(soon))
                + "\"}",
            "{\"namespace\":[\"n\"],\"key\":\"seconds\",\"value\":{},\"expires_at\":" + soon + "}",
            "{\"namespace\":[\"n\"],\"key\":\"gone\",\"value\":{},\"expires_at\":1000000000}");
    assertThat(result.out()).isEqualTo("{\"imported\":2,\"expired\":1,\"bad\":0}\n");
    assertThat(exported().stream().map(ItemJson::read).map(ItemJson.Incoming::expiresAt))
        .containsOnly(Instant.ofEpochSecond(soon))
        .hasSize(2);
  }

  @Test
  void anImportIntoATableThatIsMissingEndsAtOnce() throws IOException {
    var file = Files.writeString(folder.resolve("one.jsonl"), line("n", "1", "{}"));
    var result = terminal.run("store", "import", file.toString(), "--table", "never-made");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEqualTo("{\"imported\":0,\"expired\":0,\"bad\":0}\n");
    assertThat(result.err()).contains("never-made").contains("run it again");
  }

  @Test
  void aBusyEngineIsWaitedFor() throws IOException {
    var lines = new StringBuilder();
    for (var i = 0; i < 300; i++) {
      lines.append(line("n", "k" + i, "{}")).append('\n');
    }
    var busy = new Busy(400);
    try (var dynamory = Engine.dynamory(busy)) {
      var bad = new ArrayList<String>();
      var outcome =
          importer(dynamory, Duration.ofMinutes(5), bad)
              .run(new Lines(Engine.stream(lines.toString()), 1 << 20));
      assertThat(outcome).isEqualTo(new LineImport.Outcome(300, 0, 0, null));
      assertThat(bad).isEmpty();
      assertThat(busy.left.get()).isZero();
    }
    assertThat(exported()).hasSize(300);
  }

  @Test
  void anEngineThatStaysBusyEndsTheImportWithItsFailure() throws IOException {
    try (var dynamory = Engine.dynamory(new Busy(Integer.MAX_VALUE))) {
      var outcome =
          importer(dynamory, Duration.ZERO, new ArrayList<>())
              .run(new Lines(Engine.stream((line("n", "1", "{}") + "\n").repeat(1_000)), 1 << 20));
      assertThat(outcome.imported()).isZero();
      assertThat(outcome.failure()).isNotNull();
    }
  }

  private Importer importer(Dynamory dynamory, Duration patience, List<String> bad) {
    var console = new Console(Engine.stream(""), System.out, System.err, false, false);
    return new Importer(
        dynamory.store(table),
        new LineImport.Manner(
            new Patience(patience, patience),
            (failure, number) -> bad.add(Failures.message(failure)),
            Progress.ofBytes(console, "import", -1)));
  }

  /** So many writes are throttled, every second one though it was carried out. */
  private static final class Busy implements ExecutionInterceptor {
    final AtomicInteger left;

    Busy(int times) {
      left = new AtomicInteger(times);
    }

    @Override
    public void beforeTransmission(
        Context.BeforeTransmission context, ExecutionAttributes attributes) {
      throttle(context.request(), 0);
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
      throttle(context.request(), 1);
    }

    private void throttle(SdkRequest request, int turn) {
      var isWrite = request instanceof UpdateItemRequest || request instanceof PutItemRequest;
      if (isWrite && left.get() > 0 && left.get() % 2 == turn) {
        left.decrementAndGet();
        var details = AwsErrorDetails.builder().errorCode("ThrottlingException").build();
        throw DynamoDbException.builder().statusCode(400).awsErrorDetails(details).build();
      }
    }
  }

  @Test
  void aPersonSeesABarOnceItTakesLong() throws Exception {
    var err = new java.io.ByteArrayOutputStream();
    var stream = new java.io.PrintStream(err, true, StandardCharsets.UTF_8);
    var watched = new Console(Engine.stream(""), stream, stream, false, true);
    try (var progress = Progress.ofBytes(watched, "import", 100)) {
      progress.at(1, "");
      assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }
    try (var progress = Progress.ofBytes(watched, "import", 100)) {
      var deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (err.size() == 0 && System.nanoTime() < deadline) {
        progress.at(50, "7 items");
        Thread.onSpinWait();
      }
    }
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("import").contains("50%");
  }
}
