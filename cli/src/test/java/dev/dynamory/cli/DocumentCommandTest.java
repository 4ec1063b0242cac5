package dev.dynamory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.IndexedDocument;
import dev.dynamory.Reservation;
import dev.dynamory.cli.Terminal.Result;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

class DocumentCommandTest {
  private static final String SHA_OF_HELLO =
      "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

  private final Group group = Group.onNewTable("document", "document-index");

  @TempDir Path folder;

  private Result document(String... args) {
    return group.run(args);
  }

  private String file(String name, String text) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text).toString();
  }

  private Map<String, Object> added(String namespace) {
    return Map.copyOf(group.succeeds("add", namespace, "--all", folder.toString()).object());
  }

  private static Map<String, Object> counts(String namespace, int... counts) {
    return Map.of(
        "namespace", namespace,
        "added", number(counts[0]),
        "changed", number(counts[1]),
        "unchanged", number(counts[2]),
        "in_progress", number(0),
        "refused", number(0));
  }

  private static Object number(int n) {
    return BigInteger.valueOf(n);
  }

  private static List<String> ids(Result result) {
    return result.json().stream()
        .map(line -> String.valueOf(((Map<?, ?>) line).get("doc_id")))
        .toList();
  }

  @Test
  void aFileIsIndexedWithItsNameTypeSizeAndHash() throws IOException {
    var path = file("store.md", "hello");
    var added =
        group.succeeds(
            "add",
            "papers",
            "store",
            path,
            "--title",
            "The store",
            "--metadata",
            "{\"year\":2026}",
            "--chunk-ids",
            "[\"c-1\",\"c-2\"]");
    assertThat(added.object().keySet())
        .containsExactly(
            "doc_id",
            "namespace",
            "filename",
            "title",
            "source",
            "source_path",
            "content_type",
            "file_size",
            "content_hash",
            "summary",
            "chunk_count",
            "chunk_ids",
            "metadata",
            "status",
            "created_at",
            "updated_at");
    assertThat(added.object())
        .containsEntry("filename", "store.md")
        .containsEntry("title", "The store")
        .containsEntry("source_path", path)
        .containsEntry("content_type", "text/markdown")
        .containsEntry("file_size", number(5))
        .containsEntry("content_hash", SHA_OF_HELLO)
        .containsEntry("chunk_count", number(2))
        .containsEntry("status", "active");
    assertThat(document("get", "papers", "store", "--consistent").out()).isEqualTo(added.out());
    var again = group.succeeds("add", "papers", "other", path);
    assertThat(again.object()).containsEntry("doc_id", "store");
    assertThat(again.err()).contains("the file is there, as store");
    assertThat(document("count", "papers").out()).isEqualTo("{\"documents\":1,\"chunks\":2}\n");
  }

  @Test
  void aDirectoryIsIndexedOnceAndThenOnlyWhatChanged() throws IOException {
    file("a.md", "one");
    file("sub/b.java", "class B {}");
    file(".hidden/c.md", "no");
    file("target/d.md", "no");
    assertThat(added("papers")).isEqualTo(counts("papers", 2, 0, 0));
    assertThat(added("papers")).isEqualTo(counts("papers", 0, 0, 2));
    var created = document("get", "papers", "a.md").object();
    file("a.md", "two");
    assertThat(added("papers")).isEqualTo(counts("papers", 0, 1, 1));
    assertThat(document("get", "papers", "a.md").object())
        .containsEntry("created_at", created.get("created_at"))
        .extractingByKey("content_hash")
        .isNotEqualTo(created.get("content_hash"));
    assertThat(ids(document("list", "papers"))).containsExactlyInAnyOrder("a.md", "sub/b.java");
    assertThat(added("other")).isEqualTo(counts("other", 2, 0, 0));
  }

  @Test
  void aFileThatAnotherProgramIsAddingIsLeftToIt() throws IOException {
    var path = file("a.md", "one");
    try (var dynamory = Engine.dynamory(new ExecutionInterceptor() {})) {
      dynamory
          .documentIndex(group.table())
          .reserve(
              Reservation.of(
                  IndexedDocument.of("papers", "theirs", "a.md")
                      .contentHash("x")
                      .sourcePath(path)));
    }
    var result = document("add", "papers", "mine", path);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("another program").contains("theirs");
  }

  @Test
  void documentsAreListedFoundAndFiltered() throws IOException {
    group.succeeds("add", "p", "1", "--filename", "a.md", "--metadata", "{\"year\":2025}");
    group.succeeds("add", "p", "2", "--filename", "b.md", "--metadata", "{\"year\":2026}");
    group.succeeds("add", "p", "3", file("b.md", "hello"));
    assertThat(ids(document("list", "p"))).containsExactly("3", "2", "1");
    assertThat(ids(document("list", "p", "--limit", "2"))).containsExactly("3", "2");
    assertThat(ids(document("list", "p", "--filter", "{\"metadata.year\":2025}")))
        .containsExactly("1");
    assertThat(ids(document("find", "p", "--filename", "b.md"))).containsExactly("3", "2");
    assertThat(ids(document("find", "p", "--source-path", folder.resolve("b.md").toString())))
        .containsExactly("3");
    var none = document("find", "p", "--filename", "z.md");
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.out()).isEmpty();
  }

  @Test
  void documentsAreChangedRenamedAndMoved() {
    group.succeeds("add", "p", "1", "--filename", "a.md", "--metadata", "{\"a\":1,\"b\":1}");
    assertThat(
            group
                .succeeds("update", "p", "1", "--summary", "short", "--metadata", "{\"b\":2}")
                .object())
        .containsEntry("summary", "short")
        .containsEntry("metadata", Json.read("{\"a\":1,\"b\":2}", "metadata"));
    assertThat(group.succeeds("rename", "p", "1", "z.md").object())
        .containsEntry("filename", "z.md");
    assertThat(group.succeeds("move", "p", "1", "q").object()).containsEntry("namespace", "q");
    assertThat(document("get", "p", "1").code()).isEqualTo(1);
    assertThat(document("update", "p", "1", "--title", "x").code()).isEqualTo(1);
    group.succeeds("add", "p", "1", "--filename", "a.md");
    var taken = document("move", "p", "1", "q");
    assertThat(taken.code()).isEqualTo(2);
    assertThat(taken.err()).contains("q");
  }

  @Test
  void theTrashIsLeftByRestoreAndByPurge() {
    group.succeeds("add", "p", "1", "--filename", "a.md", "--chunk-ids", "[\"c-1\",\"c-2\"]");
    assertThat(document("delete", "p", "1", "--soft").out()).isEqualTo("{\"deleted\":1}\n");
    assertThat(document("get", "p", "1").object()).containsEntry("status", "deleting");
    assertThat(document("list", "p").out()).isEmpty();
    assertThat(document("add", "p", "1", "--filename", "a.md").err()).contains("trash");
    assertThat(group.succeeds("restore", "p", "1").object()).containsEntry("status", "active");
    assertThat(document("purge", "p", "1").code()).isEqualTo(2);

    group.succeeds("delete", "p", "1", "--soft");
    assertThat(document("purge-expired").out()).isEmpty();
    assertThat(document("purge", "p", "1").out())
        .isEqualTo("{\"complete\":false,\"chunk_ids\":[\"c-1\",\"c-2\"]}\n");
    assertThat(document("purge", "p", "1", "--complete").object()).containsEntry("complete", true);
    group.succeeds("add", "p", "1", "--filename", "again.md");
    assertThat(document("delete", "p", "1").out()).isEqualTo("{\"deleted\":1}\n");
    var again = document("delete", "p", "1");
    assertThat(again.out()).isEqualTo("{\"deleted\":0}\n");
    assertThat(again.code()).isEqualTo(1);
    assertThat(document("delete", "p", "1", "--soft").code()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "add p",
        "add p 1",
        "add p 1 /no/such/file",
        "add p --all /no/such/folder",
        "add p 1 --all .",
        "add p --all . --title x",
        "add p 1 --filename f --chunk-ids {}",
        "add p 1 --filename f --chunk-ids [1]",
        "add p 1 --filename f --metadata []",
        "list p --limit 0",
        "list p --filter {\"a\":{\"$near\":1}}",
        "find p",
        "find p --filename a --source-path b",
        "move p 1",
        "rename p 1",
        "frobnicate",
        ""
      })
  void badInputIsOneClearMessageAndExitCode2(String arguments) {
    group.refuses(arguments);
    assertThat(document("list", "p").out()).isEmpty();
  }

  @Test
  void aTableThatIsMissingIsNamedWithTheCommandThatMakesIt() {
    var result = Group.onMissingTable("document").run("get", "p", "1");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("setup document-index");
  }

  @Test
  void theOriginalsSchemaHasTwoIndexes() {
    var table = Engine.newTable();
    var made =
        Engine.terminal().run("setup", "document-index", "--original-schema", "--table", table);
    assertThat(made.object()).containsEntry("differences", List.of());
    assertThat(
            Engine.client()
                .describeTable(request -> request.tableName(table))
                .table()
                .globalSecondaryIndexes())
        .hasSize(2);
    assertThat(
            Terminal.on()
                .run("schema", "document-index", "--original-schema", "--format", "terraform")
                .out())
        .contains("GSI2")
        .doesNotContain("dynamory-light");
    assertThat(Engine.terminal().run("setup", "document-index", "--table", table).code())
        .isEqualTo(2);
    var added =
        Engine.terminal().run("setup", "document-index", "--add-light-index", "--table", table);
    assertThat(added.out()).contains("differences").doesNotContain("missing");
    assertThat(
            Terminal.on()
                .run("setup", "document-index", "--add-light-index", "--original-schema")
                .code())
        .isEqualTo(2);
  }
}
