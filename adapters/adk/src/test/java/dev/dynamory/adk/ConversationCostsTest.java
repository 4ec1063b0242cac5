package dev.dynamory.adk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.adapters.Rig;
import dev.dynamory.testkit.CallLog.Totals;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a conversation of 20 turns with a tool call each costs: 80 events. */
class ConversationCostsTest {
  private static final int TURNS = 20;

  private final Rig rig = new Rig();

  private List<Totals> turns(String tool) {
    var agent = WeatherAgent.start(rig.sessions(), rig.store(), tool);
    var turns =
        IntStream.range(0, TURNS)
            .mapToObj(
                turn -> {
                  rig.log.reset();
                  agent.chat("costs of " + tool, "city " + turn);
                  return rig.log.totals();
                })
            .toList();
    System.out.printf(
        "20 turns, %s: %d calls, %.1f read units (consistent), %.1f write units%n"
            + "  first turn: %s%n  last turn:  %s%n",
        tool,
        turns.stream().mapToInt(Totals::calls).sum(),
        turns.stream().mapToDouble(Totals::readUnits).sum(),
        turns.stream().mapToDouble(Totals::writeUnits).sum(),
        turns.get(0),
        turns.get(TURNS - 1));
    return turns;
  }

  @Test
  void anEventCostsWhatItWeighsHoweverManyThereAre() {
    var turns = turns("temperature");
    var last = turns.get(TURNS - 1);
    assertThat(rig.log.calls("PutItem")).hasSize(4).allMatch(put -> put.writeUnits() <= 2);
    assertThat(last.writeUnits()).isLessThanOrEqualTo(6);
    assertThat(last.calls()).isLessThanOrEqualTo(8);
    assertThat(turns.stream().mapToDouble(Totals::writeUnits).sum()).isLessThanOrEqualTo(130);
  }

  @Test
  void stateOfTheUserAndAnArtifactATurnCostWhatTheyAre() {
    var turns = turns("forecast");
    assertThat(turns.get(TURNS - 1).writeUnits()).isLessThanOrEqualTo(20);
    assertThat(turns.get(TURNS - 1).calls()).isLessThanOrEqualTo(20);
  }
}
