package dev.dynamory.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * What an operation takes of all processors together, whichever thread does the work: what counts
 * where calls run side by side, and on a machine that does other things too.
 */
public final class CpuTime implements InternalProfiler {
  static final String LABEL = "cpu.time.norm";

  private final OperatingSystemMXBean system =
      Objects.requireNonNull(
          ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class),
          "this JVM does not tell its CPU time");
  private long before;

  /** JMH makes it by name. */
  public CpuTime() {}

  @Override
  public String getDescription() {
    return "CPU time of the whole process";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    before = system.getProcessCpuTime();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    var operations = result.getMetadata().getAllOps();
    var nanos = (double) (system.getProcessCpuTime() - before) / Math.max(1, operations);
    return List.of(new ScalarResult(LABEL, nanos / 1000, "us/op", AggregationPolicy.AVG));
  }
}
