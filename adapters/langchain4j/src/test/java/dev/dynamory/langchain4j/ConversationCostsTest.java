package dev.dynamory.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.adapters.Rig;
import dev.dynamory.testkit.CallLog.Totals;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a conversation of 20 turns with a tool call each costs: 81 messages. */
class ConversationCostsTest {
  private static final int TURNS = 20;

  private final Rig rig = new Rig();

  private List<Totals> turns(int window) {
    var assistant = WeatherAgent.start(DynamoryChatMemoryStore.of(rig.sessions()), window);
    return IntStream.range(0, TURNS)
        .mapToObj(
            turn -> {
              rig.log.reset();
              assistant.chat("window of " + window, "city " + turn);
              return rig.log.totals();
            })
        .toList();
  }

  private static double writes(List<Totals> turns) {
    return turns.stream().mapToDouble(Totals::writeUnits).sum();
  }

  @Test
  void aTurnCostsAboutItsNewMessagesHoweverManyThereAre() {
    for (var window : List.of(1_000, 20)) {
      var turns = turns(window);
      System.out.printf(
          "20 turns, window %d: %d calls, %.1f read units (consistent), %.1f write units%n"
              + "  first turn: %s%n  last turn:  %s%n",
          window,
          turns.stream().mapToInt(Totals::calls).sum(),
          turns.stream().mapToDouble(Totals::readUnits).sum(),
          writes(turns),
          turns.get(0),
          turns.get(TURNS - 1));
      var puts = rig.log.calls("PutItem");
      assertThat(puts).hasSize(4).allMatch(put -> put.writeUnits() <= 2);
      assertThat(turns.get(TURNS - 1).calls()).isLessThanOrEqualTo(21);
      assertThat(turns.get(TURNS - 1).writeUnits()).isLessThanOrEqualTo(12);
    }
  }
}
