package dev.dynamory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.cli.Terminal.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoreCommandTest {
  private final Group group = Group.onNewTable("store", "store");
  private final String table = group.table();
  private final Terminal terminal = Engine.terminal();

  @TempDir Path folder;

  private Result store(String... args) {
    return group.run(args);
  }

  @Test
  void putPrintsTheVersionAndGetTheItem() {
    var put = store("put", "users/123", "prefs", "{\"theme\":\"dark\"}");
    assertThat(put.code()).isZero();
    assertThat(put.object()).containsOnlyKeys("namespace", "key", "version");

    var got = store("get", "users/123", "prefs");
    assertThat(got.code()).isZero();
    assertThat(got.err()).isEmpty();
    assertThat(got.object())
        .containsOnlyKeys(
            "namespace", "key", "value", "created_at", "updated_at", "expires_at", "version")
        .containsEntry("namespace", List.of("users", "123"))
        .containsEntry("key", "prefs")
        .containsEntry("value", Map.of("theme", "dark"))
        .containsEntry("expires_at", null)
        .containsEntry("version", put.object().get("version"));
    assertThat((String) got.object().get("created_at"))
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}\\+00:00");
  }

  @Test
  void getOfWhatIsNotThereSaysSoOnStandardErrorOnly() {
    var got = store("get", "users/123", "nothing");
    assertThat(got.code()).isEqualTo(1);
    assertThat(got.out()).isEmpty();
    assertThat(got.err()).isEqualTo("dynamory: there is no item users/123 nothing\n");
  }

  @Test
  void deleteTellsHowManyItDeleted() {
    store("put", "users/123", "prefs", "{}");
    var first = store("delete", "users/123", "prefs");
    assertThat(first.code()).isZero();
    assertThat(first.out()).isEqualTo("{\"deleted\":1}\n");
    var second = store("delete", "users/123", "prefs");
    assertThat(second.code()).isEqualTo(1);
    assertThat(second.out()).isEqualTo("{\"deleted\":0}\n");
    assertThat(second.err()).contains("there is no item");
  }

  @Test
  void conditionsOfPutAndDeleteThatDoNotHoldAreRefusedWithTheVersionThatIsThere() {
    var version = store("put", "users/123", "prefs", "{}", "--if-absent").object().get("version");
    var again = store("put", "users/123", "prefs", "{\"a\":1}", "--if-absent");
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.out()).isEmpty();
    assertThat(again.err()).contains("version " + version + " is there");

    assertThat(store("put", "users/123", "prefs", "{\"a\":1}", "--if-version", version + "").code())
        .isZero();
    assertThat(store("put", "users/123", "prefs", "{\"a\":2}", "--if-version", version + "").code())
        .isEqualTo(2);
    assertThat(store("delete", "users/123", "prefs", "--if-version", version + "").code())
        .isEqualTo(2);
    assertThat(store("get", "users/123", "prefs").object())
        .containsEntry("value", Map.of("a", Json.read("1", "n")));
  }

  @ParameterizedTest
  @CsvSource({"90s,90", "30m,1800", "12h,43200", "30d,2592000", "PT1H30M,5400"})
  void ttlTakesShortDurationsAndIso(String ttl, long seconds) {
    var before = Instant.now();
    store("put", "users", ttl, "{}", "--ttl", ttl);
    var expiresAt =
        OffsetDateTime.parse((String) store("get", "users", ttl).object().get("expires_at"))
            .toInstant();
    assertThat(expiresAt)
        .isBetween(before.plusSeconds(seconds), Instant.now().plusSeconds(seconds + 1));
  }

  @Test
  void jsonComesFromTheArgumentStandardInputOrAFile() throws IOException {
    var file = Files.writeString(folder.resolve("a b.json"), "{\"from\":\"file\"}");
    assertThat(store("put", "n", "1", "@" + file).code()).isZero();
    assertThat(
            terminal
                .typing("{\"from\":\"ünput\"}\n")
                .run("store", "--table", table, "put", "n", "2", "-")
                .code())
        .isZero();
    assertThat(store("get", "n", "1").object()).containsEntry("value", Map.of("from", "file"));
    assertThat(store("get", "n", "2").object()).containsEntry("value", Map.of("from", "ünput"));
    var filter = Files.writeString(folder.resolve("filter.json"), "{\"from\":\"file\"}");
    assertThat(store("search", "--filter", "@" + filter).lines()).hasSize(1);
  }

  @Test
  void labelsWithASlashAndKeysWithADashCanBeWritten() {
    assertThat(store("put", "a%2Fb/50%25/c%", "k", "{}").code()).isZero();
    assertThat(store("get", "a%2Fb/50%25/c%", "k").object())
        .containsEntry("namespace", List.of("a/b", "50%", "c%"));
    assertThat(terminal.run("store", "--table", table, "put", "n", "--", "-key", "{}").code())
        .isZero();
    assertThat(terminal.run("store", "--table", table, "get", "--", "n", "-key").code()).isZero();
  }

  @Test
  void searchFindsUnderAPrefixFiltersFirstAndAddsTheScore() {
    for (var i = 0; i < 5; i++) {
      store("put", "users/" + i, "prefs", "{\"n\":" + i + ",\"even\":" + (i % 2 == 0) + "}");
    }
    store("put", "usersx", "prefs", "{\"n\":9,\"even\":true}");
    assertThat(store("search").lines()).hasSize(6);
    assertThat(store("search", "users").lines()).hasSize(5);
    var found =
        store(
            "search",
            "users",
            "--filter",
            "{\"even\":true,\"n\":{\"$gte\":1}}",
            "--limit",
            "1",
            "--offset",
            "1");
    assertThat(found.lines()).hasSize(1);
    assertThat(found.object())
        .containsEntry("key", "prefs")
        .containsEntry("namespace", List.of("users", "4"))
        .containsEntry("score", null);
    assertThat(store("search", "users/7").code()).isZero();
    assertThat(store("search", "users", "--limit", "0").out()).isEmpty();
  }

  @Test
  void namespacesAreListsOfLabels() {
    store("put", "users/a/memories", "k", "{}");
    store("put", "users/b/memories", "k", "{}");
    store("put", "users/b/prefs", "k", "{}");
    assertThat(store("namespaces").lines())
        .containsExactly(
            "[\"users\",\"a\",\"memories\"]",
            "[\"users\",\"b\",\"memories\"]",
            "[\"users\",\"b\",\"prefs\"]");
    assertThat(store("namespaces", "--prefix", "users/*", "--suffix", "memories").lines())
        .hasSize(2);
    assertThat(store("namespaces", "--max-depth", "2", "--offset", "1", "--limit", "1").lines())
        .containsExactly("[\"users\",\"b\"]");
  }

  @Test
  void deleteNamespaceSweepAndAdoptSayWhatTheyDid() {
    store("put", "users/a", "1", "{}");
    store("put", "users/b", "2", "{}");
    store("put", "other", "3", "{}");
    assertThat(store("delete-namespace", "users").out()).isEqualTo("{\"deleted\":2}\n");
    assertThat(store("search").lines()).hasSize(1);
    assertThat(store("sweep").object()).containsOnlyKeys("marked", "removed", "values_removed");
    assertThat(store("adopt").out()).isEqualTo("{\"unlisted\":[]}\n");
  }

  @Test
  void globalOptionsStandBeforeOrAfterTheCommand() {
    var url = Engine.endpoint();
    var after =
        Terminal.on()
            .run(
                "store",
                "put",
                "n",
                "k",
                "{}",
                "--table",
                table,
                "--json",
                "--endpoint",
                url,
                "--region",
                "eu-west-1");
    assertThat(after.code()).isZero();
    assertThat(after.json()).hasSize(1);
    assertThat(
            Terminal.on("--endpoint", url, "--table", table).run("store", "get", "n", "k").code())
        .isEqualTo(2);
    assertThat(
            Terminal.on("--endpoint", url).run("store", "--table", table, "get", "n", "k").code())
        .isZero();
  }

  @Test
  void peopleGetTextWithoutColoursUnlessTheyWatch() {
    store("put", "users/1", "a\u001b[31mred", "{\"theme\":\"da\\u009brk\"}");
    var plain = Terminal.on("--endpoint", Engine.endpoint());
    var found = plain.run("store", "search", "--table", table);
    assertThat(found.out()).isEqualTo("users/1 a\\u001b[31mred  {\"theme\":\"da\\u009brk\"}\n");
    assertThat(plain.isWatched().run("store", "search", "--table", table).out())
        .startsWith("\u001b[1musers/1 a\\u001b[31mred\u001b[0m");
    assertThat(plain.run("store", "get", "--table", table, "users/1", "a\u001b[31mred").out())
        .contains("version")
        .doesNotContain("\u001b")
        .doesNotContain("\u009b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "put a//b k {}",
        "put /a k {}",
        "put dynamory k {}",
        "put n k [1]",
        "put n k {",
        "put n k @/no/such/file",
        "put n k {} --ttl soon",
        "put n k {} --ttl 0s",
        "put n k {} --ttl 200000d",
        "put n k {} --if-absent --if-version 1",
        "put n k {} --if-version x",
        "get n",
        "get n k extra",
        "search n --limit -1",
        "search n --filter {\"a\":{\"$near\":1}}",
        "search n --filter []",
        "namespaces --max-depth 0",
        "import /no/such/file.jsonl",
        "frobnicate",
        "get n k --frob",
        ""
      })
  void badInputIsOneClearMessageAndExitCode2(String arguments) {
    group.refuses(arguments);
    assertThat(store("search").out()).isEmpty();
  }

  @Test
  void aMistypedCommandOrOptionGetsASuggestion() {
    assertThat(store("serach").err()).contains("Did you mean").contains("search");
    assertThat(store("search", "--limt", "3").err()).contains("--limit");
  }

  @Test
  void aTableThatIsMissingIsNamedWithTheCommandThatMakesIt() {
    var result = terminal.run("store", "put", "n", "k", "{}", "--table", "never-made");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("never-made").contains("setup");
  }

  @Test
  void anEngineThatDoesNotAnswerIsExitCode3InOneLine() {
    var result =
        Terminal.on("--endpoint", "http://127.0.0.1:1", "--json").run("store", "get", "n", "k");
    assertThat(result.code()).isEqualTo(3);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines()).singleElement().asString().startsWith("dynamory: ");
    assertThat(
            Terminal.on("--endpoint", "http://127.0.0.1:1", "--verbose")
                .run("store", "get", "n", "k")
                .err())
        .contains("\tat ");
  }

  @Test
  void onlyOneEngineCanBeNamed() {
    var result = Terminal.on("--aws", "--local", folder.toString()).run("store", "get", "n", "k");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("--local").contains("--aws");
    assertThat(Terminal.on("--endpoint", "not a url").run("store", "get", "n", "k").code())
        .isEqualTo(2);
  }

  @Test
  void setupCanBeRepeatedAndLimitsTheTable() {
    var result =
        terminal.run(
            "setup",
            "store",
            "--table",
            table,
            "--max-read-request-units",
            "100",
            "--max-write-request-units",
            "50");
    assertThat(result.object()).containsEntry("table", table).containsKey("differences");
    assertThat(terminal.run("setup", "store", "--table", "x").code()).isEqualTo(2);
    assertThat(terminal.run("setup", "store", "--max-read-request-units", "0").code()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "cloudformation,AWS::DynamoDB::Table",
    "terraform,aws_dynamodb_table",
    "cdk,software.amazon.awscdk",
    "sam,AWS::Serverless",
    "aws-cli,aws dynamodb create-table",
    "iam,dynamodb:GetItem"
  })
  void schemaPrintsEveryFormat(String format, String telltale) {
    var text = Terminal.on().run("schema", "store", "--format", format, "--table", "agent-memory");
    assertThat(text.code()).isZero();
    assertThat(text.out()).contains(telltale).contains("agent-memory");
    var json = Terminal.on("--json").run("schema", "store", "--format", format);
    assertThat(json.object()).containsEntry("format", format).containsKeys("table", "text");
  }

  @Test
  void schemaNamesTheFormatsWhenItDoesNotKnowOne() {
    var result = Terminal.on().run("schema", "store", "--format", "pulumi");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("cloudformation, terraform, cdk, sam, aws-cli, iam");
  }
}
