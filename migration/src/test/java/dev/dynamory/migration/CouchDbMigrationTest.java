package dev.dynamory.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dynamory.ConfigurationException;
import dev.dynamory.Document;
import dev.dynamory.DocumentDatabase;
import dev.dynamory.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a real server that speaks CouchDB's API into the real engine. */
class CouchDbMigrationTest {
  private PouchDb couch;
  private String collection;
  private final DocumentDatabase target = Engine.newDatabase();

  @BeforeEach
  void aDatabase() {
    couch = PouchDb.get();
    collection = couch.newDatabase();
  }

  private Migration migration() {
    return Migration.of(MigrationSource.couchDb(couch.server()), target, List.of(collection));
  }

  private CollectionReport run(Migration migration) {
    var report = migration.run().collections();
    assertThat(report).hasSize(1);
    return report.get(0);
  }

  private void fill(int documents) {
    couch.bulk(
        collection,
        IntStream.range(0, documents)
            .mapToObj(n -> "{\"_id\":\"d%04d\",\"n\":%d}".formatted(n, n))
            .collect(Collectors.joining(",", "{\"docs\":[", "]}")));
  }

  private Document read(String id) {
    return target.get(collection, id).orElseThrow();
  }

  private void assertSame() {
    assertThat(migration().verifyWithExtra()).allMatch(CollectionDifferences::isEmpty);
  }

  @Test
  void everyDocumentArrivesOnceWithItsRevisionAndAgainIsThereAlready() {
    fill(250);
    var revision =
        couch.put(
            collection, "a/b ü+%", "{\"text\":\"Zoë\",\"list\":[1,2.50,1e2,null,true,{\"x\":{}}]}");
    couch.put(collection, "_design/views", "{\"language\":\"javascript\"}");
    var progress = new ArrayList<MigrationProgress>();
    var report = run(migration().withProgress(progress::add));
    assertThat(report.counts())
        .isEqualTo(Map.of(Outcome.WRITTEN, 251L, Outcome.DESIGN_DOCUMENT, 1L));
    assertThat(List.of(report.read(), report.written(), report.skipped(), report.failed()))
        .isEqualTo(List.of(252L, 251L, 1L, 0L));
    assertThat(report.findings()).isEmpty();
    var expected = new HashMap<String, Object>();
    expected.put("_id", "a/b ü+%");
    expected.put("_rev", revision);
    expected.put("text", "Zoë");
    expected.put("list", Arrays.asList(1, 2.5, 100, null, true, Map.of("x", Map.of())));
    assertThat(read("a/b ü+%").value()).isEqualTo(expected);
    assertThat(progress.get(progress.size() - 1).done()).isEqualTo(252);
    assertThat(progress).allMatch(p -> p.total().equals(OptionalLong.of(252)));
    assertSame();
    assertThat(run(migration()).counts())
        .isEqualTo(Map.of(Outcome.ALREADY_THERE, 251L, Outcome.DESIGN_DOCUMENT, 1L));
  }

  @Test
  void aClientThatHoldsARevisionOfCouchDbCanSaveWithItAfterTheMove() {
    var revision = couch.put(collection, "a", "{\"n\":1}");
    run(migration());
    var next = target.save(collection, "a", Map.of("n", 2), revision);
    assertThat(next).startsWith("2-").endsWith(revision.substring(2, 18));
  }

