package dev.dynamory.cli;

import dev.dynamory.CheckpointInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The steps of the demo in which an agent converses, is killed, is resumed, and branches. */
final class DemoConversation {
  private static final String HANGING = "reserve_museum";
  private static final int BRANCH_STEP = 2;
  private static final int MOST_CHECKPOINTS = 100;

  private final Path folder;
  private final DemoReport report;
  private final Costs costs;

  /** The tools that ran, in whichever process. */
  private final List<String> ran = new ArrayList<>();

  DemoConversation(Path folder, DemoReport report, Costs costs) {
    this.folder = folder;
    this.report = report;
    this.costs = costs;
  }

  void run() throws Exception {
    report.step("An agent converses, calls tools, and is killed in mid-step", this::killed);
    report.step("A second process resumes it from its last checkpoint", this::resumed);
    report.step("Branch from an earlier checkpoint", this::branched);
  }

  private void killed() throws Exception {
    report.say(
        "another JVM: its conversation is a session, its state after each step a checkpoint");
    var hung = new ArrayList<String>();
    DemoProcess.run(
        folder,
        line -> {
          var isHanging = follow(line);
          if (isHanging) {
            hung.add(line);
          }
          return isHanging;
        },
        "demo-agent",
        "--hanging-tool",
        HANGING);
    if (hung.isEmpty()) {
      throw new IllegalStateException("the agent's process ended by itself");
    }
    report.say("killed (SIGKILL) in the middle of the step: two of three tools had run");
  }

  private void resumed() throws IOException, InterruptedException {
    var code = DemoProcess.run(folder, this::follow, "demo-agent");
    if (code != 0) {
      throw new IllegalStateException("the agent's second process ended with " + code);
    } else if (ran.stream().distinct().count() != ran.size()) {
      throw new IllegalStateException("a tool has run twice: " + ran);
    }
    report.say("no tool has run twice: " + String.join(", ", ran));
  }

  private void branched() {
    try (var connection = Connection.embedded(folder, null, costs)) {
      var checkpoints = connection.dynamory().checkpointer(Demo.CHECKPOINTS);
      var before = checkpoints.checkpoints(DemoAgent.THREAD, MOST_CHECKPOINTS, null).items();
      var earlier =
          before.stream().filter(info -> step(info) == BRANCH_STEP).findFirst().orElseThrow();
      report.say("from checkpoint " + earlier.id() + " of step " + BRANCH_STEP);
      var agent = new DemoAgent(connection, costs, this::say, call -> call);
      agent.branch(earlier.id(), "And if I had only 400 euros?", 400);
      while (agent.step()) {
        // each step says what it did
      }
      var after = checkpoints.checkpoints(DemoAgent.THREAD, MOST_CHECKPOINTS, null).items();
      report.say("the thread's history, newest first, both branches in it:");
      after.forEach(
          info ->
              report.say(
                  "  %s  step %d by %-8s from %s"
                      .formatted(
                          info.id(),
                          step(info),
                          info.metadata().get("by"),
                          info.parentId() == null ? "nothing" : info.parentId())));
      if (after.size() <= before.size() || !after.containsAll(before)) {
        throw new IllegalStateException("the branch has changed what was there before");
      }
    }
  }

  private static int step(CheckpointInfo info) {
    return info.metadata().get("step") instanceof Integer step ? step : -1;
  }

  /** Says what an agent's process did, adds up what it cost, and tells whether it hangs. */
  private boolean follow(String line) {
    var event = Json.readObject(line, "the agent's line");
    if (event.get(DemoAgentCommand.HANGS) instanceof String tool) {
      report.say(tool + " does not answer");
      return true;
    } else if (event.get(DemoAgentCommand.RUNS) instanceof String tool) {
      ran.add(tool);
    } else if (event.get(DemoAgentCommand.DID) instanceof String what) {
      var spent =
          new Costs.Spent(
              number(event.get("calls")).longValue(),
              number(event.get("read_units")).doubleValue(),
              number(event.get("write_units")).doubleValue());
      costs.add(spent);
      say(what, spent);
    }
    return false;
  }

  private void say(String what, Costs.Spent spent) {
    report.say(spent.calls() == 0 ? what : what + " (" + spent + ")");
  }

  private static Number number(@Nullable Object json) {
    return json instanceof Number number ? number : 0;
  }
}
