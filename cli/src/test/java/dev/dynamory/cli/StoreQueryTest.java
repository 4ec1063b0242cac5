package dev.dynamory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.cli.Terminal.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches that ask in words, with a model and without. */
class StoreQueryTest {
  private static final List<String> SAID =
      List.of("hello", "I moved to Lisbon", "how nice", "rents are high", "the tram is slow");

  private final Group group = Group.onNewTable("store", "store");

  @TempDir Path folder;

  private Result store(String... args) {
    return LetterModel.isNotThere(() -> group.run(args));
  }

  private Result withModel(String... args) {
    return LetterModel.isThere(() -> group.run(args));
  }

  private void talk() {
    for (var n = 0; n < SAID.size(); n++) {
      var turn =
          "{\"session\":\"s\",\"position\":%d,\"at\":\"2026-11-20T10:00:00Z\",\"speaker\":\"Ana\",\"text\":\"%s\"}"
              .formatted(n, SAID.get(n));
      assertThat(store("put", "chats", "t" + n, turn).code()).isZero();
    }
  }

  private static List<@Nullable Object> of(Result found, String name) {
    assertThat(found.code()).as(found.err()).isZero();
    return found.json().stream()
        .<@Nullable Object>map(each -> ((Map<?, ?>) each).get(name))
        .toList();
  }

  @Test
  void withoutAModelAQueryIsAnsweredByWords() {
    talk();
    var found = store("search", "chats", "--query", "Who moved to Lisbon?", "--limit", "1");
    assertThat(of(found, "key")).containsExactly("t1");
    assertThat(found.json().get(0)).asString().contains("score=");
    assertThat(of(store("search", "chats", "--query", "trams", "--ranking", "lexical"), "key"))
        .first()
        .isEqualTo("t4");
  }

  @Test
  void turnsAroundAnAnswerComeWithItAndHaveNoScore() {
    talk();
    var found =
        store(
            "search", "chats", "--query", "moved to Lisbon", "--limit", "1", "--surrounding", "1");
    assertThat(of(found, "key")).containsExactly("t0", "t1", "t2");
    assertThat(of(found, "score")).first().isNull();
    assertThat(of(found, "score").get(1)).isNotNull();
  }

  @Test
  void whatIsPutWithAModelIsFoundByMeaning() throws IOException {
    withModel("put", "n", "as", "{\"text\":\"aaa\"}", "--embed");
    var file = folder.resolve("items.jsonl");
    Files.writeString(
        file, "{\"namespace\":[\"n\"],\"key\":\"zs\",\"value\":{\"text\":\"zzz\"}}\n");
    assertThat(withModel("import", file.toString(), "--embed").code()).isZero();
    store("put", "n", "none", "{\"text\":\"zzzz\"}");
    var found = withModel("search", "n", "--query", "zz", "--ranking", "semantic");
    assertThat(of(found, "key")).startsWith("zs").contains("as").doesNotContain("none");
    assertThat(of(withModel("search", "n", "--query", "zz"), "key")).startsWith("zs");
  }

  @Test
  void peopleSeeTheScoreAndWhoSaidWhat() {
    talk();
    var plain = Terminal.on("--endpoint", Engine.endpoint());
    var found =
        LetterModel.isNotThere(
            () ->
                group.run(plain, "search", "chats", "--query", "moved to Lisbon", "--limit", "1"));
    assertThat(found.out()).matches(" +\\d\\.\\d{3} chats t1  Ana: I moved to Lisbon\n");
    assertThat(found.err()).contains("there may be more: --limit 1 --offset 1");
  }

  @Test
  void whatNeedsAModelSaysHowToGetOne() {
    for (var command :
        List.of(
            List.of("search", "n", "--query", "a", "--ranking", "semantic"),
            List.of("search", "n", "--query", "a", "--index"),
            List.of("put", "n", "a", "{}", "--embed"))) {
      var refused = Group.isRefused(store(command.toArray(String[]::new)));
      assertThat(refused.err()).contains("DYNAMORY_MODEL=1");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "search n --ranking lexical",
        "search n --surrounding 1",
        "search n --index",
        "search n --query a --surrounding -1",
        "search n --query a --ranking best",
        "put n a {} --index"
      })
  void optionsOfAQueryNeedOne(String arguments) {
    group.refuses(arguments);
  }

  @Test
  void aQueryOfNothingIsRefused() {
    Group.isRefused(store("search", "n", "--query", " "));
  }

  @Test
  void setupMakesTheIndexOfVectorsAndSearchesCanAskIt() {
    var table = Engine.newTable();
    var setup = Engine.terminal().run("setup", "store", "--table", table, "--dimensions", "26");
    assertThat(setup.code()).as(setup.err()).isZero();
    var index = Engine.client().describeTable(d -> d.tableName(table)).table().vectorIndexes();
    assertThat(index).hasSize(1);
    var indexed = new Group("store", List.of("--table", table));
    LetterModel.isThere(
        () -> indexed.run("put", "n", "as", "{\"text\":\"aaa\"}", "--embed", "--index"));
    LetterModel.isThere(
        () -> indexed.run("put", "n", "zs", "{\"text\":\"zzz\"}", "--embed", "--index"));
    var found =
        LetterModel.isThere(
            () -> indexed.run("search", "n", "--query", "zz", "--index", "--ranking", "semantic"));
    assertThat(of(found, "key")).first().isEqualTo("zs");
    var other =
        Engine.terminal()
            .run(
                "setup",
                "store",
                "--table",
                table,
                "--dimensions",
                "26",
                "--distance",
                "euclidean");
    assertThat(other.code()).as(other.err() + other.out()).isEqualTo(2);
  }

  @Test
  void schemaShowsTheIndexOfVectors() {
    var schema =
        Terminal.on().run("schema", "store", "--format", "cloudformation", "--dimensions", "384");
    assertThat(schema.out()).contains("memory-vector-index").contains("384").contains("COSINE");
    assertThat(
            Terminal.on()
                .run(
                    "schema",
                    "store",
                    "--format=cloudformation",
                    "--dimensions=8",
                    "--distance=dot-product")
                .out())
        .contains("DOT_PRODUCT");
    for (var wrong : List.of("--distance=cosine", "--dimensions=0", "--dimensions=5000")) {
      Group.isRefused(Terminal.on().run("schema", "store", "--format", "iam", wrong));
    }
    Group.isRefused(
        Terminal.on().run("schema", "store", "--format=iam", "--dimensions=8", "--distance=near"));
  }
}
