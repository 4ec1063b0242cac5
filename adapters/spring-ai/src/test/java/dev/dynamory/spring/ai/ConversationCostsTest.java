package dev.dynamory.spring.ai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.adapters.Rig;
import dev.dynamory.testkit.CallLog.Totals;
import java.util.List;
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
    record Bounds(int window, int calls, int reads, int writes) {}
    for (var bounds : List.of(new Bounds(1_000, 235, 290, 85), new Bounds(20, 235, 200, 160))) {
      var window = bounds.window();
      var turns = turns(window);
      var calls = turns.stream().mapToInt(Totals::calls).sum();
      System.out.printf(
          "20 turns, window %d: %d calls, %.1f read units (consistent), %.1f write units%n"
              + "  first turn: %s%n  last turn:  %s%n",
          window, calls, reads(turns), writes(turns), turns.get(0), turns.get(TURNS - 1));
      var puts = rig.log.calls("PutItem");
      assertThat(puts).hasSize(4).allMatch(put -> put.writeUnits() <= 2);
      var last = turns.get(TURNS - 1);
      assertThat(last.calls()).isLessThanOrEqualTo(21);
      assertThat(last.writeUnits()).isLessThanOrEqualTo(12);
      assertThat(calls).isLessThanOrEqualTo(bounds.calls());
      assertThat(reads(turns)).isLessThanOrEqualTo(bounds.reads());
      assertThat(writes(turns)).isLessThanOrEqualTo(bounds.writes());
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
