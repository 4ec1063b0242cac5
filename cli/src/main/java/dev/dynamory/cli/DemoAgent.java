package dev.dynamory.cli;

import dev.dynamory.CheckpointInfo;
import dev.dynamory.NewCheckpoint;
import dev.dynamory.Payload;
import dev.dynamory.PendingWrite;
import dev.dynamory.Session;
import dev.dynamory.cli.DemoModel.Call;
import dev.dynamory.dynamodb.DynamoDbCheckpointer;
import dev.dynamory.dynamodb.DynamoDbSessions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The demo's agent. Its conversation is a session, its state after each step a checkpoint, and the
 * result of each of its tools a pending write until the step they belong to is done. Whatever it is
 * stopped in, another one goes on from there, and no tool whose result was kept runs again.
 */
final class DemoAgent {
  static final String THREAD = "trip-ana";
  private static final String RESULTS = "results";

  private final DynamoDbCheckpointer checkpoints;
  private final DynamoDbSessions sessions;
  private final Costs costs;
  private final Log log;
  private final UnaryOperator<Call> beforeTool;

  private Costs.Spent reported;
  private @Nullable CheckpointInfo newest;
  private State state = new State("", 0, 0, 0, List.of(), Map.of());
  private List<PendingWrite> pending = List.of();

  /**
   * The conversation, how many of its items belong to this state, the step, and what the model has
   * to go on: the budget, the tools it waits for and what they gave.
   */
  record State(
      String session,
      int items,
      int step,
      int budget,
      List<Call> calls,
      Map<String, Object> results) {}

  /** Is told what was done, and what that has cost. */
  interface Log {
    void did(String what, Costs.Spent spent);
  }

  /** On the demo's tables; {@code beforeTool} sees each call before its tool runs. */
  DemoAgent(Connection connection, Costs costs, Log log, UnaryOperator<Call> beforeTool) {
    checkpoints = connection.dynamory().checkpointer(Demo.CHECKPOINTS);
    sessions = connection.dynamory().sessions(Demo.SESSIONS);
    this.costs = costs;
    this.log = log;
    this.beforeTool = beforeTool;
    reported = costs.spent();
  }

  /** Asks the first question; the state of that is the thread's first checkpoint. */
  void begin(String question, int budget) {
    session(THREAD).addItems(List.of(Map.of("role", "user", "content", question)), "step-0");
    save(new State(THREAD, 1, 0, budget, List.of(), Map.of()), "question");
    say("step 0: the user asks \"" + question + "\"");
  }

  /** Takes up the thread's newest checkpoint; false if there is none. */
  boolean resume() {
    var found = checkpoints.withConsistentReads().load(THREAD);
    found.ifPresent(
        checkpoint -> {
          newest = checkpoint.info();
          state = checkpoint.as(State.class);
          pending = checkpoint.pendingWrites();
          say(
              "checkpoint "
                  + checkpoint.id()
                  + ": step "
                  + state.step()
                  + " is done, and of the next step the results of "
                  + pending.size()
                  + " tools are there");
        });
    return found.isPresent();
  }

  /**
   * Goes on from an earlier checkpoint with another question and budget: the items up to there
   * begin another session, and the new state has that checkpoint as its parent.
   */
  void branch(String checkpointId, String question, int budget) {
    var earlier = checkpoints.load(THREAD, checkpointId).orElseThrow();
    var then = earlier.as(State.class);
    var items = new ArrayList<>(session(then.session()).getItems().subList(0, then.items()));
    items.add(Map.of("role", "user", "content", question));
    var id = THREAD + "-" + budget;
    session(id).addItems(items, "branch");
    newest = earlier.info();
    pending = List.of();
    save(
        new State(id, items.size(), then.step() + 1, budget, List.of(), then.results()),
        "question");
    say("step " + state.step() + ": the user asks \"" + question + "\"");
  }

  /** The next step; false if the last answer was given. */
  boolean step() {
    if (!state.calls().isEmpty()) {
      useTools();
      return true;
    }
    return think();
  }

  /** The model's turn: its message, and then the checkpoint that knows it. */
  private boolean think() {
    var answer = DemoModel.answer(state.budget(), state.results());
    var next = state.step() + 1;
    session(state.session()).addItems(List.of(answer.message()), "step-" + next);
    save(
        new State(
            state.session(),
            state.items() + 1,
            next,
            state.budget(),
            answer.calls(),
            state.results()),
        "model");
    say("step " + next + ": the model says \"" + answer.text() + "\"");
    return !answer.calls().isEmpty();
  }

  /** Runs the tools whose results are not there yet, and keeps each result at once. */
  private void useTools() {
    var results = new LinkedHashMap<>(state.results());
    var messages = new ArrayList<Map<String, Object>>();
    var next = state.step() + 1;
    for (var call : state.calls()) {
      var result = kept(call);
      if (result == null) {
        result = DemoModel.run(beforeTool.apply(call));
        var write = new PendingWrite(call.id(), 0, RESULTS, Payload.of(result));
        checkpoints.addPendingWrites(THREAD, id(), List.of(write));
        say("step " + next + ": " + call.tool() + " gave " + Json.line(result));
      } else {
        say("step " + next + ": " + call.tool() + " is not run again, its result was kept");
      }
      results.put(call.tool(), result);
      messages.add(Map.of("role", "tool", "tool_call_id", call.id(), "content", Json.line(result)));
    }
    session(state.session()).addItems(messages, "step-" + next);
    save(
        new State(
            state.session(),
            state.items() + messages.size(),
            next,
            state.budget(),
            List.of(),
            results),
        "tools");
    say("step " + next + ": done, " + messages.size() + " results said and in the state");
  }

  private @Nullable Map<String, Object> kept(Call call) {
    return pending.stream()
        .filter(write -> write.taskId().equals(call.id()))
        .findFirst()
        .map(write -> write.value().document())
        .orElse(null);
  }

  private void save(State next, String by) {
    var checkpoint =
        NewCheckpoint.of(THREAD, Payload.of(next))
            .metadata(Map.of("step", next.step(), "by", by, "session", next.session()));
    newest = checkpoints.save(newest == null ? checkpoint : checkpoint.parent(newest.id()));
    state = next;
    pending = List.of();
  }

  private void say(String what) {
    var now = costs.spent();
    log.did(what, now.since(reported));
    reported = now;
  }

  private String id() {
    if (newest == null) {
      throw new IllegalStateException("there is no checkpoint yet");
    }
    return newest.id();
  }

  private Session session(String id) {
    return sessions.session(id);
  }
}
