package dev.dynamory.spring.ai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.adapters.Rig;
import dev.dynamory.testkit.CallLog.Totals;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a conversation of 20 turns with a tool call each costs: 80 messages. */
class ConversationCostsTest {
  private static final int TURNS = 20;

  private final Rig rig = new Rig();

  private List<Totals> turns(int window) {
    var agent = WeatherAgent.start(DynamoryChatMemoryRepository.of(rig.sessions()), window);
    return IntStream.range(0, TURNS)
        .mapToObj(
            turn -> {
              rig.log.reset();
              agent.chat("window of " + window, "city " + turn);
              return rig.log.totals();
            })
        .toList();
  }

  private static double writes(List<Totals> turns) {
    return turns.stream().mapToDouble(Totals::writeUnits).sum();
  }

  private static double reads(List<Totals> turns) {
    return turns.stream().mapToDouble(Totals::readUnits).sum();
  }

  @Test
  void aTurnCostsAboutItsNewMessagesHoweverManyThereAre() {
    var bounds = Map.of(1_000, List.of(235, 420, 85), 20, List.of(320, 280, 170));
    for (var window : List.of(1_000, 20)) {
      var turns = turns(window);
      var calls = turns.stream().mapToInt(Totals::calls).sum();
      System.out.printf(
          "20 turns, window %d: %d calls, %.1f read units (consistent), %.1f write units%n"
              + "  first turn: %s%n  last turn:  %s%n",
          window,
          calls,
          reads(turns),
          writes(turns),
          turns.get(0),
          turns.get(TURNS - 1));
      var puts = rig.log.calls("PutItem");
      assertThat(puts).hasSize(4).allMatch(put -> put.writeUnits() <= 2);
      var last = turns.get(TURNS - 1);
      assertThat(last.calls()).isLessThanOrEqualTo(21);
      assertThat(last.writeUnits()).isLessThanOrEqualTo(12);
      assertThat(calls).isLessThanOrEqualTo(bounds.get(window).get(0));
      assertThat(reads(turns)).isLessThanOrEqualTo(bounds.get(window).get(1));
      assertThat(writes(turns)).isLessThanOrEqualTo(bounds.get(window).get(2));
    }
  }

  @Test
  void findingTheIdsOfAHundredConversationsIsAFewQueriesAndNoScan() {
    var repository = DynamoryChatMemoryRepository.of(rig.sessions());
    for (var n = 0; n < 100; n++) {
      repository.saveAll("conversation " + n, WeatherAgent.turn("Rome"));
    }
    rig.log.reset();
    assertThat(DynamoryChatMemoryRepository.of(rig.sessions()).findConversationIds())
        .hasSize(100)
        .doesNotHaveDuplicates();
    System.out.printf("100 conversation ids: %s%n", rig.log.totals());
    assertThat(rig.log.calls("Scan")).isEmpty();
    assertThat(rig.log.totals().readUnits()).isLessThanOrEqualTo(12);
  }
}
