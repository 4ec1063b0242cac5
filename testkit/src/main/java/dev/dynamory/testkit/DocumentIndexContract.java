package dev.dynamory.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dynamory.DocumentChange;
import dev.dynamory.DocumentCount;
import dev.dynamory.DocumentIndex;
import dev.dynamory.Filter;
import dev.dynamory.IndexedDocument;
import dev.dynamory.IndexedDocument.Status;
import dev.dynamory.InvalidInputException;
import dev.dynamory.NotFoundException;
import dev.dynamory.Page;
import dev.dynamory.RefusedException;
import dev.dynamory.RefusedException.Reason;
import dev.dynamory.Reservation;
import dev.dynamory.Reservation.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What every document index promises. */
public interface DocumentIndexContract extends DocumentIndexFixture {

  private static void assertRefused(Reason reason, ThrowingCallable operation) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(operation)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static List<String> ids(List<IndexedDocument> documents) {
    return documents.stream().map(IndexedDocument::id).toList();
  }

  private static IndexedDocument document(String id) {
    return IndexedDocument.of("ns", id, id + ".pdf").chunkIds(List.of(id + "-1", id + "-2"));
  }

  /** d0 to d(n-1), each a second newer than the one before. */
  private static DocumentIndex filled(Place place, MovableClock clock, int n) {
    var index = place.index(clock);
    for (var i = 0; i < n; i++) {
      clock.advance(Duration.ofSeconds(1));
      index.create(document("d" + i).metadata(Map.of("n", i)));
    }
    return index;
  }

  @Test
  default void aDocumentComesBackAsItWasCreated() {
    var place = emptyPlace();
    var clock = MovableClock.now();
    var created =
        place
            .index(clock)
            .create(
                IndexedDocument.of("n#s%", "doc#1", "a#b%.pdf")
                    .title("T")
                    .source("https://x")
                    .sourcePath("/tmp/ä#/a.pdf")
                    .contentType("application/pdf")
                    .size(123_456_789_012L)
                    .contentHash("8f3c")
                    .summary("S")
                    .metadata(Map.of("year", 2026, "score", 1.5, "tags", List.of("a")))
                    .chunkIds(List.of("c1", "c2")));
    assertThat(place.index(clock).get("n#s%", "doc#1")).contains(created);
    assertThat(created.chunkIds()).containsExactly("c1", "c2");
    assertThat(created.status()).isEqualTo(Status.ACTIVE);
    assertThat(created.createdAt()).isEqualTo(created.updatedAt()).isNotNull();
    assertThat(place.index(clock).exists("n#s%", "doc#1")).isTrue();
    assertThat(place.index(clock).list("n#s%", 5, null).items()).containsExactly(created);
    assertThat(place.index(clock).findBySourcePath("n#s%", "/tmp/ä#/a.pdf"))
        .containsExactly(created);
    assertThat(place.index(clock).findByFilename("n#s%", "a#b%.pdf")).containsExactly(created);
  }

  @Test
  default void whatIsNotThereIsEmptyAndNotFound() {
    var index = emptyPlace().index(MovableClock.now());
    assertThat(index.get("ns", "none")).isEmpty();
    assertThat(index.exists("ns", "none")).isFalse();
    assertThat(index.list("ns", 5, null)).isEqualTo(new Page<>(List.of(), null));
    assertThat(index.count("ns")).isEqualTo(new DocumentCount(0, 0));
    assertThat(index.delete("ns", "none")).isFalse();
    assertThat(index.purgeExpired()).isEmpty();
    for (ThrowingCallable operation :
        List.<ThrowingCallable>of(
            () -> index.update(DocumentChange.of("ns", "none").title("T")),
            () -> index.update(DocumentChange.of("ns", "none").metadata(Map.of("a", 1))),
            () -> index.rename("ns", "none", "x"),
            () -> index.move("ns", "none", "other"),
            () -> index.trash("ns", "none"),
            () -> index.restore("ns", "none"),
            () -> index.purge("ns", "none"),
            () -> index.completePurge("ns", "none"))) {
      assertThatExceptionOfType(NotFoundException.class).isThrownBy(operation);
    }
    assertThat(index.get("ns", "none")).as("no stub").isEmpty();
  }