  @Test
  void whatChangedInTheSourceIsBroughtForwardAndWhatChangedInTheTargetIsLeftAlone() {
    var first = couch.put(collection, "a", "{\"n\":1}");
    couch.put(collection, "b", "{\"n\":1}");
    couch.put(collection, "c", "{\"n\":1}");
    run(migration());
    couch.put(collection, "a", "{\"n\":2,\"_rev\":\"" + first + "\"}");
    target.save(collection, "b", Map.of("n", 7));
    var report = run(migration());
    assertThat(report.counts())
        .isEqualTo(
            Map.of(
                Outcome.BROUGHT_FORWARD, 1L,
                Outcome.CHANGED_IN_TARGET, 1L,
                Outcome.ALREADY_THERE, 1L));
    assertThat(report.findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.id()).isEqualTo("b");
              assertThat(finding.reason()).contains("the target has revision 1-");
            });
    assertThat(read("a").value()).containsEntry("n", 2);
    assertThat(read("b").value()).containsEntry("n", 7);
    var differences = migration().verify().get(0);
    assertThat(differences.different()).extracting(Finding::id).containsExactly("b");
    assertThat(differences.missing()).isEmpty();
  }

  @Test
  void aChangeInTheTargetThatKeptTheRevisionIsNoticed() {
    var revision = couch.put(collection, "a", "{\"n\":1}");
    run(migration());
    target.delete(collection, "a");
    target.restore(collection, "a", Map.of("n", 9, "_rev", revision), null);
    assertThat(run(migration()).count(Outcome.CHANGED_IN_TARGET)).isEqualTo(1);
    assertThat(migration().verify().get(0).different())
        .extracting(Finding::reason)
        .containsExactly("has other content in the target");
  }

  @Test
  void aDryRunReadsAndChecksTheSameAndWritesNothing() {
    fill(120);
    couch.put(collection, "large", "{\"text\":\"" + "x".repeat(420_000) + "\"}");
    var dry = migration().withDryRun().run();
    assertThat(dry.dryRun()).isTrue();
    assertThat(target.hasCollection(collection)).isFalse();
    var report = run(migration());
    assertThat(dry.collections()).containsExactly(report);
    assertThat(report.failed()).isEqualTo(1);
    assertThat(run(migration().withDryRun()).counts())
        .isEqualTo(Map.of(Outcome.ALREADY_THERE, 120L, Outcome.FAILED, 1L));
  }

  @Test
  void whatChangesDuringTheRunArrivesToo() {
    fill(300);
    var first = couch.put(collection, "a", "{\"n\":1}");
    var gone = couch.put(collection, "aa", "{}");
    var done = new AtomicBoolean();
    var report =
        run(
            migration()
                .withProgress(
                    progress -> {
                      if (!done.getAndSet(true)) {
                        couch.put(collection, "a", "{\"n\":2,\"_rev\":\"" + first + "\"}");
                        couch.put(collection, "ab", "{\"n\":3}");
                        couch.delete(collection, "aa", gone);
                      }
                    }));
    assertThat(report.count(Outcome.BROUGHT_FORWARD)).isEqualTo(1);
    assertThat(report.count(Outcome.DELETED)).isEqualTo(1);
    assertThat(read("a").value()).containsEntry("n", 2);
    assertThat(read("ab").value()).containsEntry("n", 3);
    assertThat(target.get(collection, "aa")).isEmpty();
    assertSame();
  }

  @Test
  void aDocumentThatFailedAndWasMendedDuringTheRunIsNoFailure() {
    fill(150);
    var first = couch.put(collection, "a", "{\"text\":\"" + "x".repeat(420_000) + "\"}");
    var done = new AtomicBoolean();
    var report =
        run(
            migration()
                .withProgress(
                    progress -> {
                      if (!done.getAndSet(true)) {
                        couch.put(collection, "a", "{\"_rev\":\"" + first + "\"}");
                      }
                    }));
    assertThat(report.failed()).isZero();
    assertThat(report.findings()).isEmpty();
    assertThat(report.counts()).containsEntry(Outcome.WRITTEN, 151L);
  }

  private void putWithAttachment(String id, int bytes) {
    var data =
        Base64.getEncoder().encodeToString("y".repeat(bytes).getBytes(StandardCharsets.UTF_8));
    couch.put(
        collection,
        id,
        "{\"n\":1,\"_attachments\":{\"notes.txt\":{\"content_type\":\"text/plain\",\"data\":\""
            + data
            + "\"}}}");
  }

  @Test
  void attachmentsFailByNameAndSizeOrAreDroppedOrBecomeBytes() {
    putWithAttachment("a", 11);
    putWithAttachment("b", 500_000);
    var failed = run(migration());
    assertThat(failed.failed()).isEqualTo(2);
    assertThat(failed.findings())
        .extracting(Finding::reason)
        .containsExactly(
            "has attachments: notes.txt (11 bytes)", "has attachments: notes.txt (500000 bytes)");
    var inline = migration().withAttachments(Attachments.INLINE);
    var inlined = run(inline);
    assertThat(inlined.counts()).isEqualTo(Map.of(Outcome.WRITTEN, 1L, Outcome.FAILED, 1L));
    assertThat(read("a").value())
        .usingRecursiveComparison()
        .isEqualTo(
            Map.of(
                "_id",
                "a",
                "_rev",
                read("a").revision(),
                "n",
                1,
                "_attachments",
                Map.of(
                    "notes.txt",
                    Map.of(
                        "content_type",
                        "text/plain",
                        "data",
                        "y".repeat(11).getBytes(StandardCharsets.UTF_8)))));
    assertThat(inline.verify().get(0).missing()).extracting(Finding::id).containsExactly("b");
    target.delete(collection, "a");
    var drop = migration().withAttachments(Attachments.DROP);
    var dropped = run(drop);
    assertThat(dropped.counts()).isEqualTo(Map.of(Outcome.WRITTEN, 2L));
    assertThat(dropped.findings())
        .extracting(Finding::reason)
        .contains("attachments were dropped: notes.txt (11 bytes)");
    assertThat(read("b").value()).containsOnlyKeys("_id", "_rev", "n");
    assertThat(drop.verify().get(0).isEmpty()).isTrue();
  }

  @Test
  void conflictsGiveTheWinnerAndReportTheLosersOrFail() {
    couch.put(collection, "a", "{\"n\":1}");
    couch.bulk(
        collection,
        "{\"new_edits\":false,\"docs\":[{\"_id\":\"a\",\"_rev\":\"1-ffffffffffffffffffffffffffffffff\",\"n\":9}]}");
    var strict = migration().withConflicts(Conflicts.FAIL);
    assertThat(run(strict).findings())
        .extracting(Finding::reason)
        .allSatisfy(reason -> assertThat(reason).startsWith("has conflicting revisions: 1-"));
    var report = run(migration());
    assertThat(report.written()).isEqualTo(1);
    assertThat(report.findings())
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.reason()).startsWith("losing revisions were left behind: 1-"));
    assertThat(read("a").revision()).isEqualTo("1-ffffffffffffffffffffffffffffffff");
  }

  @Test
  void whatTheTargetCannotHoldIsReportedByItsPathAndTheRunGoesOn() {
    couch.put(collection, "large", "{\"x\":1,\"text\":\"" + "x".repeat(420_000) + "\"}");
    couch.put(collection, "deep", "{\"a\":" + "[".repeat(32) + "]".repeat(32) + "}");
    couch.put(collection, "deepest", "{\"a\":" + "[".repeat(1500) + "]".repeat(1500) + "}");
    couch.put(collection, "fits", "{\"a\":" + "[".repeat(31) + "]".repeat(31) + "}");
    couch.put(collection, "field", "{\"\":1}");
    couch.put(collection, "i".repeat(2100), "{}");
    couch.put(collection, "small", "{\"x\":{\"y\":1e-140}}");
    var report = run(migration());
    assertThat(report.written()).isEqualTo(1);
    var reasons =
        report.findings().stream().collect(Collectors.toMap(Finding::id, Finding::reason));
    assertThat(reasons)
        .hasSize(6)
        .hasEntrySatisfying(
            "large",
            r -> assertThat(r).contains("largest field is 'text' with 420000 bytes", "store"))
        .hasEntrySatisfying("deep", r -> assertThat(r).startsWith("document.a[0]"))
        .hasEntrySatisfying("deepest", r -> assertThat(r).contains("nesting depth"))
        .hasEntrySatisfying("field", r -> assertThat(r).contains("name must not be empty"))
        .hasEntrySatisfying("i".repeat(2100), r -> assertThat(r).contains("2048 bytes"))
        .hasEntrySatisfying("small", r -> assertThat(r).startsWith("document.x.y: "));
    assertThat(read("fits").value()).containsKey("a");
  }

  @Test
  void verificationListsWhatIsMissingAndDifferentAndOnlyInTheTarget() {
    fill(220);
    run(migration());
    target.delete(collection, "d0007");
    target.save(collection, "d0008", Map.of("n", "other"));
    target.save(collection, "more", Map.of());
    var differences = migration().verifyWithExtra().get(0);
    assertThat(differences.compared()).isEqualTo(220);
    assertThat(differences.missing()).extracting(Finding::id).containsExactly("d0007");
    assertThat(differences.different()).extracting(Finding::id).containsExactly("d0008");
    assertThat(differences.extra()).containsExactly("more");
    assertThat(migration().verify().get(0).extra()).isEmpty();
  }

  @Test
  void aCollectionMayHaveAnotherNameInTheTarget() {
    fill(3);
    var renamed = migration().withTargetName(collection, "renamed-" + collection);
    assertThat(renamed.run().collections().get(0).collection()).isEqualTo(collection);
    assertThat(target.listAll("renamed-" + collection)).hasSize(3);
    assertThat(renamed.verify()).allMatch(CollectionDifferences::isEmpty);
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> migration().withTargetName("nope", "x"));
  }

  @Test
  void aMistypedCollectionEndsTheMigrationBeforeAnythingIsDone() {
    fill(3);
    var source = MigrationSource.couchDb(couch.server());
    var migration = Migration.of(source, target, List.of(collection, "mistyped"));
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(migration::run)
        .withMessageContaining("mistyped");
    assertThat(target.hasCollection(collection)).isFalse();
    assertThat(new HashSet<>(source.collections()))
        .contains(collection)
        .noneMatch(c -> c.startsWith("_"));
  }

  @Test
  void aTargetBesidePythonTakesTheSameRevisions() {
    var shared = Engine.newDatabase().sharedWithOriginal();
    var source = MigrationSource.couchDb(couch.server());
    var migration = Migration.of(source, shared, List.of(collection));
    var first = couch.put(collection, "a", "{\"n\":1}");
    couch.put(collection, "b", "{\"n\":1}");
    migration.run();
    couch.put(collection, "a", "{\"n\":2,\"_rev\":\"" + first + "\"}");
    assertThat(run(migration).counts())
        .isEqualTo(Map.of(Outcome.BROUGHT_FORWARD, 1L, Outcome.ALREADY_THERE, 1L));
    assertThat(migration.verify()).allMatch(CollectionDifferences::isEmpty);
  }
}
