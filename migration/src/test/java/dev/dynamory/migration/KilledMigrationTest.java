package dev.dynamory.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.dynamory.ConfigurationException;
import dev.dynamory.InMemory;
import dev.dynamory.dynamodb.Dynamory;
import dev.dynamory.local.LocalDynamoDb;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A migration in a process of its own that is killed without notice, and one that goes on. */
class KilledMigrationTest {
  @TempDir Path folder;

  /** The process that is killed: says after each page how many documents are done. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      var dynamory = Dynamory.builder().endpoint(URI.create(args[1])).region("us-east-1").build();
      Migration.of(
              MigrationSource.couchDb(URI.create(args[0])),
              dynamory.documents().withTablesOnFirstWrite(),
              List.of(args[2]))
          .withCheckpoint(Path.of(args[3]))
          .withProgress(progress -> System.out.println(progress.done()))
          .run();
      System.out.println("finished");
    }
  }

  private static String documents(int count) {
    return IntStream.range(0, count)
        .mapToObj(n -> "{\"_id\":\"d%05d\",\"n\":%d}".formatted(n, n))
        .collect(Collectors.joining(",", "{\"docs\":[", "]}"));
  }

  @Test
  void goesOnAfterAKillWhereItWasAndDoesTheRest() throws Exception {
    var couch = PouchDb.get();
    var collection = couch.newDatabase();
    couch.bulk(collection, documents(1500));
    couch.put(collection, "large", "{\"text\":\"" + "x".repeat(420_000) + "\"}");
    couch.put(collection, "a-large", "{\"text\":\"" + "x".repeat(420_000) + "\"}");
    var checkpoint = folder.resolve("checkpoint.json");
    var killedAt = killedAfter(300, couch, collection, checkpoint);
    assertThat(killedAt).isBetween(300L, 1400L);

    couch.put(collection, "aa", "{\"changed\":\"after the kill\"}");
    var progress = new ArrayList<MigrationProgress>();
    var target = Engine.newDatabase();
    var migration =
        Migration.of(MigrationSource.couchDb(couch.server()), target, List.of(collection))
            .withCheckpoint(checkpoint)
            .withProgress(progress::add);
    var report = migration.run().collections().get(0);
    assertThat(progress.get(0).done()).isGreaterThan(killedAt);
    assertThat(report.read()).isEqualTo(1503);
    assertThat(report.failed()).isEqualTo(2);
    assertThat(report.findings()).extracting(Finding::id).contains("large", "a-large");
    assertThat(report.written() + report.count(Outcome.ALREADY_THERE)).isEqualTo(1501);
    assertThat(target.listAll(collection)).hasSize(1501);
    assertThat(target.get(collection, "aa")).isPresent();
    assertThat(migration.verifyWithExtra().get(0).different()).isEmpty();
    assertThat(migration.verifyWithExtra().get(0).missing())
        .extracting(Finding::id)
        .containsExactlyInAnyOrder("large", "a-large");
    assertThat(checkpoint).doesNotExist();
  }

  @Test
  void aTargetThatFailsEndsTheRunAndTheNextGoesOn() throws IOException {
    var source = Files.createDirectory(folder.resolve("source"));
    Files.writeString(
        source.resolve("agents.jsonl"),
        IntStream.range(0, 350)
            .mapToObj(n -> "{\"_id\":\"d%d\",\"n\":%d}\n".formatted(n, n))
            .collect(Collectors.joining()));
    var data = folder.resolve("data");
    var checkpoint = folder.resolve("checkpoint.json");
    var broken = LocalDynamoDb.on(data);
    var interrupted =
        Migration.of(
                MigrationSource.jsonLines(source),
                Engine.newDatabase(broken.endpoint()),
                List.of("agents"))
            .withCheckpoint(checkpoint)
            .withProgress(
                progress -> {
                  if (progress.done() == 200) {
                    broken.close();
                  }
                });
    var failure = catchThrowable(interrupted::run);
    assertThat(failure.getClass().getName()).startsWith("software.amazon.awssdk.");
    assertThat(checkpoint).exists();
    try (var engine = LocalDynamoDb.on(data)) {
      var target = Engine.newDatabase(engine.endpoint());
      var progress = new ArrayList<MigrationProgress>();
      var migration =
          Migration.of(MigrationSource.jsonLines(source), target, List.of("agents"))
              .withCheckpoint(checkpoint)
              .withProgress(progress::add);
      assertThat(migration.run().collections().get(0).counts())
          .isEqualTo(Map.of(Outcome.WRITTEN, 350L));
      assertThat(progress).extracting(MigrationProgress::done).containsExactly(300L, 350L);
      assertThat(migration.verifyWithExtra()).allMatch(CollectionDifferences::isEmpty);
    }
  }

  private long killedAfter(long documents, PouchDb couch, String collection, Path checkpoint)
      throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                couch.server().toString(),
                Engine.endpoint().toString(),
                collection,
                checkpoint.toString())
            .redirectError(folder.resolve("err").toFile())
            .start();
    var done = 0L;
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      while (done < documents) {
        var line = lines.readLine();
        assertThat(line).as(Files.readString(folder.resolve("err"))).isNotNull();
        done = Long.parseLong(Objects.requireNonNull(line));
      }
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor()).as("killed, not finished").isNotZero();
    return done;
  }

  @Test
  void aCheckpointOfAnotherMigrationOrWhatIsNoneIsRefused() throws IOException {
    var source = Files.createDirectory(folder.resolve("source"));
    Files.writeString(source.resolve("agents.jsonl"), "{\"_id\":\"a\"}\n");
    var checkpoint = folder.resolve("checkpoint.json");
    var migration =
        Migration.of(MigrationSource.jsonLines(source), InMemory.documents(), List.of("agents"))
            .withCheckpoint(checkpoint);
    Files.writeString(checkpoint, "{\"migration\":\"http://other:5984\",\"collections\":{}}");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(migration::run)
        .withMessageContaining("http://other:5984");
    Files.writeString(checkpoint, "no checkpoint");
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(migration::run)
        .withMessageContaining("is not a checkpoint");
    Files.delete(checkpoint);
    assertThat(migration.run().collections().get(0).written()).isEqualTo(1);
  }
}
