package dev.dynamory.testkit;

import java.time.Duration;
import java.util.function.Predicate;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/**
 * Lets the calls of a {@code DynamoDbClient} go wrong, or stop between two of them:
 *
 * <pre>{@code
 * var faults = new FaultyDynamoDb();
 * var client = faults.into(DynamoDbClient.builder().region(…), Apache5HttpClient.create()).build();
 * faults.fail(Call.of("PutItem"), Fault.ANSWER_LOST, 1);
 * }</pre>
 *
 * <p>For blocking clients. Safe for any number of threads.
 */
public final class FaultyDynamoDb {
  private final FaultRules rules = new FaultRules();
  private final Lockstep lockstep = new Lockstep();

  /** All calls pass until something is asked for. */
  public FaultyDynamoDb() {}

  /** The same builder, with a client that sends its calls through here to {@code http}. */
  public DynamoDbClientBuilder into(DynamoDbClientBuilder builder, SdkHttpClient http) {
    return builder
        .httpClient(new FaultyHttpClient(http, rules, lockstep))
        .overrideConfiguration(
            builder.overrideConfiguration().toBuilder()
                .addExecutionInterceptor(new FaultInterceptor(rules))
                .build());
  }

  /** The next calls that match, this many, go wrong like this; then they pass again. */
  public void fail(Predicate<Call> which, Fault fault, int times) {
    rules.fail(which, fault, times);
  }

  /** Runs this once, right before the next call that matches reaches the engine. */
  public void before(Predicate<Call> which, Runnable action) {
    rules.before(which, action);
  }

  /** Runs this once, after the next call that matches was applied and before its answer arrives. */
  public void after(Predicate<Call> which, Runnable action) {
    rules.after(which, action);
  }

  /**
   * Lets this many calls pass, counted from now, and none after them: those throw {@link Stopped}
   * and are not applied.
   */
  public void stopAfter(int calls) {
    rules.stop(calls, false);
  }

  /**
   * Applies this many calls, counted from now; the last one's answer never arrives, it and all
   * later ones throw {@link Stopped}.
   */
  public void stopDuring(int call) {
    rules.stop(call, true);
  }

  /**
   * From now on holds answers back until every call in flight has been applied and no other has
   * started for this long, then lets all of them arrive: calls that do not wait for each other are
   * then at once, however threads are scheduled, and {@link CallLog.Totals#roundTrips} is exact.
   * Make it longer than a thread may take to get going on a busy machine.
   */
  public void holdAnswers(Duration quiet) {
    lockstep.start(quiet);
  }

  /** How many calls were sent since the last reset or stop, repeated attempts counted. */
  public int calls() {
    return rules.calls();
  }

  /** Forgets everything that was asked for, and counts calls from 1 again. */
  public void reset() {
    rules.reset();
    lockstep.end();
  }
}
