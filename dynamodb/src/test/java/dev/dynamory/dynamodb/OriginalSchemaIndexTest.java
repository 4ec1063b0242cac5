package dev.dynamory.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.IndexedDocument;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** On a table exactly as stache has it, by an index that expects ours. */
class OriginalSchemaIndexTest extends DynamoDbDocumentIndexTest {
  @Override
  public Place emptyPlace() {
    var table = Engine.newTable();
    Dynamory.using(Engine.client()).documentIndex(table).withOriginalSchema().setup();
    return clock ->
        Dynamory.builder().client(Engine.client()).clock(clock).build().documentIndex(table);
  }

  @Test
  void theLightIndexIsAddedToATableThatIsInUse() {
    var watched = new Watched();
    var index = watched.newProcess().documentIndex(watched.table);
    index.withOriginalSchema().setup();
    for (var n = 0; n < 20; n++) {
      index.create(IndexedDocument.of("docs", "d" + n, n + ".md").summary("s".repeat(2_000)));
    }
    assertThat(index.differences()).containsExactly("the index dynamory-light is missing");
    var whole = units(watched, index);
    index.addLightIndex();
    index.addLightIndex();
    var other = watched.newProcess().documentIndex(watched.table);
    awaitUntilBuilt(other);
    assertThat(units(watched, other)).isLessThan(whole / 5);
    assertThat(index.withOriginalSchema().differences()).isEmpty();
  }

  private static void awaitUntilBuilt(DynamoDbDocumentIndex index) {
    var last = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
    while (index.differences().contains("the index dynamory-light is still being built")) {
      assertThat(System.nanoTime()).isLessThan(last);
      LockSupport.parkNanos(
          TimeUnit.MILLISECONDS.toNanos(100)); // the engine builds it beside these
    }
    assertThat(index.differences()).isEmpty();
  }

  private static double units(Watched watched, DynamoDbDocumentIndex index) {
    watched.log.reset();
    assertThat(index.count("docs").documents()).isEqualTo(20);
    return watched.log.totals().readUnits();
  }
}
