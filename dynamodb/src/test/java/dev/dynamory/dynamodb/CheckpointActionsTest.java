package dev.dynamory.dynamodb;

import static dev.dynamory.WriteCondition.absent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.NewCheckpoint;
import dev.dynamory.Payload;
import dev.dynamory.PendingWrite;
import dev.dynamory.tables.Purpose;
import dev.dynamory.tables.TableDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the checkpointers' tables declare for a purpose is exactly what is called for it. */
class CheckpointActionsTest {
  private final Watched watched = new Watched();

  private void assertCallsOnly(TableDefinition table, Purpose purpose) {
    var called = new TreeSet<String>();
    watched.log.calls().forEach(call -> called.add(call.operation()));
    assertThat(called).isEqualTo(new TreeSet<>(table.actions(purpose)));
    watched.log.reset();
  }

  @Test
  void theHistoryCallsWhatItDeclares() {
    var checkpointer = watched.newProcess().checkpointer(watched.table);
    checkpointer.setup();
    checkpointer.verify();
    assertCallsOnly(TableDefinition.CHECKPOINTS, Purpose.SETUP);

    var bytes = new byte[50_000];
    new Random(1).nextBytes(bytes);
    var live = checkpointer.withTimeToLive(Duration.ofDays(1));
    for (var n = 0; n < 3; n++) {
      live.save(NewCheckpoint.of("t", Payload.of("bytes", bytes)).id("id" + n).run("r" + n));
      live.addPendingWrites(
          "t", "id" + n, List.of(new PendingWrite("task", 0, "ch", Payload.of(Map.of()))));
      watched.clock.advance(Duration.ofHours(20));
    }
    checkpointer.load("t");
    checkpointer.load("t", "id1");
    checkpointer.checkpoints("t", 10, null);
    checkpointer.listThreads(10, null);
    checkpointer.copyThread("t", "u");
    checkpointer.replace("id1", NewCheckpoint.of("t", Payload.of(Map.of("n", 1))));
    checkpointer.prune("t", 1);
    checkpointer.deleteRun("r2");
    checkpointer.release("u");
    checkpointer.deleteThread("t");
    assertCallsOnly(TableDefinition.CHECKPOINTS, Purpose.RUNTIME);
  }

  @Test
  void oneItemAThreadCallsWhatItDeclares() {
    var checkpointer = watched.newProcess().singleItemCheckpointer(watched.table);
    checkpointer.setup();
    checkpointer.verify();
    assertCallsOnly(TableDefinition.CHECKPOINTS_SINGLE, Purpose.SETUP);
    checkpointer.saveState("t", Payload.of(Map.of("n", 1)), absent());
    checkpointer.saveState("t", Map.of("n", 2));
    checkpointer.load("t");
    checkpointer.deleteThread("t");
    assertCallsOnly(TableDefinition.CHECKPOINTS_SINGLE, Purpose.RUNTIME);
    checkpointer.listThreads(10, null);
    assertCallsOnly(TableDefinition.CHECKPOINTS_SINGLE, Purpose.SCAN);
  }
}
