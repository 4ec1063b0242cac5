package dev.dynamory.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.NewCheckpoint;
import dev.dynamory.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writers, readers, pruners and deleters of one thread, each a process of its own. */
class CheckpointRacesTest {
  private static final int WRITERS = 5;
  private static final int SAVES = 12;

  private final Watched watched = new Watched();
  private final ConcurrentMap<String, Payload> saved = new ConcurrentHashMap<>();
  private final AtomicInteger writing = new AtomicInteger(WRITERS);
  private final AtomicInteger loads = new AtomicInteger();

  @BeforeEach
  void aTable() {
    checkpointer().setup();
  }

  private DynamoDbCheckpointer checkpointer() {
    return watched.newProcessOfOneClient().checkpointer(watched.table);
  }

  /** Of 45 KB that do not shrink: every other process writes snapshots in parts. */
  private static Payload state(int writer, int step) {
    var bytes = new byte[45_000];
    new Random(writer).nextBytes(bytes);
    bytes[step * 500] ^= 1;
    return Payload.of("writer " + writer, bytes);
  }

  private boolean write(int writer) {
    try {
      var checkpointer = checkpointer();
      for (var step = 0; step < SAVES; step++) {
        var state = state(writer, step);
        saved.put(checkpointer.save(NewCheckpoint.of("t", state)).id(), state);
      }
      return true;
    } finally {
      writing.decrementAndGet();
    }
  }

  private boolean read() {
    do {
      var checkpointer = checkpointer();
      checkpointer.load("t").ifPresent(loaded -> check(loaded.id(), loaded.payload()));
      for (var info : checkpointer.checkpoints("t", 10, null).items()) {
        checkpointer.load("t", info.id()).ifPresent(loaded -> check(loaded.id(), loaded.payload()));
      }
    } while (writing.get() > 0);
    return true;
  }

  /** A state may be read before its save has been answered. */
  private void check(String id, Payload payload) {
    loads.incrementAndGet();
    var expected = saved.get(id);
    if (expected != null) {
      assertThat(payload).isEqualTo(expected);
    } else {
      assertThat(payload.contentType()).startsWith("writer ");
    }
  }

  private boolean repeat(Runnable disturbance) {
    while (writing.get() > 0) {
      disturbance.run();
    }
    return true;
  }

  private void race(List<Runnable> disturbances) throws Exception {
    var tasks = new ArrayList<Callable<Boolean>>();
    IntStream.range(0, WRITERS).forEach(n -> tasks.add(() -> write(n)));
    tasks.add(this::read);
    tasks.add(this::read);
    disturbances.forEach(disturbance -> tasks.add(() -> repeat(disturbance)));
    var threads = Executors.newFixedThreadPool(tasks.size());
    try {
      for (var done : threads.invokeAll(tasks)) {
        assertThat(done.get()).isTrue();
      }
    } finally {
      threads.shutdown();
    }
    read();
    assertThat(loads.get()).isPositive();
  }

  @Test
  void everyStateThatIsLoadedDecodesWhilePrunersAreAtWork() throws Exception {
    race(List.of(() -> checkpointer().prune("t", 3), () -> checkpointer().prune("t", 1)));
    checkpointer().prune("t", 2);
    var left = checkpointer().checkpoints("t", 100, null).items();
    assertThat(left)
        .hasSizeBetween(1, 2)
        .allSatisfy(info -> assertThat(saved).containsKey(info.id()));
  }

  @Test
  void aSaveLandsBeforeOrAfterADeletionAndIsWholeInBothCases() throws Exception {
    race(List.of(() -> checkpointer().deleteThread("t"), () -> checkpointer().release("t")));
    checkpointer().deleteThread("t");
    var last = checkpointer().save(NewCheckpoint.of("t", state(9, 1)));
    assertThat(checkpointer().load("t").orElseThrow().info()).isEqualTo(last);
  }

  @Test
  void aWriterThatKnowsAnOldStateKeepsItsSaveAfterAPrune() {
    var stale = checkpointer();
    var first = stale.save(NewCheckpoint.of("t", state(1, 0)));
    var other = checkpointer();
    for (var step = 1; step < 4; step++) {
      other.save(NewCheckpoint.of("t", state(2, step)));
    }
    other.prune("t", 1);
    var late = stale.save(NewCheckpoint.of("t", state(1, 5)).parent(first.id()));
    assertThat(checkpointer().load("t").orElseThrow().payload()).isEqualTo(state(1, 5));
    assertThat(late.parentId()).isEqualTo(first.id());
  }

  @Test
  void aPruneThatRacesAWriterPrunesAllTheSame() {
    var writer = checkpointer();
    for (var n = 0; n < 6; n++) {
      writer.saveState("t", Map.of("n", n));
    }
    watched.faults.before(
        call -> call.operation().equals("PutItem"), () -> writer.saveState("t", Map.of("n", 6)));
    checkpointer().prune("t", 2);
    assertThat(checkpointer().checkpoints("t", 100, null).items()).hasSize(2);
  }
}
