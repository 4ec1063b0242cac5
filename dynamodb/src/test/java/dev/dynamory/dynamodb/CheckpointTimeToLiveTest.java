package dev.dynamory.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.NewCheckpoint;
import dev.dynamory.Payload;
import dev.dynamory.PendingWrite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What is to be seen is never removed early, and what has expired never comes back, whichever of
 * the rows that are due DynamoDB removes, and in whatever order.
 */
class CheckpointTimeToLiveTest {
  private final Watched watched = new Watched();

  @BeforeEach
  void aTable() {
    checkpointer().setup();
  }

  private DynamoDbCheckpointer checkpointer() {
    return watched.newProcessOfOneClient().checkpointer(watched.table);
  }

  private static Payload state(int n) {
    var bytes = new byte[40_000]; // a snapshot of it lies in a part
    new Random(1).nextBytes(bytes);
    bytes[n % bytes.length] ^= 1;
    return Payload.of("bytes", bytes);
  }

  private List<Map<String, AttributeValue>> rows() {
    return Engine.client().scanPaginator(scan -> scan.tableName(watched.table)).items().stream()
        .toList();
  }

  /** DynamoDB removes rows some time after they are due, in no order. */
  private void reap(Random random, double share) {
    var now = watched.clock.instant().getEpochSecond();
    for (var row : rows()) {
      var ttl = row.get("ttl");
      if (ttl != null && Long.parseLong(ttl.n()) <= now && random.nextDouble() < share) {
        Engine.client()
            .deleteItem(
                delete ->
                    delete
                        .tableName(watched.table)
                        .key(
                            CheckpointItems.key(
                                AttributeValues.required(row, "thread_id").s(),
                                AttributeValues.required(row, "sk").s())));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {30, 60 * 24, 60 * 24 * 7})
  void nothingIsLostEarlyAndNothingComesBack(long minutes) {
    var seed = System.nanoTime();
    var random = new Random(seed);
    var timeToLive = Duration.ofMinutes(minutes);
    var model = new ArrayList<String>(); // ids, oldest first
    var expires = watched.clock.instant();
    for (var step = 0; step < 60; step++) {
      var what = "seed " + seed + ", step " + step;
      var most = random.nextInt(6) == 0 ? 5 * timeToLive.toSeconds() : timeToLive.toSeconds() / 2;
      watched.clock.advance(Duration.ofSeconds(1 + (long) (random.nextDouble() * most)));
      if (!watched.clock.instant().isBefore(expires)) {
        model.clear();
      }
      reap(random, random.nextDouble());
      var writer = checkpointer().withTimeToLive(timeToLive); // none knows a row for days
      switch (random.nextInt(8)) {
        case 0 -> {
          writer.prune("t", 3);
          while (model.size() > 3) {
            model.remove(0);
          }
        }
        case 1 -> {
          writer.deleteThread("t");
          model.clear();
        }
        case 2 -> {
          // nobody does anything
        }
        default -> {
          model.add(writer.save(NewCheckpoint.of("t", state(step))).id());
          expires = watched.clock.instant().plus(timeToLive);
        }
      }
      var reader = checkpointer();
      assertThat(reader.checkpoints("t", 100, null).items())
          .as(what)
          .extracting(info -> info.id())
          .containsExactlyElementsOf(reversed(model));
      assertThat(reader.load("t").isPresent()).as(what).isEqualTo(!model.isEmpty());
      if (!model.isEmpty()) {
        assertThat(reader.load("t", model.get(0))).as(what).isPresent();
        assertThat(reader.listThreads(10, null).items()).as(what).containsExactly("t");
      }
    }
  }

  private static List<String> reversed(List<String> ids) {
    var reversed = new ArrayList<String>();
    ids.forEach(id -> reversed.add(0, id));
    return reversed;
  }

  @Test
  void everyRowOfAThreadThatExpiresIsRemovedInTheEnd() {
    var checkpointer = checkpointer().withTimeToLive(Duration.ofDays(1));
    for (var n = 0; n < 4; n++) {
      checkpointer.save(NewCheckpoint.of("t", state(n)).id("id-" + n).run("run"));
    }
    checkpointer.addPendingWrites(
        "t", "id-3", List.of(new PendingWrite("task", 0, "ch", state(9))));
    checkpointer.prune("t", 2);
    watched.clock.advance(Duration.ofHours(20));
    checkpointer.saveState("t", Map.of("n", 1));
    watched.clock.advance(Duration.ofDays(10));
    reap(new Random(1), 1.1);
    assertThat(rows()).isEmpty();
  }

  @Test
  void aDeletedThreadDoesNotComeBackWhereverTheDeletionStopped() {
    for (var call = 0; ; call++) {
      var thread = "t" + call;
      var checkpointer = checkpointer();
      for (var n = 0; n < 3; n++) {
        checkpointer.saveState(thread, Map.of("n", n));
      }
      watched.faults.stopAfter(call);
      var isDone = true;
      try {
        checkpointer().deleteThread(thread);
      } catch (dev.dynamory.testkit.Stopped e) {
        isDone = false;
      }
      watched.faults.reset();
      var isDeleted = checkpointer().load(thread).isEmpty();
      watched.clock.advance(Duration.ofDays(400));
      reap(new Random(1), 1.1);
      assertThat(checkpointer().load(thread).isEmpty()).isEqualTo(isDeleted);
      if (isDone) {
        assertThat(isDeleted).isTrue();
        return;
      }
    }
  }

  @Test
  void rowsAreNotRenewedWithEverySave() {
    var checkpointer = checkpointer().withTimeToLive(Duration.ofDays(7));
    for (var n = 0; n < 5; n++) {
      checkpointer.saveState("t", Map.of("n", n));
    }
    for (var day = 0; day < 30; day++) {
      watched.clock.advance(Duration.ofNanos(TimeUnit.DAYS.toNanos(1)));
      checkpointer.saveState("t", Map.of("day", day));
    }
    var renewed =
        watched.log.calls("UpdateItem").stream().mapToDouble(call -> call.writeUnits()).sum();
    assertThat(renewed).isPositive().isLessThanOrEqualTo(35 * 30 / 3.5 / 2);
  }

  @Test
  void aSaveWithoutATimeToLiveMakesTheThreadStayAndOneWithAShorterOneRestartsIt() {
    var checkpointer = checkpointer();
    checkpointer.withTimeToLive(Duration.ofHours(1)).saveState("t", Map.of("n", 1));
    checkpointer.saveState("t", Map.of("n", 2));
    watched.clock.advance(Duration.ofDays(30));
    reap(new Random(1), 1.1);
    assertThat(checkpointer().checkpoints("t", 10, null).items()).hasSize(2);
    assertThat(checkpointer().listThreads(10, null).items()).containsExactly("t");
    checkpointer().withTimeToLive(Duration.ofMinutes(1)).saveState("t", Map.of("n", 3));
    watched.clock.advance(Duration.ofMinutes(2));
    assertThat(checkpointer().load("t")).isEmpty();
    watched.clock.advance(Duration.ofDays(30));
    reap(new Random(1), 0.7);
    assertThat(checkpointer().load("t")).isEmpty();
  }
}
