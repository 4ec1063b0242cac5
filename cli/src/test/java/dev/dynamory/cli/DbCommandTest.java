package dev.dynamory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.cli.Terminal.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DbCommandTest {
  private final String collection = Engine.newTable();
  private final Terminal terminal = Engine.terminal();

  private void setup() {
    var made = terminal.run("setup", "documents", "--table", collection);
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(made.object()).containsEntry("differences", List.of());
  }

  private Result db(String command, String... args) {
    var all = new String[args.length + 3];
    all[0] = "db";
    all[1] = command;
    all[2] = collection;
    System.arraycopy(args, 0, all, 3, args.length);
    return terminal.run(all);
  }

  private String saved(String id, String document, String... more) {
    var args = new String[more.length + 2];
    args[0] = id;
    args[1] = document;
    System.arraycopy(more, 0, args, 2, more.length);
    var result = db("save", args);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.object()).containsOnlyKeys("id", "rev").containsEntry("id", id);
    return String.valueOf(result.object().get("rev"));
  }

  @Test
  void whatIsSavedIsGotWithIdAndRevisionListedAndDeleted() {
    setup();
    var revision = saved("planner", "{\"model\":\"large\",\"tools\":[\"a\",1.5,null]}");
    var got = db("get", "planner");
    var expected = new LinkedHashMap<String, Object>();
    expected.put("_id", "planner");
    expected.put("_rev", revision);
    expected.putAll(
        Json.readObject("{\"model\":\"large\",\"tools\":[\"a\",1.5,null]}", "document"));
    assertThat(got.object()).isEqualTo(expected);
    assertThat(db("get", "planner", "--consistent").out()).isEqualTo(got.out());
    assertThat(db("list").out()).isEqualTo(got.out());
    assertThat(db("delete", "planner").out()).isEqualTo("{\"deleted\":1}\n");
    var again = db("delete", "planner");
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).contains("planner");
    var gone = db("get", "planner");
    assertThat(gone.code()).isEqualTo(1);
    assertThat(gone.out()).isEmpty();
    assertThat(gone.err()).startsWith("dynamory: there is no document ").contains("planner");
  }

  @Test
  void aRevisionThatIsNotThereIsRefusedAndNamesTheOneThatIs() {
    setup();
    var first = saved("planner", "{\"n\":1}");
    var second = saved("planner", "{\"n\":2}", "--rev", first);
    for (var stale :
        List.of(
            db("save", "planner", "{\"n\":3}", "--rev", first),
            db("save", "planner", "{\"n\":3,\"_rev\":\"" + first + "\"}"),
            db("delete", "planner", "--rev", first))) {
      assertThat(stale.code()).isEqualTo(2);
      assertThat(stale.out()).isEmpty();
      assertThat(stale.err()).contains(second);
    }
    saved("planner", "{\"n\":3}");
    assertThat(db("get", "planner").object()).containsEntry("n", Json.read("3", "n"));
    var taken = db("save", "planner", "{}", "--create");
    assertThat(taken.code()).isEqualTo(2);
    assertThat(db("save", "planner", "{}", "--create", "--rev", "1-x").code()).isEqualTo(2);
  }

  @Test
  void aListIsAsLongAsItMayBe() {
    setup();
    IntStream.range(0, 7).forEach(n -> saved("d-" + n, "{\"n\":" + n + "}"));
    assertThat(db("list").lines()).hasSize(7);
    assertThat(db("list", "--limit", "3").lines()).hasSize(3);
    var plain =
        Terminal.on("--endpoint", Engine.endpoint()).run("db", "list", collection, "--limit", "3");
    assertThat(plain.err()).contains("--limit 6");
    assertThat(plain.out()).contains("{\"n\":").doesNotContain("_rev");
  }

  @Test
  void aMistypedCollectionIsAClearErrorAndMakesNothing() {
    for (var result : List.of(db("get", "planner"), db("list"), db("save", "planner", "{}"))) {
      assertThat(result.code()).isEqualTo(2);
      assertThat(result.out()).isEmpty();
      assertThat(result.err()).contains(collection);
    }
    assertThat(Engine.client().listTables().tableNames()).doesNotContain(collection);
  }

  @Test
  void aPrefixStandsBeforeTheCollectionsName() {
    setup();
    saved("planner", "{\"n\":1}");
    var rest = collection.substring(2);
    assertThat(terminal.run("db", "get", rest, "planner", "--prefix", "t-").code()).isZero();
  }

  @Test
  void aDocumentOver400KilobytesIsRefusedAndSaysSo() {
    setup();
    var large =
        terminal
            .typing("{\"text\":\"" + "x".repeat(420_000) + "\"}")
            .run("db", "save", collection, "big", "-");
    assertThat(large.code()).isEqualTo(2);
    assertThat(large.err()).contains("409600").contains("text");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "save C",
        "save C a",
        "save C a [1]",
        "save C a {",
        "save C a {\"_id\":\"b\"}",
        "save C a {\"\":1}",
        "save ab a {}",
        "get C",
        "list C --limit 0",
        "migrate",
        "migrate --from /no/such/folder --collections C",
        "migrate --from http://127.0.0.1:1 --collections C --extra",
        "migrate --from http://127.0.0.1:1 --collections C --verify --dry-run",
        "migrate --from http://127.0.0.1:1 --collections C --attachments burn",
        "frobnicate",
        ""
      })
  void badInputIsOneClearMessageAndExitCode2(String arguments) {
    setup();
    var words = ("db " + arguments.replace("C", collection)).trim().split(" ");
    Group.isRefused(terminal.run(words));
    assertThat(db("list").out()).isEmpty();
  }

  @Test
  void revisionsOfTablesThatGofannonWritesTooNoticeItsChanges() {
    setup();
    saved("planner", "{\"n\":1}");
    var shared =
        terminal.run("db", "get", collection, "planner", "--shared").object().get("_rev") + "";
    var row = Engine.client().scan(request -> request.tableName(collection)).items().get(0);
    var changed = new LinkedHashMap<>(row);
    changed.put("n", AttributeValue.fromN("2")); // keeps _rev
    Engine.client().putItem(request -> request.tableName(collection).item(changed));
    var late = terminal.run("db", "save", collection, "planner", "{}", "--rev", shared, "--shared");
    assertThat(late.code()).isEqualTo(2);
    assertThat(db("get", "planner").object())
        .containsAllEntriesOf(Map.of("n", Json.read("2", "n")));
  }
}
