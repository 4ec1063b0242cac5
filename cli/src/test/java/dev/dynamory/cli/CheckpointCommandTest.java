package dev.dynamory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.NewCheckpoint;
import dev.dynamory.Payload;
import dev.dynamory.PendingWrite;
import dev.dynamory.cli.Terminal.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointCommandTest {

  private Group group = Group.onMissingTable("checkpoint");

  private void layout(String layout) {
    group = Group.onNewTable("checkpoint", "checkpoints", "--layout", layout);
  }

  private Result checkpoint(String... args) {
    return group.run(args);
  }

  private String saved(String... args) {
    var all = new ArrayList<>(List.of("save"));
    all.addAll(List.of(args));
    return String.valueOf(group.succeeds(all.toArray(String[]::new)).object().get("id"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"history", "single"})
  void whatIsSavedIsLoadedAndDeleted(String layout) {
    layout(layout);
    var saved = checkpoint("save", "ana", "{\"step\":1,\"plan\":[\"a\",1.5,null]}").object();
    assertThat(saved)
        .containsOnlyKeys("thread_id", "id", "parent", "metadata", "created_at", "version")
        .containsEntry("thread_id", "ana")
        .containsEntry("parent", null)
        .containsEntry("metadata", Map.of());
    assertThat((String) saved.get("created_at"))
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}\\+00:00");
    var loaded = checkpoint("load", "ana", "--consistent").object();
    assertThat(loaded.keySet())
        .containsExactly("thread_id", "id", "parent", "state", "metadata", "created_at", "version");
    assertThat(loaded)
        .containsAllEntriesOf(saved)
        .containsEntry("state", Json.read("{\"step\":1,\"plan\":[\"a\",1.5,null]}", "state"));

    assertThat(checkpoint("list").out()).isEqualTo("{\"thread_id\":\"ana\"}\n");
    assertThat(checkpoint("delete", "ana").out()).isEqualTo("{\"deleted\":1}\n");
    var again = checkpoint("delete", "ana");
    assertThat(again.out()).isEqualTo("{\"deleted\":0}\n");
    assertThat(again.code()).isEqualTo(1);
    assertThat(checkpoint("list").out()).isEmpty();
    var gone = checkpoint("load", "ana");
    assertThat(gone.code()).isEqualTo(1);
    assertThat(gone.out()).isEmpty();
    assertThat(gone.err()).isEqualTo("dynamory: there is no checkpoint of ana\n");
  }

  @Test
  void historyIsNewestFirstWithParentsAndABranchGoesOnFromAnOldOne() {
    layout("history");
    var first = saved("ana", "{\"n\":1}", "--metadata", "{\"step\":1}");
    var second = saved("ana", "{\"n\":2}");
    var branch = saved("ana", "{\"n\":3}", "--parent", first);
    var history = checkpoint("history", "ana");
    assertThat(history.lines()).hasSize(3);
    assertThat(ids(history)).containsExactly(branch, second, first);
    assertThat(history.json()).extracting("parent").containsExactly(first, first, null);
    assertThat(history.json())
        .allSatisfy(
            line ->
                assertThat(((Map<?, ?>) line).keySet().stream().map(String::valueOf))
                    .containsExactly(
                        "thread_id", "id", "parent", "metadata", "created_at", "version"));
    assertThat(checkpoint("load", "ana", "--id", second).object())
        .containsEntry("state", Json.read("{\"n\":2}", "state"));
    assertThat(checkpoint("load", "ana", "--id", first).object())
        .containsEntry("metadata", Json.read("{\"step\":1}", "metadata"));
    assertThat(checkpoint("load", "ana").object())
        .containsEntry("state", Json.read("{\"n\":3}", "state"))
        .containsEntry("parent", first);
    assertThat(ids(checkpoint("history", "ana", "--limit", "2"))).containsExactly(branch, second);
    assertThat(checkpoint("load", "ana", "--id", "none").code()).isEqualTo(1);
    assertThat(checkpoint("history", "bob").code()).isEqualTo(1);
  }

  private static List<Object> ids(Result history) {
    var ids = new ArrayList<Object>();
    history.json().forEach(line -> ids.add(((Map<?, ?>) line).get("id")));
    return ids;
  }

  @Test
  void pruneKeepsTheNewest() {
    layout("history");
    var ids = new ArrayList<Object>();
    IntStream.range(0, 6).forEach(i -> ids.add(0, saved("ana", "{\"n\":" + i + "}")));
    assertThat(checkpoint("prune", "ana", "--keep", "2").out())
        .isEqualTo("{\"thread_id\":\"ana\",\"keep\":2}\n");
    assertThat(ids(checkpoint("history", "ana"))).isEqualTo(ids.subList(0, 2));
    assertThat(checkpoint("load", "ana").object())
        .containsEntry("state", Json.read("{\"n\":5}", "state"));
  }

  @Test
  void checkpointNamespacesAreApart() {
    layout("history");
    saved("ana", "{\"n\":1}");
    saved("ana", "{\"n\":2}", "--namespace", "child|1");
    assertThat(checkpoint("load", "ana").object())
        .containsEntry("state", Json.read("{\"n\":1}", "state"));
    assertThat(checkpoint("load", "ana", "--namespace", "child|1").object())
        .containsEntry("state", Json.read("{\"n\":2}", "state"));
    assertThat(checkpoint("history", "ana", "--namespace", "child|1").lines()).hasSize(1);
    assertThat(checkpoint("delete", "ana").code()).isZero();
    assertThat(checkpoint("load", "ana", "--namespace", "child|1").code()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"history", "single"})
  void aVersionThatIsNotThereIsRefused(String layout) {
    layout(layout);
    var version = checkpoint("save", "ana", "{}", "--if-version", "0").object().get("version") + "";
    assertThat(checkpoint("save", "ana", "{\"n\":1}", "--if-version", version).code()).isZero();
    var late = checkpoint("save", "ana", "{\"n\":2}", "--if-version", version);
    assertThat(late.code()).isEqualTo(2);
    assertThat(late.out()).isEmpty();
    assertThat(late.err()).contains("ana").contains("version");
    assertThat(checkpoint("load", "ana").object())
        .containsEntry("state", Json.read("{\"n\":1}", "state"));
  }

  @Test
  void aTimeToLiveIsTheThreads() {
    layout("history");
    saved("ana", "{}", "--ttl", "1s");
    saved("bob", "{}", "--ttl", "1h");
    var deadline = System.nanoTime() + 20_000_000_000L;
    while (checkpoint("load", "ana").code() == 0 && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(checkpoint("load", "ana").code()).isEqualTo(1);
    assertThat(checkpoint("load", "bob").code()).isZero();
  }

  @Test
  void listIsOfThreadsThoseSavedLastFirst() {
    layout("history");
    IntStream.range(0, 4).forEach(i -> saved("t-" + i, "{}"));
    assertThat(checkpoint("list").lines())
        .containsExactly(
            "{\"thread_id\":\"t-3\"}",
            "{\"thread_id\":\"t-2\"}",
            "{\"thread_id\":\"t-1\"}",
            "{\"thread_id\":\"t-0\"}");
    assertThat(checkpoint("list", "--limit", "2").lines()).hasSize(2);
  }

  @Test
  void whatIsNoDocumentIsPrintedAsBytesAndPeopleSeePendingWrites() {
    layout("history");
    try (var connection = Connection.to(Engine.endpoint(), null, null, new Costs())) {
      var checkpointer = connection.checkpointer(group.table());
      var saved =
          checkpointer.save(
              NewCheckpoint.of("ana", Payload.of("application/x-kryo", new byte[] {1, 2, 3})));
      checkpointer.addPendingWrites(
          "ana",
          saved.id(),
          List.of(new PendingWrite("task-1", 0, "flights", Payload.of(Map.of("n", 1)))));
    }
    assertThat(checkpoint("load", "ana").object()).containsEntry("state", Map.of("$bytes", "AQID"));
    var plain = Terminal.on("--endpoint", Engine.endpoint());
    assertThat(group.run(plain, "load", "ana").out())
        .contains("$bytes")
        .contains("pending write 0 of task task-1 to flights");
    assertThat(group.run(plain, "history", "ana").out()).contains("  version ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "load ana --id x",
        "history ana",
        "prune ana --keep 1",
        "save ana {} --parent x",
        "save ana {} --metadata {}",
        "load ana --namespace child",
        "list --namespace child"
      })
  void whatTheSingleLayoutCannotDoIsBadInputThatSaysSo(String arguments) {
    layout("single");
    var result = checkpoint(arguments.split(" "));
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .startsWith("dynamory: layout: 'single' keeps only a thread's newest state; ")
        .endsWith(" takes 'history'\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "save ana",
        "save ana [1]",
        "save ana {",
        "save ana @/no/such/file",
        "save ana {} --metadata []",
        "save ana {} --ttl 0s",
        "save ana {} --if-version -1",
        "save dynamory:x {}",
        "load dynamory:x",
        "history ana --limit 0",
        "prune ana",
        "prune ana --keep 0",
        "list --limit 0",
        "load ana --layout both",
        "frobnicate",
        ""
      })
  void badInputIsOneClearMessageAndExitCode2(String arguments) {
    layout("history");
    group.refuses(arguments);
    assertThat(checkpoint("list").out()).isEmpty();
  }

  @Test
  void anEmptyThreadIdIsBadInputThatSaysSo() {
    layout("history");
    var result = checkpoint("save", "", "{}");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("threadId").contains("empty");
  }

  @ParameterizedTest
  @CsvSource({"history,sk", "single,thread_id"})
  void schemaPrintsTheLayoutsTable(String layout, String telltale) {
    var json =
        Terminal.on("--json")
            .run("schema", "checkpoints", "--format", "terraform", "--layout", layout);
    assertThat(json.code()).isZero();
    assertThat(json.object())
        .containsEntry(
            "table", "dynamory-checkpoints" + (layout.equals("history") ? "" : "-single"))
        .extracting("text")
        .asString()
        .contains("\"" + telltale + "\"");
  }
}
