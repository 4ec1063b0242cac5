package dev.dynamory.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.core.SdkRequest;

/** What is to go wrong with which calls, and how many there were. */
final class FaultRules {
  private final List<Rule> faults = new ArrayList<>();
  private final List<Hook> before = new ArrayList<>();
  private final List<Hook> after = new ArrayList<>();
  private int calls;
  private int lastCall = Integer.MAX_VALUE;
  private boolean lastIsUnanswered;

  private static final class Rule {
    private final Predicate<Call> which;
    private final Fault fault;
    private int times;

    Rule(Predicate<Call> which, Fault fault, int times) {
      this.which = which;
      this.fault = fault;
      this.times = times;
    }
  }

  private record Hook(Predicate<Call> which, Runnable action) {}

  synchronized void fail(Predicate<Call> which, Fault fault, int times) {
    faults.add(new Rule(which, fault, times));
  }

  synchronized void before(Predicate<Call> which, Runnable action) {
    before.add(new Hook(which, action));
  }

  synchronized void after(Predicate<Call> which, Runnable action) {
    after.add(new Hook(which, action));
  }

  synchronized void stop(int last, boolean unanswered) {
    calls = 0;
    lastCall = last;
    lastIsUnanswered = unanswered;
  }

  synchronized int calls() {
    return calls;
  }

  synchronized void reset() {
    faults.clear();
    before.clear();
    after.clear();
    stop(Integer.MAX_VALUE, false);
  }

  /** Counts a call; throws if none may follow. */
  synchronized Call next(String operation, SdkRequest request) {
    var call = new Call(calls + 1, operation, Requests.table(request), request);
    if (call.number() > lastCall) {
      throw new Stopped(call);
    }
    calls++;
    return call;
  }

  synchronized boolean isUnanswered(Call call) {
    return lastIsUnanswered && call.number() == lastCall;
  }

  /** Takes the first fault of this kind that is asked for this call. */
  synchronized Optional<Fault> take(Call call, boolean unprocessed) {
    for (var rule : faults) {
      if (rule.times > 0
          && rule.fault.leavesUnprocessed() == unprocessed
          && rule.which.test(call)) {
        rule.times--;
        return Optional.of(rule.fault);
      }
    }
    return Optional.empty();
  }

  void runBefore(Call call) {
    run(before, call);
  }

  void runAfter(Call call) {
    run(after, call);
  }

  /** Outside the lock: an action may itself send calls. */
  private void run(List<Hook> hooks, Call call) {
    var due = new ArrayList<Runnable>();
    synchronized (this) {
      hooks.removeIf(hook -> hook.which.test(call) && due.add(hook.action));
    }
    due.forEach(Runnable::run);
  }
}