  @Test
  default void createNeverOverwrites() {
    var index = emptyPlace().index(MovableClock.now());
    index.create(document("a"));
    assertRefused(Reason.ALREADY_EXISTS, () -> index.create(document("a").title("other")));
    assertThat(index.get("ns", "a").orElseThrow().title()).isNull();
    index.create(document("a").in("ns2"));
  }

  @Test
  default void listIsNewestFirstInPages() {
    var clock = MovableClock.now();
    var index = filled(emptyPlace(), clock, 11);
    var expected = IntStream.rangeClosed(0, 10).mapToObj(i -> "d" + (10 - i)).toList();
    for (var limit : List.of(1, 3, 11, 50)) {
      assertThat(ids(Page.stream(token -> index.list("ns", limit, token)).toList()))
          .isEqualTo(expected);
    }
    assertThat(index.list("ns", 11, null).nextToken()).isNull();
    var token = index.list("ns", 3, null).nextToken();
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> index.list("ns", 0, null));
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> index.list("ns", 3, "no token"));
    assertThat(token).isNotNull();
  }

  @Test
  default void aFilteredPageIsFullWhileMatchesRemain() {
    var index = filled(emptyPlace(), MovableClock.now(), 12);
    var filter = Filter.in("metadata.n", List.of(0, 1, 2));
    var page = index.list("ns", filter, 2, null);
    assertThat(ids(page.items())).containsExactly("d2", "d1");
    assertThat(ids(index.list("ns", filter, 2, page.nextToken()).items())).containsExactly("d0");
    assertThat(ids(index.list("ns", Filter.eq("filename", "d7.pdf"), 5, null).items()))
        .containsExactly("d7");
  }

  @Test
  default void findSeesActiveDocumentsBehindAnyNumberInTheTrash() {
    var clock = MovableClock.now();
    var index = emptyPlace().index(clock);
    index.create(IndexedDocument.of("ns", "live", "same.pdf"));
    for (var n = 0; n < 5; n++) {
      clock.advance(Duration.ofSeconds(1));
      index.create(IndexedDocument.of("ns", "old" + n, "same.pdf").sourcePath("/p"));
      index.trash("ns", "old" + n);
    }
    assertThat(ids(index.findByFilename("ns", "same.pdf"))).containsExactly("live");
    assertThat(index.findBySourcePath("ns", "/p")).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    index.create(IndexedDocument.of("ns", "path", "same.pdf").sourcePath("/p"));
    assertThat(ids(index.findByFilename("ns", "same.pdf"))).containsExactly("path", "live");
    assertThat(ids(index.findBySourcePath("ns", "/p"))).containsExactly("path");
    assertThat(index.findBySourcePath("ns", "same.pdf")).isEmpty();
  }

  @Test
  default void updateChangesWhatItNamesAndNothingElse() {
    var clock = MovableClock.now();
    var index = emptyPlace().index(clock);
    index.create(document("a").title("T").metadata(Map.of("k.x", 1, "l", 2)));
    clock.advance(Duration.ofMinutes(1));
    var updated =
        index.update(
            DocumentChange.of("ns", "a")
                .summary("S")
                .content("hash", List.of("c9"))
                .metadata(Map.of("l", 3, "m", Map.of("x", 1))));
    assertThat(index.get("ns", "a")).contains(updated);
    assertThat(updated.metadata()).isEqualTo(Map.of("k.x", 1, "l", 3, "m", Map.of("x", 1)));
    assertThat(updated.title()).isEqualTo("T");
    assertThat(updated.summary()).isEqualTo("S");
    assertThat(updated.updatedAt()).isAfter(updated.createdAt());
    index.update(DocumentChange.of("ns", "a").title("T2"));
    assertThat(index.get("ns", "a").orElseThrow().title()).isEqualTo("T2");
  }

  @Test
  default void renameKeepsWhatTheDocumentIsFoundBy() {
    var index = emptyPlace().index(MovableClock.now());
    index.create(document("a"));
    index.create(document("b").sourcePath("/p/b"));
    index.rename("ns", "a", "new-a");
    index.rename("ns", "b", "new-b");
    assertThat(ids(index.findByFilename("ns", "new-a"))).containsExactly("a");
    assertThat(index.findByFilename("ns", "a.pdf")).isEmpty();
    assertThat(ids(index.findByFilename("ns", "new-b"))).containsExactly("b");
    assertThat(ids(index.findBySourcePath("ns", "/p/b"))).containsExactly("b");
  }

  @Test
  default void moveTakesADocumentAndTheReservationOfItsFile() {
    var index = emptyPlace().index(MovableClock.now());
    var document = document("a").sourcePath("/p/a").contentHash("h");
    index.reserve(Reservation.of(document));
    index.create(document, Reservation.of(document));
    index.create(document("b").in("other"));
    index.create(document("b"));
    assertRefused(Reason.ALREADY_EXISTS, () -> index.move("ns", "b", "other"));
    var moved = index.move("ns", "a", "other");
    assertThat(index.get("ns", "a")).isEmpty();
    assertThat(index.get("other", "a")).contains(moved);
    assertThat(moved.chunkIds()).containsExactly("a-1", "a-2");
    assertThat(ids(index.findBySourcePath("other", "/p/a"))).containsExactly("a");
    assertThat(ids(index.list("ns", 5, null).items())).containsExactly("b");
    assertThat(index.reserve(Reservation.of(document.in("other"))).state())
        .isEqualTo(State.ALREADY);
    assertThat(index.reserve(Reservation.of(document)).state()).isEqualTo(State.RESERVED);
    assertThat(index.move("other", "a", "other")).isEqualTo(moved);
  }

  @Test
  default void deleteSaysWhetherItWasThere() {
    var index = emptyPlace().index(MovableClock.now());
    index.create(document("a"));
    assertThat(index.delete("ns", "a")).isTrue();
    assertThat(index.delete("ns", "a")).isFalse();
    index.create(document("a"));
  }

  @Test
  default void whatIsInTheTrashCanOnlyBeSeenRestoredAndPurged() {
    var clock = MovableClock.now();
    var index = filled(emptyPlace(), clock, 3);
    index.trash("ns", "d1");
    assertThat(index.get("ns", "d1").orElseThrow().status()).isEqualTo(Status.DELETING);
    assertThat(index.exists("ns", "d1")).isFalse();
    assertThat(ids(index.list("ns", 5, null).items())).containsExactly("d2", "d0");
    assertThat(index.count("ns")).isEqualTo(new DocumentCount(2, 4));
    assertRefused(Reason.IN_TRASH, () -> index.create(document("d1")));
    assertRefused(Reason.IN_TRASH, () -> index.update(DocumentChange.of("ns", "d1").title("T")));
    assertRefused(Reason.IN_TRASH, () -> index.rename("ns", "d1", "x"));
    assertRefused(Reason.IN_TRASH, () -> index.move("ns", "d1", "other"));
    assertRefused(Reason.IN_TRASH, () -> index.trash("ns", "d1"));
    assertRefused(Reason.NOT_IN_TRASH, () -> index.completePurge("ns", "d1"));
    index.restore("ns", "d1");
    index.restore("ns", "d1");
    assertThat(ids(index.list("ns", 5, null).items())).containsExactly("d2", "d1", "d0");
    assertRefused(Reason.NOT_IN_TRASH, () -> index.purge("ns", "d1"));
    index.rename("ns", "d1", "other.pdf");
    index.trash("ns", "d1");
    index.restore("ns", "d1");
    index.trash("ns", "d1");
    clock.advance(Duration.ofDays(31));
    assertThat(ids(index.purgeExpired())).as("one entry of the trash").containsExactly("d1");
  }

  @Test
  default void purgeGivesTheChunksAndThenFreesTheId() {
    var clock = MovableClock.now();
    var index = filled(emptyPlace(), clock, 2);
    clock.advance(Duration.ofSeconds(1));
    index.trash("ns", "d0");
    assertThat(index.purge("ns", "d0")).containsExactly("d0-1", "d0-2");
    assertThat(index.purge("ns", "d0")).containsExactly("d0-1", "d0-2");
    assertThat(index.get("ns", "d0").orElseThrow().status()).isEqualTo(Status.PURGING);
    index.completePurge("ns", "d0");
    index.completePurge("ns", "d0");
    assertThat(index.get("ns", "d0").orElseThrow().status()).isEqualTo(Status.PURGED);
    assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> index.restore("ns", "d0"));
    index.create(document("d0"));
    assertThat(ids(index.list("ns", 5, null).items())).containsExactly("d0", "d1");
  }

  @Test
  default void theTrashIsKeptForThirtyDays() {
    var clock = MovableClock.now();
    var index = filled(emptyPlace(), clock, 3);
    index.trash("ns", "d0");
    clock.advance(Duration.ofDays(20));
    index.trash("ns", "d1");
    clock.advance(Duration.ofDays(9));
    assertThat(index.purgeExpired()).isEmpty();
    clock.advance(Duration.ofDays(2));
    var purged = index.purgeExpired();
    assertThat(ids(purged)).containsExactly("d0");
    assertThat(purged.get(0).chunkIds()).containsExactly("d0-1", "d0-2");
    assertThat(index.purgeExpired()).isEmpty();
  }

  @Test
  default void twelveThousandChunkIdsFit() {
    var index = emptyPlace().index(MovableClock.now());
    var chunks = IntStream.range(0, 12_000).mapToObj(n -> UUID.randomUUID().toString()).toList();
    index.create(document("big").chunkIds(chunks));
    assertThat(index.get("ns", "big").orElseThrow().chunkIds()).isEqualTo(chunks);
    assertThat(index.count("ns")).isEqualTo(new DocumentCount(1, 12_000));
    assertThat(index.list("ns", 1, null).items().get(0).chunkCount()).isEqualTo(12_000);
    assertThat(index.move("ns", "big", "other").chunkIds()).isEqualTo(chunks);
    index.trash("other", "big");
    assertThat(index.purge("other", "big")).isEqualTo(chunks);
    index.completePurge("other", "big");
  }

  @Test
  default void aFileIsReservedOnceAndTakenOverWhenItsIngesterIsGone() {
    var clock = MovableClock.now();
    var index = emptyPlace().index(clock);
    var one = document("one").sourcePath("/p").contentHash("h1");
    var two = document("two").sourcePath("/p").contentHash("h2");
    assertThat(index.reserve(Reservation.of(one)))
        .isEqualTo(new Reservation.Answer(State.RESERVED, "one"));
    assertThat(index.reserve(Reservation.of(two)))
        .isEqualTo(new Reservation.Answer(State.IN_PROGRESS, "one"));
    index.release(Reservation.of(two));
    clock.advance(Duration.ofMinutes(16));
    assertThat(index.reserve(Reservation.of(two)).state()).isEqualTo(State.RESERVED);
    assertRefused(Reason.BUSY, () -> index.create(one, Reservation.of(one)));
    assertThat(index.get("ns", "one")).isEmpty();
    index.create(two, Reservation.of(two));
    clock.advance(Duration.ofMinutes(16));
    assertThat(index.reserve(Reservation.of(one)))
        .isEqualTo(new Reservation.Answer(State.ALREADY, "two"));
    index.delete("ns", "two");
    assertThat(index.reserve(Reservation.of(one)).state())
        .as("its document is gone")
        .isEqualTo(State.RESERVED);
    index.release(Reservation.of(one));
    assertThat(index.reserve(Reservation.of(two)).state()).isEqualTo(State.RESERVED);
    var byContent = document("three").contentHash("h");
    assertThat(index.reserve(Reservation.of(byContent)).state()).isEqualTo(State.RESERVED);
    assertThat(index.reserve(Reservation.of(byContent.in("ns2"))).state())
        .isEqualTo(State.RESERVED);
  }
}
