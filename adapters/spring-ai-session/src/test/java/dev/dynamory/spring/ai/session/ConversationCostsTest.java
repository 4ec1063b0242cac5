package dev.dynamory.spring.ai.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.adapters.Rig;
import dev.dynamory.testkit.CallLog.Totals;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.ai.session.advisor.SessionMemoryAdvisor;
import org.springframework.ai.session.compaction.TurnCountTrigger;
import org.springframework.ai.session.compaction.TurnWindowCompactionStrategy;

/** What a conversation of 20 turns with a tool call each costs: 80 events. */
class ConversationCostsTest {
  private static final int TURNS = 20;

  private final Rig rig = new Rig();

  private List<Totals> turns(String id, UnaryOperator<SessionMemoryAdvisor.Builder> options) {
    var agent =
        WeatherAgent.start(DynamorySessionRepository.of(rig.sessions(), rig.store()), options);
    var turns =
        IntStream.range(0, TURNS)
            .mapToObj(
                turn -> {
                  rig.log.reset();
                  agent.chat(id, "city " + turn);
                  return rig.log.totals();
                })
            .toList();
    System.out.printf(
        "20 turns, %s: %d calls, %.1f read units (consistent), %.1f write units%n"
            + "  first turn: %s%n  last turn:  %s%n",
        id,
        turns.stream().mapToInt(Totals::calls).sum(),
        turns.stream().mapToDouble(Totals::readUnits).sum(),
        turns.stream().mapToDouble(Totals::writeUnits).sum(),
        turns.get(0),
        turns.get(TURNS - 1));
    return turns;
  }

  @Test
  void anEventCostsTwoWritesHoweverManyThereAre() {
    var turns = turns("without compaction", memory -> memory);
    assertThat(turns.get(TURNS - 1).writeUnits()).isLessThanOrEqualTo(8);
    assertThat(turns.get(TURNS - 1).calls()).isLessThanOrEqualTo(34);
    assertThat(turns.get(TURNS - 1).readUnits()).isLessThanOrEqualTo(60);
  }

  @Test
  void withCompactionsATurnReadsWhatIsActive() {
    var turns =
        turns(
            "compacted to 3 turns at 6",
            memory ->
                memory
                    .compactionTrigger(new TurnCountTrigger(6))
                    .compactionStrategy(
                        TurnWindowCompactionStrategy.builder().maxTurns(3).build()));
    assertThat(turns.get(TURNS - 1).readUnits()).isLessThanOrEqualTo(60);
    assertThat(turns.stream().mapToDouble(Totals::writeUnits).sum()).isLessThan(220);
  }
}
