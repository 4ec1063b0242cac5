package dev.dynamory.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.dynamory.ConfigurationException;
import dev.dynamory.DocumentChange;
import dev.dynamory.DocumentCount;
import dev.dynamory.Filter;
import dev.dynamory.IndexedDocument;
import dev.dynamory.NamespaceChange;
import dev.dynamory.NotFoundException;
import dev.dynamory.RefusedException;
import dev.dynamory.RegisteredNamespace;
import dev.dynamory.Reservation;
import dev.dynamory.testkit.Call;
import dev.dynamory.testkit.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** What is wrong with stache's namespaces and document index, each as it should be. */
class StacheDefectsTest {
  private final Watched spaces = new Watched();
  private final Watched watched = new Watched();
  private final DynamoDbNamespaceRegistry registry = spaces.newProcess().namespaces(spaces.table);
  private final DynamoDbDocumentIndex index = watched.newProcess().documentIndex(watched.table);

  @BeforeEach
  void tables() {
    registry.setup();
    index.setup();
    spaces.faults.reset();
    watched.faults.reset();
    watched.clock.set(Instant.parse("2096-11-21T10:00:00Z"));
  }

  private static IndexedDocument document(String id) {
    return IndexedDocument.of("ns", id, id + ".pdf").contentHash("h-" + id);
  }

  private void change(Watched where, Map<String, AttributeValue> key, String update) {
    Engine.client()
        .updateItem(request -> request.tableName(where.table).key(key).updateExpression(update));
  }

