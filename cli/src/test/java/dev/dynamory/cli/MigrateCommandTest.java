package dev.dynamory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.cli.Terminal.Result;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrateCommandTest {
  private final String collection = Engine.newTable();
  private final Terminal terminal = Engine.terminal();

  @TempDir Path folder;

  @BeforeEach
  void createTheTable() {
    assertThat(terminal.run("setup", "documents", "--table", collection).code()).isZero();
  }

  private void source(String... lines) throws IOException {
    Files.writeString(folder.resolve(collection + ".jsonl"), String.join("\n", lines) + "\n");
  }

  private Result migrate(String... more) {
    var args = new String[more.length + 6];
    var first = List.of("db", "migrate", "--from", folder.toString(), "--collections", collection);
    first.toArray(args);
    System.arraycopy(more, 0, args, 6, more.length);
    return terminal.run(args);
  }

  private static Object number(int n) {
    return BigInteger.valueOf(n);
  }

  @Test
  void everyDocumentArrivesWithItsRevisionAndAgainNothingDoes() throws IOException {
    source(
        "{\"_id\":\"a\",\"_rev\":\"1-abc\",\"n\":1}",
        "{\"_id\":\"b\",\"_rev\":\"3-def\",\"list\":[1.5,null,{\"x\":\"y\"}]}");
    var dry = migrate("--dry-run");
    assertThat(dry.code()).as(dry.err()).isZero();
    assertThat(dry.object())
        .containsEntry("dry_run", true)
        .containsEntry("read", number(2))
        .containsEntry("written", number(2));
    assertThat(terminal.run("db", "list", collection).out()).isEmpty();

    assertThat(migrate().object())
        .containsEntry("collection", collection)
        .containsEntry("written", number(2))
        .containsEntry("failed", number(0))
        .containsEntry("findings", List.of());
    assertThat(terminal.run("db", "get", collection, "b").object())
        .containsEntry("_rev", "3-def")
        .containsEntry("list", Json.read("[1.5,null,{\"x\":\"y\"}]", "list"));
    assertThat(migrate().object())
        .containsEntry("written", number(0))
        .containsEntry("skipped", number(2))
        .containsEntry("already_there", number(2));
  }

  @Test
  void aDocumentThatDoesNotFitIsNamedTheOthersAreMovedAndTheExitCodeIs3() throws IOException {
    source(
        "{\"_id\":\"a\",\"_rev\":\"1-abc\",\"n\":1}",
        "{\"_id\":\"big\",\"_rev\":\"1-abc\",\"text\":\"" + "x".repeat(420_000) + "\"}",
        "{\"_id\":\"c\",\"_rev\":\"1-abc\",\"n\":3}");
    var result = migrate();
    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err()).startsWith("dynamory: failed: " + collection + " big: ");
    assertThat(result.object())
        .containsEntry("written", number(2))
        .containsEntry("failed", number(1));
    assertThat((List<?>) result.object().get("findings"))
        .singleElement()
        .extracting(finding -> ((Map<?, ?>) finding).get("id"))
        .isEqualTo("big");
    assertThat(terminal.run("db", "list", collection).lines()).hasSize(2);
  }

  @Test
  void verifyNamesWhatDiffersAndMovesNothing() throws IOException {
    source("{\"_id\":\"a\",\"_rev\":\"1-abc\",\"n\":1}", "{\"_id\":\"b\",\"_rev\":\"1-abc\"}");
    assertThat(migrate().code()).isZero();
    var same = migrate("--verify", "--extra");
    assertThat(same.code()).as(same.err()).isZero();
    assertThat(same.object()).containsEntry("compared", number(2));

    terminal.run("db", "save", collection, "a", "{\"n\":2}");
    terminal.run("db", "delete", collection, "b");
    terminal.run("db", "save", collection, "mine", "{}");
    var differs = migrate("--verify", "--extra");
    assertThat(differs.code()).isEqualTo(1);
    assertThat(differs.err())
        .contains("different: " + collection + " a")
        .contains("missing: " + collection + " b")
        .contains("only in the target: " + collection + " mine");
    assertThat(differs.object()).containsEntry("extra", List.of("mine"));
    assertThat(terminal.run("db", "get", collection, "b").code()).isEqualTo(1);
  }

  @Test
  void allCollectionsOfAFolderAreMovedIfNoneIsNamed() throws IOException {
    source("{\"_id\":\"a\"}");
    var result =
        Terminal.on("--endpoint", Engine.endpoint())
            .run("db", "migrate", "--from", folder.toString());
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).isEqualTo(collection + ": read 1, wrote 1, skipped 0, failed 0\n");
    Files.delete(folder.resolve(collection + ".jsonl"));
    assertThat(terminal.run("db", "migrate", "--from", folder.toString()).code()).isEqualTo(2);
  }

  @Test
  void aServerThatDoesNotAnswerIsExitCode3InOneLine() {
    var result =
        terminal.run("db", "migrate", "--from", "http://127.0.0.1:1", "--collections", collection);
    assertThat(result.code()).isEqualTo(3);
    assertThat(result.out()).isEmpty();
    assertThat(result.err().lines()).singleElement().asString().contains("127.0.0.1:1");
  }
}
