package dev.dynamory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.Session;
import dev.dynamory.Sessions;
import dev.dynamory.cli.Terminal.Result;
import dev.dynamory.dynamodb.Dynamory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

class SessionImportTest {
  private Group group = Group.onMissingTable("session");
  private SessionLayout layout = SessionLayout.LOG;

  @TempDir Path folder;

  private void layout(SessionLayout layout) {
    this.layout = layout;
    group = Group.onNewTable("session", "sessions", "--layout", layout.toString());
  }

  private Result session(String... args) {
    return group.run(args);
  }

  private Result imported(List<String> lines) throws IOException {
    var file = Files.write(folder.resolve("messages.jsonl"), lines);
    return session("import", "ana", file.toString());
  }

  private List<Object> items() {
    return json(session("get", "ana", "--consistent").lines());
  }

  private static List<String> messages(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> "{\"role\":\"user\",\"content\":\"message " + i + "\"}")
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void everyLineIsAddedInItsOrderAndAgainNothingIs(SessionLayout layout) throws IOException {
    layout(layout);
    session("add", "ana", "{\"role\":\"system\",\"content\":\"Be kind.\"}");
    var lines = new ArrayList<>(messages(0, 130));
    lines.add(
        "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\","
            + "\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1}\"}}]}");
    lines.add("{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"ünïcødé 😀\"}");
    assertThat(imported(lines).out())
        .isEqualTo("{\"session_id\":\"ana\",\"imported\":132,\"present\":0,\"bad\":0}\n");
    assertThat(items().subList(1, 133)).isEqualTo(json(lines));
    assertThat(imported(lines).out())
        .isEqualTo("{\"session_id\":\"ana\",\"imported\":0,\"present\":132,\"bad\":0}\n");
    assertThat(items()).hasSize(133);
  }

  private static List<Object> json(List<String> lines) {
    var values = new ArrayList<Object>();
    lines.forEach(line -> values.add(Json.readObject(line, "line")));
    return values;
  }

  @ParameterizedTest
  @EnumSource
  void aFileThatHasGrownGoesOnWhereItEnded(SessionLayout layout) throws IOException {
    layout(layout);
    imported(messages(0, 33));
    assertThat(imported(messages(0, 90)).object())
        .containsEntry("imported", Json.read(layout == SessionLayout.LOG ? "57" : "90", "n"));
    assertThat(items().subList(items().size() - 57, items().size()))
        .isEqualTo(json(messages(33, 90)));
  }

  @Test
  void linesThatAreAllTheSameAreAllAddedOnce() throws IOException {
    layout(SessionLayout.LOG);
    var lines = Collections.nCopies(300, "{\"role\":\"user\",\"content\":\"ok\"}");
    imported(lines.subList(0, 200));
    assertThat(imported(lines).object()).containsEntry("imported", Json.read("100", "n"));
    assertThat(items()).hasSize(300);
  }

  @ParameterizedTest
  @EnumSource
  void whatWasClearedSinceIsAddedAgain(SessionLayout layout) throws IOException {
    layout(layout);
    imported(messages(0, 50));
    session("clear", "ana");
    assertThat(imported(messages(0, 50)).object()).containsEntry("imported", Json.read("50", "n"));
    assertThat(items()).isEqualTo(json(messages(0, 50)));
  }

  @Test
  void whatOthersAddedBetweenStaysWhereItIs() throws IOException {
    layout(SessionLayout.LOG);
    imported(messages(0, 20));
    session("add", "ana", "{\"role\":\"user\",\"content\":\"between\"}");
    assertThat(imported(messages(0, 60)).object()).containsEntry("present", Json.read("20", "n"));
    assertThat(items().subList(0, 20)).isEqualTo(json(messages(0, 20)));
    assertThat(items().get(20)).asString().contains("between");
    assertThat(items().subList(21, 61)).isEqualTo(json(messages(20, 60)));
  }

