package dev.dynamory.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.DocumentChange;
import dev.dynamory.DocumentCount;
import dev.dynamory.IndexedDocument;
import dev.dynamory.Reservation;
import dev.dynamory.tables.Purpose;
import dev.dynamory.tables.TableDefinition;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each operation costs, and that it calls what the table declares and nothing else. */
class IndexCostsTest {
  private final Watched watched = new Watched();
  private final DynamoDbDocumentIndex index = watched.newProcess().documentIndex(watched.table);

  @BeforeEach
  void aTable() {
    index.setup();
    watched.log.reset();
  }

  private void assertCost(Runnable operation, int calls, double reads, double writes) {
    watched.log.reset();
    operation.run();
    var totals = watched.log.totals();
    assertThat(List.of((double) totals.calls(), totals.readUnits(), totals.writeUnits()))
        .as("calls, read units, write units of%n%s", watched.log)
        .isEqualTo(List.of((double) calls, reads, writes));
  }

  @Test
  void eachOperationCostsWhatIsPromised() {
    assertCost(() -> index.create(IndexedDocument.of("ns", "a", "a.pdf")), 1, 0, 4);
    assertCost(() -> index.get("ns", "a"), 1, 0.5, 0);
    assertCost(() -> index.withConsistentReads().get("ns", "a"), 1, 1, 0);
    assertCost(() -> index.list("ns", 10, null), 1, 0.5, 0);
    assertCost(() -> index.count("ns"), 1, 0.5, 0);
    assertCost(() -> index.findBySourcePath("ns", "/p"), 1, 0.5, 0);
    assertCost(() -> index.update(DocumentChange.of("ns", "a").title("T")), 1, 0, 3);
    assertCost(() -> index.delete("ns", "a"), 1, 0, 4);
  }

  @Test
  void countReadsWhatTheLightIndexHoldsHoweverLargeTheDocumentsAre() {
    var large = "x".repeat(3_000);
    IntStream.range(0, 100)
        .forEach(
            n ->
                index.create(
                    IndexedDocument.of("ns", "doc-" + n, "file-" + n + ".pdf")
                        .summary(large)
                        .chunkIds(List.of("c" + n))));
    watched.log.reset();
    assertThat(index.count("ns")).isEqualTo(new DocumentCount(100, 100));
    assertThat(watched.log.totals().calls()).isEqualTo(1);
    assertThat(watched.log.totals().readUnits()).isLessThanOrEqualTo(3);
  }

  @Test
  void eachPurposeCallsWhatItDeclares() {
    var fresh = new Watched();
    var unmade = fresh.newProcess().documentIndex(fresh.table);
    unmade.withOriginalSchema().setup();
    unmade.addLightIndex();
    unmade.verify();
    assertThat(called(fresh)).isEqualTo(TableDefinition.DOCUMENT_INDEX.actions(Purpose.SETUP));
    var document = IndexedDocument.of("ns", "a", "a.pdf").contentHash("h").chunkIds(List.of("c"));
    index.reserve(Reservation.of(document));
    index.withChunkIdsInline(0).create(document, Reservation.of(document));
    index.update(DocumentChange.of("ns", "a").metadata(Map.of("k", 1)));
    index.get("ns", "a");
    index.list("ns", 5, null);
    index.count("ns");
    index.move("ns", "a", "other");
    index.trash("other", "a");
    index.purge("other", "a");
    index.completePurge("other", "a");
    index.delete("other", "a");
    assertThat(called(watched)).isEqualTo(TableDefinition.DOCUMENT_INDEX.actions(Purpose.RUNTIME));
  }

  private static Set<String> called(Watched watched) {
    var called = new TreeSet<String>();
    watched.log.calls().forEach(call -> called.add(call.operation()));
    return called;
  }
}
