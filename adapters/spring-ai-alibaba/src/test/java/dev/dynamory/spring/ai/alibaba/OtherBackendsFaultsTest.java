package dev.dynamory.spring.ai.alibaba;

import static dev.dynamory.spring.ai.alibaba.WeatherGraph.ask;
import static dev.dynamory.spring.ai.alibaba.WeatherGraph.conversation;
import static dev.dynamory.spring.ai.alibaba.WeatherGraph.said;
import static dev.dynamory.spring.ai.alibaba.WeatherGraph.thread;
import static dev.dynamory.spring.ai.alibaba.WeatherGraph.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.alibaba.cloud.ai.graph.CompiledGraph;
import com.alibaba.cloud.ai.graph.RunnableConfig;
import com.alibaba.cloud.ai.graph.checkpoint.Checkpoint;
import com.alibaba.cloud.ai.graph.store.StoreItem;
import com.alibaba.cloud.ai.graph.store.StoreSearchRequest;
import dev.dynamory.adapters.Rig;
import dev.dynamory.testkit.Call;
import dev.dynamory.testkit.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.exception.SdkException;

/** What goes wrong with the framework's savers and stores does not with these. */
class OtherBackendsFaultsTest {
  private static final RunnableConfig ANA = thread("ana");
  private static final List<String> USER = List.of("users", "ana");

  private final Rig rig = new Rig();

  private DynamoryCheckpointSaver saver() {
    return DynamoryCheckpointSaver.of(rig.checkpointer(), Serialization.JSON.serializer);
  }

  private CompiledGraph process() {
    return WeatherGraph.start(Serialization.JSON.serializer, with(saver()));
  }

  private DynamoryStore store() {
    return DynamoryStore.of(rig.store());
  }

  private static Checkpoint checkpoint(String id) {
    return Checkpoint.builder().id(id).nodeId("a").nextNodeId("b").state(Map.of("id", id)).build();
  }

  /** MongoStore and RedisStore keep their items in a map of the process (#4206). */
  @Test
  void whatOneProcessPutsIsThereForAllAndAfterIt() {
    store().putItem(StoreItem.of(USER, "item", Map.of("n", 1)));
    assertThat(store().getItem(USER, "item").orElseThrow().getValue()).isEqualTo(Map.of("n", 1));
    assertThat(store().size()).isEqualTo(1);
  }

  /** Savers that order by time leave checkpoints of one moment to chance (#4753). */
  @Test
  void checkpointsOfOneMomentStayInTheirOrder() throws Exception {
    var expected = new ArrayList<String>();
    var saver = saver();
    for (var n = 0; n < 20; n++) {
      var checkpoint = Checkpoint.copyOf(checkpoint("x")); // the clock stands still
      saver.put(ANA, checkpoint);
      expected.add(0, checkpoint.getId());
    }
    assertThat(saver().list(ANA)).extracting(Checkpoint::getId).isEqualTo(expected);
  }

  /** Savers whose writes are not conditional let the last one win (#4792). */
  @Test
  void ofProcessesThatReplaceOneCheckpointOneSucceeds() throws Exception {
    saver().put(ANA, checkpoint("old"));
    var replaced =
        together(
            4,
            process -> {
              var saver = saver();
              var named = RunnableConfig.builder(ANA).checkPointId("old").build();
              return () -> {
                try {
                  saver.put(named, checkpoint("new of " + process));
                  return true;
                } catch (NoSuchElementException e) {
                  return false;
                }
              };
            });
    assertThat(replaced).containsOnlyOnce(true);
    assertThat(saver().list(ANA)).hasSize(1);
  }

  /** Their locks are of one process, and a process' copy of a thread is old at once. */
  @Test
  void processesThatPutAtOnceLoseNothing() throws Exception {
    var done =
        together(
            4,
            process -> {
              var saver = saver();
              return () -> {
                for (var n = 0; n < 5; n++) {
                  saver.put(ANA, checkpoint(process + "/" + n));
                }
                return true;
              };
            });
    assertThat(done).hasSize(4);
    assertThat(saver().list(ANA)).hasSize(20).extracting(Checkpoint::getId).doesNotHaveDuplicates();
  }

  private interface Task {
    Callable<Boolean> of(int process);
  }

  private static List<Boolean> together(int processes, Task task) throws Exception {
    var threads = Executors.newFixedThreadPool(processes);
    try {
      var results = new ArrayList<Boolean>();
      for (var done :
          threads.invokeAll(IntStream.range(0, processes).mapToObj(task::of).toList())) {
        results.add(done.get());
      }
      return results;
    } finally {
      threads.shutdown();
    }
  }

  /** DatabaseStore leaves out what it cannot read; a failure is no empty result here. */
  @ParameterizedTest
  @EnumSource(names = {"THROTTLED", "ANSWER_LOST_FOR_GOOD"})
  void aFailureIsAnErrorAndNotAnEmptyResult(Fault fault) {
    process().invoke(ask("Rome"), ANA);
    store().putItem(StoreItem.of(USER, "item", Map.of("n", 1)));
    for (var operation : List.of("Query", "GetItem")) {
      rig.faults.fail(Call.of(operation), fault, 99);
    }
    assertThatThrownBy(() -> process().invoke(ask("Oslo"), ANA)).isInstanceOf(SdkException.class);
    assertThatThrownBy(() -> saver().list(ANA)).isInstanceOf(SdkException.class);
    assertThatThrownBy(() -> store().getItem(USER, "item")).isInstanceOf(SdkException.class);
    assertThatThrownBy(() -> store().searchItems(StoreSearchRequest.builder().build()))
        .isInstanceOf(SdkException.class);
    assertThatThrownBy(() -> store().isEmpty()).isInstanceOf(SdkException.class);
    rig.faults.reset();
    assertThat(said(process().getState(ANA).state().data())).isEqualTo(conversation("Rome"));
  }

  /** BaseStore's order compares an Integer with a Long, and throws. */
  @Test
  void sortsByAFieldOfAnyKindsOfNumbers() {
    store().putItem(StoreItem.of(USER, "large", Map.of("n", 5_000_000_000L)));
    store().putItem(StoreItem.of(USER, "small", Map.of("n", 5)));
    var sorted = StoreSearchRequest.builder().sortFields(List.of("n")).build();
    assertThat(store().searchItems(sorted).getItems())
        .extracting(StoreItem::getKey)
        .containsExactly("small", "large");
  }

  /** A process that dies in the middle of a run. */
  @Test
  void aRunThatIsKilledAtAnyCallIsResumedByTheNextProcess() {
    rig.checkpointer();
    var stopped = true;
    for (var call = 0; stopped; call++) {
      var config = thread("killed at " + call);
      var first = process();
      first.invoke(ask("Rome"), config);
      rig.faults.stopAfter(call);
      stopped = catchThrowable(() -> first.invoke(ask("Paris"), config)) != null;
      rig.faults.reset();
      var left = process().getState(config);
      assertThat(conversation("Rome", "Paris"))
          .startsWith(said(left.state().data()).toArray(String[]::new));
      if (!left.next().equals("__END__")) {
        process().invoke(Map.of(), RunnableConfig.builder(config).resume().build());
        assertThat(said(process().getState(config).state().data()))
            .isEqualTo(conversation("Rome", "Paris"));
      }
      assertThat(call).isLessThan(30);
    }
  }
}
