package dev.dynamory.langgraph4j;

import static dev.dynamory.langgraph4j.WeatherGraph.thread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.dynamory.CorruptDataException;
import dev.dynamory.NewCheckpoint;
import dev.dynamory.Payload;
import dev.dynamory.adapters.Rig;
import dev.dynamory.testkit.Call;
import dev.dynamory.testkit.Fault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bsc.langgraph4j.RunnableConfig;
import org.bsc.langgraph4j.checkpoint.Checkpoint;
import org.junit.jupiter.api.Test;

/** What goes wrong with the framework's DynamoDBSaver, and its other savers, does not here. */
class OtherSaversFaultsTest {
  private static final RunnableConfig ANA = thread("ana");

  private final Rig rig = new Rig();
  private final DynamoryCheckpointSaver saver = process();

  private DynamoryCheckpointSaver process() {
    return DynamoryCheckpointSaver.of(rig.checkpointer(), Serialization.JSON.serializer);
  }

  private static Checkpoint checkpoint(String id, Object message) {
    return Checkpoint.builder()
        .id(id)
        .nodeId("from")
        .nextNodeId("to")
        .state(Chat.add(message))
        .build();
  }

  private void put(String... ids) throws Exception {
    for (var id : ids) {
      saver.put(ANA, checkpoint(id, "message of " + id));
    }
  }

  private List<String> ids() {
    return process().list(ANA).stream().map(Checkpoint::getId).toList();
  }

  private Object message(String id) {
    var found = process().get(ANA.withCheckPointId(id)).orElseThrow();
    return new Chat(found.getState()).last();
  }

  private static String noise(int length) {
    var noise = new StringBuilder();
    new Random(7).ints(length, '0', 'z').forEach(c -> noise.append(c == '\\' ? '/' : (char) c));
    return noise.toString();
  }

  /** (a) Its release leaves a marker that no put clears: the thread's id is used up. */
  @Test
  void aReleasedThreadCanBeUsedAgain() throws Exception {
    put("a");
    saver.release(ANA);
    put("b");
    assertThat(ids()).containsExactly("b");
    assertThat(process().get(ANA).orElseThrow().getId()).isEqualTo("b");
  }

  /** (b) It deletes the old checkpoint and writes the new one as the newest. */
  @Test
  void anUpdatedCheckpointStaysWhereItIs() throws Exception {
    put("a", "b", "c");
    rig.clock.advance(Duration.ofHours(1));
    saver.put(ANA.withCheckPointId("a"), checkpoint("new a", "changed"));
    assertThat(ids()).containsExactly("c", "b", "new a");
    assertThat(process().get(ANA).orElseThrow().getId()).isEqualTo("c");
  }

  /** (b) Stopped between the two, it has lost the checkpoint. */
  @Test
  void anUpdateThatIsStoppedAtAnyCallLeavesTheOldOneOrTheNew() throws Exception {
    put("a", "b", "c");
    var stopped = true;
    for (var call = 0; stopped; call++) {
      var now = ids().get(1);
      var next = "b after " + call;
      rig.faults.stopAfter(call);
      stopped =
          catchThrowable(
                  () -> saver.put(ANA.withCheckPointId(now), checkpoint(next, noise(100_000))))
              != null;
      rig.faults.reset();
      assertThat(ids()).hasSize(3).startsWith("c").endsWith("a");
      assertThat(ids().get(1)).isIn(now, next);
      assertThat(message(ids().get(1))).isIn("message of b", noise(100_000));
      assertThat(call).isLessThan(20);
    }
  }

  /** (c) It reads all of the thread for each put and get, one checkpoint after another. */
  @Test
  void whatAPutAndAGetCostDoesNotDependOnTheHistoryAndAListIsNoCallForEach() throws Exception {
    for (var n = 0; n < 60; n++) {
      put("checkpoint " + n);
    }
    rig.log.reset();
    put("one more");
    assertThat(rig.log.calls()).hasSize(2);
    assertThat(rig.log.totals().readUnits()).isZero();
    rig.log.reset();
    assertThat(saver.get(ANA)).isPresent();
    assertThat(rig.log.calls()).hasSizeLessThanOrEqualTo(4);
    rig.log.reset();
    assertThat(saver.list(ANA)).hasSize(61);
    assertThat(rig.log.calls()).hasSizeLessThanOrEqualTo(4);
  }

  /** (d) It never reads consistently. */
  @Test
  void anotherInstanceSeesAPutAtOnceIfItsHistoryReadsConsistently() throws Exception {
    put("a");
    rig.log.reset();
    assertThat(process().get(ANA).orElseThrow().getId()).isEqualTo("a");
    var units = rig.log.calls("Query").stream().mapToDouble(call -> call.readUnits()).max();
    assertThat(units.orElseThrow()).isEqualTo(1.0); // half of that is an eventually consistent read
  }

  /** (e) It orders by milliseconds, then by chance (MysqlSaver too, #347). */
  @Test
  void checkpointsOfOneMomentStayInTheirOrder() throws Exception {
    var expected = new ArrayList<String>();
    for (var n = 0; n < 30; n++) {
      var checkpoint = Checkpoint.copyOf(checkpoint("", n)); // the clock stands still
      saver.put(ANA, checkpoint);
      expected.add(0, checkpoint.getId());
    }
    assertThat(ids()).isEqualTo(expected);
  }

