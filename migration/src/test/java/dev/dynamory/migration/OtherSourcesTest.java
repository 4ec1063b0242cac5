package dev.dynamory.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dynamory.ConfigurationException;
import dev.dynamory.DocumentDatabase;
import dev.dynamory.InMemory;
import dev.dynamory.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From files of JSON lines, and from one document database into another. */
class OtherSourcesTest {
  @TempDir Path folder;
  private final String collection = "c-" + UUID.randomUUID();
  private final DocumentDatabase target = Engine.newDatabase();

  private CollectionReport run(MigrationSource source) {
    return Migration.of(source, target, List.of(collection)).run().collections().get(0);
  }

  private MigrationSource lines(String text) throws IOException {
    var file = folder.resolve(collection + ".jsonl");
    Files.writeString(file, text);
    return MigrationSource.jsonLines(folder);
  }

  @Test
  void linesKeepTheirRevisionsAndThoseWithoutGetOne() throws IOException {
    var source =
        lines(
            String.join(
                "\r\n",
                "\ufeff{\"_id\":\"a\",\"_rev\":\"3-abc\",\"n\":1}",
                "",
                "{\"_id\":\"b\",\"n\":1.50}",
                "{\"_id\":\"c\",\"_rev\":\"dynamodb-rev\"}",
                "{\"_id\":\"d\",\"_rev\":\"0-0123456789abcdef0123456789abcdef\"}",
                "{\"_id\":\"e\",\"_rev\":\"2-abc.0123456789abcdef\"}"));
    assertThat(source.collections()).containsExactly(collection);
    assertThat(run(source).counts()).isEqualTo(Map.of(Outcome.WRITTEN, 5L));
    var revisions =
        target
            .listAll(collection)
            .collect(Collectors.toMap(document -> document.id(), document -> document.revision()));
    assertThat(revisions).containsEntry("a", "3-abc").containsEntry("e", "2-abc");
    for (var id : List.of("b", "c", "d")) {
      assertThat(revisions.get(id)).matches("1-[0-9a-f]{16}0{16}");
    }
    assertThat(run(source).counts()).isEqualTo(Map.of(Outcome.ALREADY_THERE, 5L));
    var migration = Migration.of(source, target, List.of(collection));
    assertThat(migration.verifyWithExtra()).allMatch(CollectionDifferences::isEmpty);
  }

  @Test
  void aLineThatIsNoDocumentFailsByItsNumberAndTheRunGoesOn() throws IOException {
    lines("");
    var good = "{\"_id\":\"a\"}\n".getBytes(StandardCharsets.UTF_8);
    var file = folder.resolve(collection + ".jsonl");
    Files.write(file, good);
    Files.writeString(file, "{\"_id\":\"b\"\n[]\n{\"n\":1}\n", StandardOpenOption.APPEND);
    Files.write(file, new byte[] {'"', (byte) 0xff, '"', '\n'}, StandardOpenOption.APPEND);
    Files.writeString(file, "{\"_id\":\"z\"}", StandardOpenOption.APPEND);
    var report = run(MigrationSource.jsonLines(file));
    assertThat(report.written()).isEqualTo(2);
    assertThat(report.findings())
        .extracting(Finding::id)
        .containsExactly("line 2", "line 3", "line 4", "line 5");
    assertThat(report.findings().get(3).reason()).isEqualTo("is not UTF-8");
  }

  @Test
  void aFileOfManyPagesIsReadOnceEach() throws IOException {
    var source =
        lines(
            IntStream.range(0, 1234)
                .mapToObj(n -> "{\"_id\":\"%d\",\"text\":\"ü%d\"}\n".formatted(n, n))
                .collect(Collectors.joining()));
    assertThat(run(source).counts()).isEqualTo(Map.of(Outcome.WRITTEN, 1234L));
    assertThat(target.listAll(collection)).hasSize(1234);
  }

  @Test
  void anotherVersionInALineDoesNotOverwrite() throws IOException {
    target.save(collection, "a", Map.of("n", 2));
    var report = run(lines("{\"_id\":\"a\",\"n\":1}\n"));
    assertThat(report.count(Outcome.CHANGED_IN_TARGET)).isEqualTo(1);
    assertThat(target.get(collection, "a").orElseThrow().value()).containsEntry("n", 2);
  }

  @Test
  void aFileThatIsNotThereIsAMissingCollectionAndAFileDoesNotSayItsCollection() throws IOException {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> run(MigrationSource.jsonLines(folder)))
        .withMessageContaining(collection);
    lines("");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(
            () -> MigrationSource.jsonLines(folder.resolve(collection + ".jsonl")).collections());
  }

  @Test
  void fromOneDatabaseIntoAnotherWithRevisionsAndForwardByOneSave() {
    var source = Engine.newDatabase().withCollectionPrefix("source-");
    for (var n = 0; n < 130; n++) {
      source.save(collection, "d" + n, Map.of("n", n, "bytes", new byte[] {1, 2}));
    }
    assertThat(run(MigrationSource.of(source)).counts()).isEqualTo(Map.of(Outcome.WRITTEN, 130L));
    var revision = source.get(collection, "d7").orElseThrow().revision();
    assertThat(target.get(collection, "d7").orElseThrow().revision()).isEqualTo(revision);
    source.save(collection, "d7", Map.of("n", -7), revision);
    target.save(collection, "d8", Map.of("n", -8));
    var migration = Migration.of(MigrationSource.of(source), target, List.of(collection));
    assertThat(migration.withDryRun().run().collections().get(0).counts())
        .isEqualTo(migration.run().collections().get(0).counts())
        .isEqualTo(
            Map.of(
                Outcome.BROUGHT_FORWARD, 1L,
                Outcome.CHANGED_IN_TARGET, 1L,
                Outcome.ALREADY_THERE, 128L));
    assertThat(migration.verifyWithExtra().get(0).different())
        .extracting(Finding::id)
        .containsExactly("d8");
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> MigrationSource.of(source).collections());
  }

  @Test
  void fromMemoryIntoTheEngine() {
    var source = InMemory.documents();
    source.save(collection, "a", Map.of("n", 1));
    assertThat(run(MigrationSource.of(source)).written()).isEqualTo(1);
    assertThat(target.get(collection, "a")).isEqualTo(source.get(collection, "a"));
  }
}
