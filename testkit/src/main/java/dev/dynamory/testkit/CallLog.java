package dev.dynamory.testkit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.SearchVectorsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Records the calls of a {@code DynamoDbClient} and what they consume; add it to the client as an
 * execution interceptor. It asks for consumed capacity by itself.
 *
 * <p>DynamoDB Local reports too little for empty queries, failed conditions and transactions, so
 * the units are what is reported, but never less than the service bills: 0.5 for an eventually
 * consistent read of any size, also of nothing, and 1 for a consistent one, of each key in a batch;
 * 1 for a write, also of a condition that failed (the service bills what the item there weighs);
 * twice that for each write of a transaction, also of one that was cancelled. Other failed calls
 * count 0. An attempt whose answer was lost is not counted, although the service bills it. Searches
 * of vector indexes are billed by bytes, not by units.
 */
public final class CallLog implements ExecutionInterceptor {
  private static final ExecutionAttribute<Running> RUNNING =
      new ExecutionAttribute<>("DynamoryCallLog");

  private final List<LoggedCall> calls = new ArrayList<>();
  private long events;
  private int generation;

  /** A log that has no calls yet. */
  public CallLog() {}

  /**
   * One call: attempts are how often it was sent; units are corrected as said above, reported ones
   * are not; searched bytes are what a search of a vector index is billed by; started and ended
   * count all starts and ends of the log.
   */
  public record LoggedCall(
      String operation,
      String table,
      int attempts,
      boolean writes,
      double units,
      double reportedUnits,
      double searchedBytes,
      long started,
      long ended,
      @Nullable Throwable failure) {

    /** Read units, 0 for writes. */
    public double readUnits() {
      return writes ? 0 : units;
    }

    /** Write units, 0 for reads. */
    public double writeUnits() {
      return writes ? units : 0;
    }
  }

  /**
   * Many calls together. Round trips are the longest chain of calls each of which started after
   * another had ended; {@code mostAtOnce} is how many were in flight together.
   */
  public record Totals(
      int calls,
      int attempts,
      double readUnits,
      double writeUnits,
      double searchedBytes,
      int roundTrips,
      int mostAtOnce) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%d calls (%d attempts) in %d round trips, at most %d at once, %.1f R, %.1f W",
          calls,
          attempts,
          roundTrips,
          mostAtOnce,
          readUnits,
          writeUnits);
    }
  }

  private static final class Running {
    private final int generation;
    private final long started;
    private int attempts;

    Running(int generation, long started) {
      this.generation = generation;
      this.started = started;
    }
  }

  /** The calls that ended since the last reset, in the order in which they started. */
  public synchronized List<LoggedCall> calls() {
    return calls.stream().sorted(Comparator.comparingLong(LoggedCall::started)).toList();
  }

  /** The calls of one operation, such as {@code PutItem}. */
  public List<LoggedCall> calls(String operation) {
    return calls().stream().filter(call -> call.operation.equals(operation)).toList();
  }

  /** All of them together. */
  public Totals totals() {
    var all = calls();
    return new Totals(
        all.size(),
        all.stream().mapToInt(LoggedCall::attempts).sum(),
        all.stream().mapToDouble(LoggedCall::readUnits).sum(),
        all.stream().mapToDouble(LoggedCall::writeUnits).sum(),
        all.stream().mapToDouble(LoggedCall::searchedBytes).sum(),
        roundTrips(all),
        mostAtOnce(all));
  }

  /** Forgets all calls, also those that are still running. */
  public synchronized void reset() {
    calls.clear();
    generation++;
  }

  /** A line for each call, and the totals. */
  @Override
  public String toString() {
    return calls().stream()
            .map(
                call ->
                    String.format(
                        Locale.ROOT,
                        "%s %s: %.1f %s%s%n",
                        call.operation,
                        call.table,
                        call.units,
                        call.writes ? "W" : "R",
                        call.failure == null ? "" : ", " + call.failure.getClass().getSimpleName()))
            .collect(Collectors.joining())
        + totals();
  }

  @Override
  public synchronized void beforeExecution(
      Context.BeforeExecution context, ExecutionAttributes attributes) {
    attributes.putAttribute(RUNNING, new Running(generation, ++events));
  }

  @Override
  public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
    return Requests.measured(context.request());
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    attributes.getAttribute(RUNNING).attempts++;
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    var reported = reported(context.response());
    var units = Math.max(reported, Requests.least(context.request()));
    add(context.request(), attributes, units, reported, searched(context.response()), null);
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
    var failure = context.exception();
    var billed =
        failure instanceof ConditionalCheckFailedException
            || failure instanceof TransactionCanceledException;
    var units = billed ? Requests.least(context.request()) : 0;
    add(context.request(), attributes, units, 0, 0, failure);
  }

  private synchronized void add(
      SdkRequest request,
      ExecutionAttributes attributes,
      double units,
      double reported,
      double searched,
      @Nullable Throwable failure) {
    var running = attributes.getAttribute(RUNNING);
    if (running.generation == generation) {
      calls.add(
          new LoggedCall(
              attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME),
              Requests.table(request),
              running.attempts,
              Requests.writes(request),
              units,
              reported,
              searched,
              running.started,
              ++events,
              failure));
    }
  }

  private static double searched(SdkResponse response) {
    var capacity =
        response instanceof SearchVectorsResponse found ? found.consumedCapacity() : null;
    return capacity == null ? 0 : capacity.vectorSearchRequestBytes();
  }

  private static double reported(SdkResponse response) {
    var consumed = response.getValueForField("ConsumedCapacity", Object.class).orElse(List.of());
    var all = consumed instanceof Collection<?> several ? several : List.of(consumed);
    return all.stream()
        .mapToDouble(
            one ->
                one instanceof ConsumedCapacity capacity && capacity.capacityUnits() != null
                    ? capacity.capacityUnits()
                    : 0)
        .sum();
  }

  private static int roundTrips(List<LoggedCall> inOrder) {
    var chains = new ArrayList<Integer>();
    for (var call : inOrder) {
      var longest = 0;
      for (var n = 0; n < chains.size(); n++) {
        if (inOrder.get(n).ended < call.started) {
          longest = Math.max(longest, chains.get(n));
        }
      }
      chains.add(longest + 1);
    }
    return chains.stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  private static int mostAtOnce(List<LoggedCall> all) {
    return all.stream()
        .mapToInt(
            call ->
                (int)
                    all.stream()
                        .filter(o -> o.started <= call.started && o.ended > call.started)
                        .count())
        .max()
        .orElse(0);
  }
}