  /** (f) What it cannot decode it leaves out, and says so in a log. */
  @Test
  void aCheckpointThatCannotBeReadIsAnErrorAndNotAShorterHistory() throws Exception {
    put("a");
    rig.checkpointer()
        .save(
            NewCheckpoint.of(
                    "ana",
                    Payload.of("application/json", "{broken".getBytes(StandardCharsets.UTF_8)))
                .id("broken")
                .metadata(Map.of("node", "n", "next", "m")));
    put("c");
    assertThatThrownBy(() -> process().list(ANA))
        .isInstanceOf(CorruptDataException.class)
        .hasMessageContaining("checkpoint 'broken' of thread 'ana'");
    assertThatThrownBy(() -> process().release(ANA)).isInstanceOf(CorruptDataException.class);
    assertThat(process().get(ANA)).isPresent();
  }

  /** (g) Over 400 KB it needs an S3 bucket. */
  @Test
  void aStateMayBeLargerThanAnItem() throws Exception {
    saver.put(ANA, checkpoint("large", noise(1_500_000)));
    assertThat(message("large")).isEqualTo(noise(1_500_000));
    assertThat(process().list(ANA)).hasSize(1);
  }

  /** (h) It writes payload and metadata one after the other. */
  @Test
  void aPutThatIsStoppedAtAnyCallIsThereWholeOrNotAtAll() throws Exception {
    put("first");
    var stopped = true;
    for (var call = 0; stopped; call++) {
      var id = "stopped at " + call;
      rig.faults.stopAfter(call);
      stopped = catchThrowable(() -> saver.put(ANA, checkpoint(id, noise(900_000)))) != null;
      rig.faults.reset();
      var listed = ids().contains(id);
      assertThat(process().get(ANA.withCheckPointId(id)).isPresent()).isEqualTo(listed);
      assertThat(listed || stopped).isTrue();
      if (listed) {
        assertThat(message(id)).isEqualTo(noise(900_000));
      }
      assertThat(call).isLessThan(20);
    }
  }

  /** (i) It drops a put whose id is there, without a word. */
  @Test
  void aPutUnderAnIdThatIsThereIsCarriedOut() throws Exception {
    put("a", "b");
    saver.put(ANA, checkpoint("a", "again"));
    assertThat(message("a")).isEqualTo("again");
    assertThat(ids()).containsExactly("a", "b");
    rig.faults.fail(Call.of("PutItem"), Fault.ANSWER_LOST, 2);
    put("c");
    rig.faults.reset();
    assertThat(ids()).containsExactly("c", "a", "b");
  }

  /** (j) It shows what has expired until DynamoDB removes it. */
  @Test
  void anExpiredThreadIsEmptyAtOnce() throws Exception {
    var expiring =
        DynamoryCheckpointSaver.of(
            rig.checkpointer().withTimeToLive(Duration.ofDays(1)), Serialization.JSON.serializer);
    expiring.put(ANA, checkpoint("a", "old"));
    rig.clock.advance(Duration.ofHours(25));
    assertThat(process().list(ANA)).isEmpty();
    assertThat(process().get(ANA)).isEmpty();
    assertThat(process().get(ANA.withCheckPointId("a"))).isEmpty();
    expiring.put(ANA, checkpoint("b", "new"));
    assertThat(ids()).containsExactly("b");
  }

  /** (k) Its lock is one for all threads of a process, and none for other processes (#348). */
  @Test
  void processesThatPutAtOnceLoseNothing() throws Exception {
    var tasks = new ArrayList<Callable<Void>>();
    for (var p = 0; p < 4; p++) {
      var process = process();
      var name = "process " + p + ", ";
      tasks.add(
          () -> {
            for (var n = 0; n < 6; n++) {
              process.put(ANA, checkpoint(name + n, name + n));
            }
            return null;
          });
    }
    Together.run(tasks);
    assertThat(ids()).hasSize(24).doesNotHaveDuplicates();
    for (var p = 0; p < 4; p++) {
      var name = "process " + p + ", ";
      assertThat(ids().stream().filter(id -> id.startsWith(name)))
          .containsExactlyElementsOf(
              IntStream.iterate(5, n -> n >= 0, n -> n - 1).mapToObj(n -> name + n).toList());
    }
  }

  /** (k) And of two that update one checkpoint, one is told that it came too late. */
  @Test
  void ofProcessesThatReplaceOneCheckpointOneSucceeds() throws Exception {
    put("a", "b", "c");
    var replaced = new AtomicInteger();
    var tasks = new ArrayList<Callable<Void>>();
    for (var p = 0; p < 4; p++) {
      var process = process();
      var id = "b of " + p;
      tasks.add(
          () -> {
            try {
              process.put(ANA.withCheckPointId("b"), checkpoint(id, id));
              replaced.incrementAndGet();
            } catch (NoSuchElementException e) {
              assertThat(e).hasMessageContaining("'b'");
            }
            return null;
          });
    }
    Together.run(tasks);
    assertThat(replaced).hasValue(1);
    assertThat(ids()).hasSize(3).startsWith("c").endsWith("a");
    assertThat(message(ids().get(1))).isEqualTo(ids().get(1));
  }
}