  @Test
  void badLinesAreNamedAndTheGoodOnesKept() throws IOException {
    layout(SessionLayout.SINGLE);
    var lines =
        List.of(
            "{\"role\":\"user\",\"content\":\"1\"}",
            "[]",
            "",
            "not json",
            "{\"b\":{\"$bytes\":\"AQID\"}}",
            "{\"n\":1234567890123456789012345678901234567890}",
            "{\"role\":\"user\",\"content\":\"2\"}");
    var result = imported(lines);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out())
        .isEqualTo("{\"session_id\":\"ana\",\"imported\":2,\"present\":0,\"bad\":4}\n");
    assertThat(result.err().lines())
        .hasSize(4)
        .anyMatch(line -> line.startsWith("dynamory: line 2: line: must be a JSON object"))
        .anyMatch(line -> line.startsWith("dynamory: line 4: line: is not JSON"))
        .anyMatch(line -> line.startsWith("dynamory: line 5: line: the layout 'single'"))
        .anyMatch(line -> line.startsWith("dynamory: line 6: line.n: "));
    assertThat(items()).isEqualTo(json(List.of(lines.get(0), lines.get(6))));
    assertThat(imported(lines).object()).containsEntry("present", Json.read("2", "n"));
  }

  @Test
  void aConversationThatIsTooLargeForItsLayoutEndsTheImportAndStaysUsable() throws IOException {
    layout(SessionLayout.SINGLE);
    var lines =
        IntStream.range(0, 60)
            .mapToObj(i -> "{\"role\":\"user\",\"content\":\"" + i + "x".repeat(10_000) + "\"}")
            .toList();
    var result = imported(lines);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("409600").contains("the import ended early");
    assertThat(items()).isEqualTo(json(lines.subList(0, items().size()))).hasSizeGreaterThan(20);
  }

  @Test
  void linesComeFromStandardInputToo() {
    layout(SessionLayout.LOG);
    var result =
        Engine.terminal()
            .typing(String.join("\r\n", messages(0, 3)))
            .run("session", "import", "ana", "-", "--table", group.table());
    assertThat(result.object()).containsEntry("imported", Json.read("3", "n"));
  }

  /** Writes end with a failure from the nth on: before they are sent, or after they were done. */
  private record Stop(AtomicInteger left, boolean afterIt) implements ExecutionInterceptor {
    @Override
    public void beforeTransmission(
        Context.BeforeTransmission context, ExecutionAttributes attributes) {
      if (context.request() instanceof PutItemRequest) {
        left.decrementAndGet();
        end(!afterIt);
      }
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
      if (context.request() instanceof PutItemRequest) {
        end(afterIt);
      }
    }

    private void end(boolean now) {
      if (now && left.get() < 0) {
        throw new UnsupportedOperationException("stopped");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void stoppedAtAnyWriteAndRunAgainItHasAddedEveryLineOnce(SessionLayout layout)
      throws IOException {
    layout(layout);
    var lines = longMessages();
    for (var n = 0; n < 8; n++) {
      var id = "s-" + n;
      try (var dynamory = Engine.dynamory(new Stop(new AtomicInteger(n / 2), n % 2 == 0))) {
        var outcome = importer(session(dynamory, id)).run(lines(lines));
        assertThat(outcome.failure()).isNotNull();
      }
      var again = Files.write(folder.resolve("again.jsonl"), lines);
      assertThat(session("import", id, again.toString()).code()).isZero();
      assertThat(json(session("get", id).lines())).as(id).isEqualTo(json(lines));
    }
  }

  private static List<String> longMessages() {
    return IntStream.range(0, 45)
        .mapToObj(i -> "{\"role\":\"user\",\"content\":\"" + i + "x".repeat(8_000) + "\"}")
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void whatAKilledImportStillHadOnItsWayIsNotAddedTwice(SessionLayout layout) throws IOException {
    layout(layout);
    var lines = messages(0, 15);
    var late =
        new ExecutionInterceptor() {
          private final AtomicInteger reads = new AtomicInteger();

          @Override
          public void afterExecution(
              Context.AfterExecution context, ExecutionAttributes attributes) {
            var isRead =
                context.request() instanceof QueryRequest
                    || context.request() instanceof GetItemRequest;
            if (isRead && reads.getAndIncrement() == 0) {
              try {
                assertThat(imported(lines).code()).isZero(); // lands after the read
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            }
          }
        };
    try (var dynamory = Engine.dynamory(late)) {
      assertThat(importer(session(dynamory, "ana")).run(lines(lines)).failure()).isNull();
    }
    assertThat(items()).isEqualTo(json(lines));
  }

  private Session session(Dynamory dynamory, String id) {
    Sessions sessions =
        layout == SessionLayout.LOG
            ? dynamory.sessions(group.table()).withConsistentReads()
            : dynamory.singleItemSessions(group.table());
    return sessions.session(id);
  }

  private SessionImporter importer(Session session) {
    var console = new Console(Engine.stream(""), System.out, System.err, false, false);
    return new SessionImporter(
        session,
        layout,
        new LineImport.Manner(
            new Patience(Duration.ZERO, Duration.ZERO),
            (failure, number) -> {
              throw failure;
            },
            Progress.ofBytes(console, "import", -1)));
  }

  private static Lines lines(List<String> lines) {
    return new Lines(Engine.stream(String.join("\n", lines)), 1 << 20);
  }
}