  @Test
  void aSecondCreateDoesNotOverwriteTheFirst() {
    registry.create(RegisteredNamespace.of("a", "First"));
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> registry.create(RegisteredNamespace.of("a", "Second")));
    index.create(document("a").title("First"));
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> index.create(document("a").title("Second")));
    assertThat(index.get("ns", "a").orElseThrow().title()).isEqualTo("First");
    assertThat(registry.get("a").orElseThrow().name()).isEqualTo("First");
  }

  @Test
  void aParentDeletedBetweenLookingAndWritingLeavesNoOrphan() {
    registry.create(RegisteredNamespace.of("p", "P"));
    spaces.faults.after(Call.of("Query"), () -> child("p"));
    assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> registry.delete("p"));
    assertThat(registry.tree().unattached()).isEmpty();
  }

  private void child(String parent) {
    Dynamory.using(Engine.client())
        .namespaces(spaces.table)
        .create(RegisteredNamespace.of("child", "C").under(parent));
  }

  @Test
  void twoMovesDoNotMakeACycle() {
    registry.createPath("a");
    registry.createPath("b");
    spaces.faults.before(
        Call.of("TransactWriteItems"),
        () -> Dynamory.using(Engine.client()).namespaces(spaces.table).move("b", "a"));
    assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> registry.move("a", "b"));
    assertThat(registry.tree().unattached()).isEmpty();
  }

  @Test
  void theTreeShowsOrphansAndCyclesInsteadOfLosingThem() {
    registry.createPath("p/q");
    registry.createPath("x/y");
    Engine.client().deleteItem(r -> r.tableName(spaces.table).key(RegistryItems.key("p")));
    Engine.client()
        .updateItem(
            r ->
                r.tableName(spaces.table)
                    .key(RegistryItems.key("x"))
                    .updateExpression("SET parent_id = :y")
                    .expressionAttributeValues(Map.of(":y", AttributeValue.fromS("x/y"))));
    assertThat(registry.tree().unattached()).hasSize(2);
    assertThat(registry.verify()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(registry.path("x/y")).hasSizeLessThanOrEqualTo(2); // and ends
  }

  @Test
  void oneRowWithoutANameDoesNotBreakTheList() {
    registry.createPath("p/q");
    registry.createPath("p/r");
    Engine.client()
        .updateItem(
            r ->
                r.tableName(spaces.table)
                    .key(RegistryItems.key("p/q"))
                    .updateExpression("REMOVE #n")
                    .expressionAttributeNames(Map.of("#n", "name")));
    assertThat(registry.list("p")).extracting(RegisteredNamespace::id).contains("p/q", "p/r");
    assertThat(registry.tree().roots()).hasSize(1);
  }

  @Test
  void ofTwoMergesOfMetadataNeitherIsLost() {
    registry.create(RegisteredNamespace.of("a", "A"));
    spaces.faults.before(
        Call.of("UpdateItem"),
        () ->
            Dynamory.using(Engine.client())
                .namespaces(spaces.table)
                .update(NamespaceChange.of("a").metadata(Map.of("theirs", 1))));
    registry.update(NamespaceChange.of("a").metadata(Map.of("ours", 2)));
    assertThat(registry.get("a").orElseThrow().metadata())
        .isEqualTo(Map.of("theirs", 1, "ours", 2));
  }

  @Test
  void updatingWhatIsNotThereIsNotFoundAndLeavesNoStub() {
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> index.update(DocumentChange.of("ns", "none").title("T")));
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> registry.update(NamespaceChange.of("none").name("N")));
    assertThat(Engine.client().scan(r -> r.tableName(watched.table)).count()).isZero();
    assertThat(Engine.client().scan(r -> r.tableName(spaces.table)).count()).isZero();
  }

  @Test
  void existsAnswersByTheKeyAndAnErrorIsNotFalse() {
    index.create(document("a"));
    assertThat(index.exists("ns", "a")).isTrue();
    watched.faults.fail(Call.ANY, Fault.SERVER_ERROR, Integer.MAX_VALUE);
    assertThat(catchThrowable(() -> index.exists("ns", "a"))).isNotNull();
    assertThat(catchThrowable(() -> index.count("ns"))).isNotNull();
    assertThat(catchThrowable(() -> index.findByFilename("ns", "a.pdf"))).isNotNull();
  }

  @Test
  void anUpdateIsDated() {
    var created = index.create(document("a"));
    watched.clock.advance(Duration.ofHours(1));
    var updated = index.update(DocumentChange.of("ns", "a").title("T"));
    assertThat(updated.updatedAt())
        .isEqualTo(Instant.parse("2096-11-21T11:00:00Z"))
        .isNotEqualTo(created.updatedAt());
  }

  @Test
  void hashSignsInNamesKeepDocumentsApart() {
    index.create(IndexedDocument.of("a#b", "c", "f"));
    index.create(IndexedDocument.of("a", "b#c", "f"));
    index.create(IndexedDocument.of("a%23b", "c", "f"));
    assertThat(index.count("a#b")).isEqualTo(new DocumentCount(1, 0));
    assertThat(index.count("a")).isEqualTo(new DocumentCount(1, 0));
    assertThat(index.findByFilename("a%23b", "f")).hasSize(1);
  }

  @Test
  void anActiveDocumentIsFoundBehindFiveInTheTrash() {
    index.create(IndexedDocument.of("ns", "active", "f"));
    for (var n = 0; n < 5; n++) {
      watched.clock.advance(Duration.ofSeconds(1));
      index.create(IndexedDocument.of("ns", "d" + n, "f").sourcePath("/p"));
      index.trash("ns", "d" + n);
    }
    assertThat(index.findByFilename("ns", "f"))
        .extracting(IndexedDocument::id)
        .containsOnly("active");
  }

  @Test
  void aDocumentWithASourcePathIsFoundByItsFilenameToo() {
    index.create(document("a").sourcePath("/src/a"));
    assertThat(index.findByFilename("ns", "a.pdf")).hasSize(1);
    assertThat(index.findBySourcePath("ns", "/src/a")).hasSize(1);
  }

  @Test
  void aRenameKeepsTheSourcePathsLookup() {
    index.create(document("a").sourcePath("/src/a"));
    index.rename("ns", "a", "b.pdf");
    assertThat(index.findBySourcePath("ns", "/src/a")).hasSize(1);
    assertThat(index.findByFilename("ns", "b.pdf")).hasSize(1);
  }

  @Test
  void aFilteredPageIsNotEmptyWhileMatchesRemain() {
    for (var n = 0; n < 25; n++) {
      watched.clock.advance(Duration.ofSeconds(1));
      index.create(document("d" + n).metadata(Map.of("wanted", n == 0)));
    }
    var requests = new ArrayList<QueryRequest>();
    watched.faults.before(
        call -> call.request() instanceof QueryRequest query && requests.add(query), () -> {});
    assertThat(index.list("ns", Filter.eq("metadata.wanted", true), 3, null).items()).hasSize(1);
    assertThat(requests).isNotEmpty();
    assertThat(requests.get(0).filterExpression()).contains("#f0.#f1 = :f0");
  }

  @Test
  void documentsOfOneMomentAreNotSkippedBetweenPages() {
    for (var n = 0; n < 7; n++) {
      index.create(document("d" + n));
    }
    var first = index.list("ns", 3, null);
    var second = index.list("ns", 3, first.nextToken());
    var third = index.list("ns", 3, second.nextToken());
    var ids = new ArrayList<String>();
    List.of(first, second, third)
        .forEach(page -> page.items().forEach(document -> ids.add(document.id())));
    assertThat(ids).hasSize(7).doesNotHaveDuplicates();
  }

  @Test
  void aMoveIsInOnePlaceAtEveryMoment() {
    index.create(document("a"));
    watched.faults.stopDuring(2);
    assertThat(catchThrowable(() -> index.move("ns", "a", "other"))).isNotNull();
    watched.faults.reset();
    assertThat(List.of(index.exists("ns", "a"), index.exists("other", "a"))).containsOnlyOnce(true);
  }

  @Test
  void aRowOfTheFirstVersionWithoutStatusGoesToTheTrash() {
    index.create(document("a"));
    Engine.client()
        .updateItem(
            r ->
                r.tableName(watched.table)
                    .key(IndexItems.documentKey("ns", "a"))
                    .updateExpression("REMOVE #s")
                    .expressionAttributeNames(Map.of("#s", "status")));
    index.trash("ns", "a");
    assertThat(index.exists("ns", "a")).isFalse();
  }

  @Test
  void aRestoreAfterARenameLeavesNoEntryInTheTrash() {
    index.create(document("a"));
    index.trash("ns", "a");
    change(watched, IndexItems.documentKey("ns", "a"), "SET filename = doc_id"); // as stache does
    index.restore("ns", "a");
    watched.clock.advance(Duration.ofDays(31));
    assertThat(index.purgeExpired()).isEmpty();
    assertThat(Engine.client().scan(r -> r.tableName(watched.table)).count()).isEqualTo(1);
  }

  @Test
  void twoOfOneNameInTheTrashAtOneMillisecondAreBothPurged() {
    for (var id : List.of("a", "b")) {
      index.create(IndexedDocument.of("ns", id, "same.pdf"));
      index.trash("ns", id);
    }
    watched.clock.advance(Duration.ofDays(31));
    assertThat(index.purgeExpired()).hasSize(2);
  }

  @Test
  void anEntryThatOutlastedItsDocumentDoesNotPurgeTheNextOfItsId() {
    index.create(document("a"));
    index.trash("ns", "a");
    index.delete("ns", "a");
    watched.clock.advance(Duration.ofDays(20));
    index.create(document("a"));
    index.trash("ns", "a");
    watched.clock.advance(Duration.ofDays(11));
    assertThat(index.purgeExpired()).isEmpty();
    watched.clock.advance(Duration.ofDays(20));
    assertThat(index.purgeExpired()).hasSize(1);
  }

  @Test
  void aReservationOfAnIngesterThatDiedDoesNotBlockForEver() {
    index.reserve(Reservation.of(document("a")));
    watched.clock.advance(Duration.ofMinutes(16));
    var mine = Reservation.of(IndexedDocument.of("ns", "b", "a.pdf").contentHash("h-a"));
    assertThat(index.reserve(mine).state()).isEqualTo(Reservation.State.RESERVED);
  }

  @Test
  void anIngesterThatWasOvertakenCannotComplete() {
    var first = document("first").sourcePath("/p");
    var second = document("second").sourcePath("/p");
    index.reserve(Reservation.of(first));
    watched.clock.advance(Duration.ofMinutes(16));
    index.reserve(Reservation.of(second));
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> index.create(first, Reservation.of(first)));
    index.create(second, Reservation.of(second));
    assertThat(index.findBySourcePath("ns", "/p")).hasSize(1);
  }

  @Test
  void twelveThousandChunkIdsFit() {
    var ids =
        IntStream.range(0, 12_000).mapToObj("0123456789012345678901234567890-%05d"::formatted);
    index.create(document("a").chunkIds(ids.toList()));
    assertThat(index.get("ns", "a").orElseThrow().chunkIds()).hasSize(12_000);
    assertThat(index.count("ns")).isEqualTo(new DocumentCount(1, 12_000));
    assertThat(index.verify()).isEmpty();
  }

  @Test
  void chunkIdsOfAnIngesterThatDiedAreReported() {
    watched.faults.stopAfter(1); // the ids, not yet their document
    var ingester = index.withChunkIdsInline(0);
    assertThat(catchThrowable(() -> ingester.create(document("a").chunkIds(List.of("c")))))
        .isNotNull();
    watched.faults.reset();
    assertThat(index.verify()).singleElement().asString().contains("belongs to no document");
    index.withChunkIdsInline(0).create(document("b").chunkIds(List.of("c")));
    assertThat(index.verify()).hasSize(1);
  }

  @Test
  void withoutTransactionsMoveAndTrashAreRefusedAndTheRestWorks() {
    var bare = watched.newProcess(new NoTransactions()).documentIndex(watched.table);
    bare.create(document("a"));
    for (var refused :
        List.<Runnable>of(() -> bare.move("ns", "a", "other"), () -> bare.trash("ns", "a"))) {
      assertThat(catchThrowable(refused::run))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("no transactions");
    }
    bare.rename("ns", "a", "b.pdf");
    assertThat(bare.count("ns").documents()).isEqualTo(1);
    assertThat(bare.delete("ns", "a")).isTrue();
  }
}
