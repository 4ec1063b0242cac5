package dev.dynamory.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.DocumentChange;
import dev.dynamory.DocumentCount;
import dev.dynamory.DynamoryException;
import dev.dynamory.IndexedDocument;
import dev.dynamory.Reservation;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Many ingesters on one index lose nothing, and no file is indexed twice. */
public interface DocumentIndexConcurrencyContract extends DocumentIndexFixture {

  private static Callable<Boolean> trying(Runnable operation) {
    return () -> {
      try {
        operation.run();
        return true;
      } catch (DynamoryException e) {
        return false;
      }
    };
  }

  @Test
  default void countIsExactAfterManyIngesters() {
    var place = emptyPlace();
    Race.of(
        12,
        n ->
            () -> {
              for (var i = 0; i < 5; i++) {
                place
                    .index(MovableClock.now())
                    .create(
                        IndexedDocument.of("ns", "d" + n + "-" + i, "f").chunkIds(List.of("c")));
              }
              return true;
            });
    assertThat(place.index(MovableClock.now()).count("ns")).isEqualTo(new DocumentCount(60, 60));
  }

  @Test
  default void oneOfTenIngestersReservesAFile() {
    var place = emptyPlace();
    var answers =
        Race.of(
            10,
            n ->
                () ->
                    place
                        .index(MovableClock.now())
                        .reserve(new Reservation("ns", "doc" + n, "f", "hash", "/p"))
                        .state());
    assertThat(answers).containsOnlyOnce(Reservation.State.RESERVED);
  }

  @Test
  default void oneOfTwoMovesWinsAndTheDocumentIsThereOnce() {
    for (var round = 0; round < 8; round++) {
      var place = emptyPlace();
      var clock = MovableClock.now();
      place.index(clock).create(IndexedDocument.of("ns", "a", "f"));
      var won =
          Race.of(
              List.of(
                  trying(() -> place.index(clock).move("ns", "a", "x")),
                  trying(() -> place.index(clock).move("ns", "a", "y"))));
      assertThat(won).containsOnlyOnce(true);
      assertThat(place.index(clock).exists("x", "a")).isEqualTo(won.get(0));
      assertThat(place.index(clock).exists("y", "a")).isEqualTo(won.get(1));
    }
  }

  @Test
  default void aMoveLosesNoUpdate() {
    for (var round = 0; round < 8; round++) {
      var place = emptyPlace();
      var clock = MovableClock.now();
      place.index(clock).create(IndexedDocument.of("ns", "a", "f"));
      var won =
          Race.of(
              List.of(
                  trying(() -> place.index(clock).move("ns", "a", "x")),
                  trying(
                      () ->
                          place
                              .index(clock)
                              .update(DocumentChange.of("ns", "a").metadata(Map.of("k", 1))))));
      assertThat(won.get(0)).isTrue();
      assertThat(place.index(clock).get("ns", "a")).isEmpty();
      assertThat(place.index(clock).get("x", "a").orElseThrow().metadata().containsKey("k"))
          .isEqualTo(won.get(1));
    }
  }
}
