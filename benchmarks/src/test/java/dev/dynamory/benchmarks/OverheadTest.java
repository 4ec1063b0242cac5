package dev.dynamory.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

class OverheadTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Requests ofStore = new Requests();
  private final Requests byHand = new Requests();
  private final Overhead overhead =
      new Overhead(StubbedService.client(ofStore), StubbedService.client(byHand));

  private static final class Requests implements ExecutionInterceptor {
    private final List<SdkRequest> all = new ArrayList<>();

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
      all.add(context.request());
    }

    SdkRequest only() {
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }

  @BeforeEach
  void theNamespaceIsKnown() {
    overhead.putByStore();
    ofStore.all.clear();
  }

  @Test
  void putsByTheSameUpdateItem() {
    assertThat(overhead.putByStore()).isNotZero();
    assertThat(overhead.putByHand()).isNotZero();

    var store = (UpdateItemRequest) ofStore.only();
    var hand = (UpdateItemRequest) byHand.only();
    assertThat(store.expressionAttributeValues().keySet())
        .isEqualTo(hand.expressionAttributeValues().keySet());
    assertThat(store.expressionAttributeValues().get(":value"))
        .isEqualTo(hand.expressionAttributeValues().get(":value"));
    assertThat(withoutValues(store)).isEqualTo(withoutValues(hand));
  }

  private static UpdateItemRequest withoutValues(UpdateItemRequest request) {
    return request.toBuilder().expressionAttributeValues(null).build();
  }

  @Test
  void getsByTheSameGetItem() {
    assertThat(overhead.getByStore().orElseThrow().value()).isEqualTo(overhead.getByHand());
    assertThat(ofStore.only()).isEqualTo(byHand.only());
  }

  @Test
  void searchesByTheSameQuery() {
    assertThat(overhead.searchByStore())
        .hasSize(StubbedService.FOUND)
        .extracting("value")
        .isEqualTo(overhead.searchByHand());
    assertThat(withoutValues((QueryRequest) ofStore.only()))
        .isEqualTo(withoutValues((QueryRequest) byHand.only()));
  }

  private static QueryRequest withoutValues(QueryRequest request) {
    return request.toBuilder().expressionAttributeValues(null).build();
  }

  @Test
  void batchesByTheSameBatchGetItem() {
    assertThat(overhead.batchByStore())
        .hasSize(StubbedService.BATCH)
        .extracting(Optional::orElseThrow)
        .extracting("value")
        .isEqualTo(overhead.batchByHand());
    assertThat(ofStore.only()).isEqualTo(byHand.only());
  }

  @Test
  void allocatesAtMostAQuarterMoreThanByHand() {
    var quiet = new Overhead();
    var soft = new SoftAssertions();
    soft.assertThat(more(quiet::putByStore, quiet::putByHand, 2_000)).as("put").isLessThan(1.25);
    soft.assertThat(more(quiet::getByStore, quiet::getByHand, 2_000)).as("get").isLessThan(1.25);
    soft.assertThat(more(quiet::searchByStore, quiet::searchByHand, 2_000))
        .as("search")
        .isLessThan(1.25);
    soft.assertThat(more(quiet::batchByStore, quiet::batchByHand, 200))
        .as("batch")
        .isLessThan(1.25);
    soft.assertAll();
  }

  /** Of several rounds the best: what the compiler has not reached yet allocates more. */
  private static double more(Supplier<?> store, Supplier<?> hand, int times) {
    return IntStream.range(0, 4)
        .mapToDouble(round -> (double) bytes(store, times) / bytes(hand, times))
        .min()
        .orElseThrow();
  }

  private static long bytes(Supplier<?> operation, int times) {
    var before = THREADS.getCurrentThreadAllocatedBytes();
    for (var i = 0; i < times; i++) {
      Objects.requireNonNull(operation.get());
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  @Test
  void runsUnderJmh() throws RunnerException {
    var results =
        new Runner(
                new OptionsBuilder()
                    .include("\\b" + Overhead.class.getSimpleName() + "\\b")
                    .addProfiler(CpuTime.class)
                    .mode(Mode.SingleShotTime)
                    .warmupIterations(0)
                    .measurementIterations(1)
                    .forks(0)
                    .build())
            .run();

    assertThat(results)
        .hasSize(8)
        .allSatisfy(result -> assertThat(result.getSecondaryResults()).containsKey(CpuTime.LABEL));
  }
}
