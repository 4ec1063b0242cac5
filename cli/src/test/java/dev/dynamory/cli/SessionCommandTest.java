package dev.dynamory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.cli.Terminal.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionCommandTest {
  private static final String HELLO = "{\"role\":\"user\",\"content\":\"Hello\"}";
  private static final String HI = "{\"role\":\"assistant\",\"content\":\"Hi!\"}";

  private Group group = Group.onMissingTable("session");

  @TempDir Path folder;

  private void layout(String layout) {
    group = Group.onNewTable("session", "sessions", "--layout", layout);
  }

  private Result session(String... args) {
    return group.run(args);
  }

  @ParameterizedTest
  @ValueSource(strings = {"log", "single"})
  void whatIsAddedIsGotTrimmedPoppedClearedAndDeleted(String layout) {
    layout(layout);
    var added = session("add", "ana", "[" + HELLO + "," + HI + "]");
    assertThat(added.code()).as(added.err()).isZero();
    assertThat(added.object())
        .containsOnlyKeys("session_id", "version")
        .containsEntry("session_id", "ana");
    var call =
        "{\"type\":\"function_call\",\"name\":\"f\",\"arguments\":\"{}\",\"n\":1.5,\"none\":null}";
    assertThat(session("add", "ana", call).code()).isZero();

    assertThat(session("get", "ana").json())
        .containsExactly(Json.read(HELLO, "item"), Json.read(HI, "item"), Json.read(call, "item"));
    assertThat(session("get", "ana", "--limit", "2", "--consistent").lines()).hasSize(2);
    assertThat(session("get", "ana", "--limit", "0").out()).isEmpty();

    assertThat(session("pop", "ana").json()).containsExactly(Json.read(call, "item"));
    assertThat(session("trim", "ana", "1").object()).containsKey("version");
    assertThat(session("get", "ana").json()).containsExactly(Json.read(HI, "item"));
    assertThat(session("clear", "ana").object()).containsEntry("session_id", "ana");
    var cleared = session("get", "ana");
    assertThat(cleared.code()).isZero();
    assertThat(cleared.out()).isEmpty();
    assertThat(session("pop", "ana").err())
        .isEqualTo("dynamory: there are no items in session ana\n");

    assertThat(session("delete", "ana").out()).isEqualTo("{\"deleted\":1}\n");
    var again = session("delete", "ana");
    assertThat(again.out()).isEqualTo("{\"deleted\":0}\n");
    assertThat(again.code()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"get ana", "trim ana 3", "clear ana", "pop ana"})
  void aSessionThatIsNotThereIsNamedOnStandardErrorOnly(String command) {
    layout("log");
    var result = session(command.split(" "));
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("dynamory: there ").endsWith(" session ana\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"log", "single"})
  void theSameOperationAgainAddsNothing(String layout) {
    layout(layout);
    var first = session("add", "ana", HELLO, "--operation", "turn-1").object();
    assertThat(session("add", "ana", HELLO, "--operation", "turn-1").object()).isEqualTo(first);
    assertThat(session("add", "ana", HELLO, "--operation", "turn-2").object()).isNotEqualTo(first);
    assertThat(session("get", "ana").lines()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"log", "single"})
  void aVersionThatIsNotThereIsRefused(String layout) {
    layout(layout);
    var version = session("add", "ana", HELLO, "--if-version", "0").object().get("version");
    assertThat(session("add", "ana", HI, "--if-version", version + "").code()).isZero();
    var late = session("add", "ana", HI, "--if-version", version + "");
    assertThat(late.code()).isEqualTo(2);
    assertThat(late.out()).isEmpty();
    assertThat(late.err()).contains("session 'ana'").contains("version");
    assertThat(session("get", "ana").lines()).hasSize(2);
  }

  @Test
  void listIsNewestFirstAndOfAUserWithWhatIsSaidOfTheSession() {
    layout("log");
    IntStream.range(0, 5).forEach(i -> session("add", "s-" + i, HELLO));
    session("delete", "s-2");
    assertThat(session("list").lines())
        .containsExactly(
            "{\"session_id\":\"s-4\"}",
            "{\"session_id\":\"s-3\"}",
            "{\"session_id\":\"s-1\"}",
            "{\"session_id\":\"s-0\"}");
    assertThat(session("list", "--limit", "2").lines()).hasSize(2);
    assertThat(session("list", "--user", "ana").out()).isEmpty();
    describe("s-3", "ana");
    assertThat(session("list", "--user", "ana").object())
        .containsOnlyKeys(
            "session_id", "user_id", "title", "data", "created_at", "last_active", "version")
        .containsEntry("session_id", "s-3")
        .containsEntry("title", "Lisbon");
  }

  private void describe(String id, String user) {
    try (var connection = Connection.to(Engine.endpoint(), null, null, new Costs())) {
      connection
          .sessions(group.table())
          .describe(
              dev.dynamory.SessionInfo.of(id).userId(user).title("Lisbon"),
              dev.dynamory.WriteCondition.any());
    }
  }

  @Test
  void listOfTheSingleLayoutHasEverySession() {
    layout("single");
    IntStream.range(0, 5).forEach(i -> session("add", "s-" + i, HELLO));
    assertThat(session("list").lines()).hasSize(5);
    assertThat(session("list", "--limit", "2").lines()).hasSize(2);
  }

  @Test
  void aTimeToLiveIsTheSessionsAndRestartsAtEachChange() {
    layout("log");
    session("add", "ana", HELLO, "--ttl", "1s");
    session("add", "bob", HELLO, "--ttl", "1s");
    session("add", "bob", HI);
    var deadline = System.nanoTime() + 20_000_000_000L;
    while (session("get", "ana").code() == 0 && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(session("get", "ana").code()).isEqualTo(1);
    assertThat(session("get", "bob").lines()).hasSize(2);
    assertThat(session("purge").code()).isZero();
    assertThat(session("vacuum", "ana").object()).containsEntry("session_id", "ana");
    assertThat(session("get", "bob").lines()).hasSize(2);
  }

  @Test
  void whatIsClearedPoppedOrDeletedIsErasedWhenTheCommandEnds() {
    layout("log");
    for (var command : List.of("clear", "pop", "delete")) {
      session("add", command, HELLO);
      assertThat(session(command, command).code()).isZero();
    }
    assertThat(Engine.client().scan(request -> request.tableName(group.table())).items().toString())
        .contains("delete")
        .doesNotContain("Hello");
  }

  @Test
  void peopleReadWhoSaidWhat() {
    layout("log");
    session("add", "ana", "{\"role\":\"user\",\"content\":\"Hello\\nthere \\u001b[31m\"}");
    session("add", "ana", "{\"role\":\"assistant\",\"tool_calls\":[1]}");
    var plain = Terminal.on("--endpoint", Engine.endpoint());
    assertThat(group.run(plain, "get", "ana").out())
        .isEqualTo("user\n  Hello\n  there \\u001b[31m\nassistant\n  {\"tool_calls\":[1]}\n");
    assertThat(group.run(plain, "list").out()).isEqualTo("ana\n");
    assertThat(group.run(plain, "trim", "ana", "1").out())
        .startsWith("trimmed to 1: session ana, version ");
  }

  @Test
  void whatTheSingleLayoutCannotDoIsBadInputThatSaysSo() {
    layout("single");
    for (var command : List.of("purge", "vacuum ana", "list --user ana")) {
      var result = session(command.split(" "));
      assertThat(result.code()).as(command).isEqualTo(2);
      assertThat(result.err()).startsWith("dynamory: layout: in 'single' ").contains("'log'");
    }
    session("add", "ana", HELLO);
    var large = session("add", "ana", "{\"content\":\"" + "x".repeat(120_000) + "\"}");
    assertThat(large.code()).isZero();
    var file = "{\"content\":\"" + "x".repeat(420_000) + "\"}";
    var tooLarge = group.run(Engine.terminal().typing(file), "add", "ana", "-");
    assertThat(tooLarge.code()).isEqualTo(2);
    assertThat(tooLarge.err()).contains("409600");
    assertThat(session("get", "ana").lines()).hasSize(2);
    var bytes = session("add", "ana", "{\"b\":{\"$bytes\":\"AQID\"}}");
    assertThat(bytes.code()).isEqualTo(2);
    assertThat(bytes.err()).contains("b: must be JSON");
  }

  @Test
  void aLargeItemComesFromAFileAndBack() throws IOException {
    layout("log");
    var item = "{\"role\":\"tool\",\"content\":\"" + "0123456789".repeat(60_000) + "\"}";
    var file = Files.writeString(folder.resolve("large.json"), item);
    assertThat(session("add", "ana", "@" + file).code()).isZero();
    assertThat(session("get", "ana").json()).containsExactly(Json.read(item, "item"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "add ana",
        "add ana []",
        "add ana [1]",
        "add ana 1",
        "add ana {",
        "add ana {} --ttl 0s",
        "add ana {} --ttl soon",
        "add ana {} --if-version -1",
        "add ana {} --if-version 1 --operation x",
        "add dynamory:x {}",
        "get ana --limit -1",
        "get dynamory:x",
        "trim ana -1",
        "trim ana x",
        "list --limit 0",
        "import ana /no/such/file.jsonl",
        "import ana",
        "get ana --layout both",
        "frobnicate",
        ""
      })
  void badInputIsOneClearMessageAndExitCode2(String arguments) {
    layout("log");
    group.refuses(arguments);
    assertThat(session("list").out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"log,seq", "single,session_id"})
  void schemaPrintsTheLayoutsTable(String layout, String telltale) {
    var json =
        Terminal.on("--json")
            .run("schema", "sessions", "--format", "cloudformation", "--layout", layout);
    assertThat(json.code()).isZero();
    assertThat(json.object())
        .containsEntry("table", "dynamory-sessions" + (layout.equals("log") ? "" : "-single"))
        .extracting("text")
        .asString()
        .contains(telltale);
    var text =
        Terminal.on()
            .run("schema", "sessions", "--format", "iam", "--layout", layout, "--table", "mine");
    assertThat(text.out()).contains("dynamodb:PutItem").contains("mine");
  }

  @Test
  void aTableThatIsMissingIsNamedWithTheCommandThatMakesIt() {
    var result = session("add", "ana", HELLO);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains(group.table()).contains("setup");
  }
}
