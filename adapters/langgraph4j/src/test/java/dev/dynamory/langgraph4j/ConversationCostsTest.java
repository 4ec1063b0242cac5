package dev.dynamory.langgraph4j;

import static dev.dynamory.langgraph4j.WeatherGraph.ask;
import static dev.dynamory.langgraph4j.WeatherGraph.thread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.adapters.Rig;
import dev.dynamory.testkit.CallLog.Totals;
import java.util.stream.IntStream;
import org.bsc.langgraph4j.RunnableConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a conversation of 20 turns with a tool call each costs: 80 checkpoints, 80 messages. */
class ConversationCostsTest {
  private static final int TURNS = 20;
  private static final RunnableConfig ANA = thread("ana");

  private final Rig rig = new Rig();

  private DynamoryCheckpointSaver saver(Serialization serialization) {
    return DynamoryCheckpointSaver.of(rig.checkpointer(), serialization.serializer);
  }

  @ParameterizedTest
  @EnumSource(names = {"JSON", "BINARY"})
  void aStepCostsWhatItChangesHoweverLongTheConversation(Serialization serialization) {
    var graph = WeatherGraph.start(saver(serialization), serialization.serializer);
    var turns =
        IntStream.range(0, TURNS)
            .mapToObj(
                turn -> {
                  rig.log.reset();
                  graph.invoke(ask("a city of the turn " + turn), ANA);
                  return rig.log.totals();
                })
            .toList();
    var first = turns.get(0);
    var last = turns.get(TURNS - 1);
    var reading = saver(serialization);
    rig.log.reset();
    assertThat(reading.get(ANA)).isPresent();
    var get = rig.log.totals();
    rig.log.reset();
    assertThat(reading.list(ANA)).hasSize(80);
    var list = rig.log.totals();
    rig.log.reset();
    assertThat(reading.release(ANA).checkpoints()).hasSize(80);
    System.out.printf(
        "20 turns, %s: %d calls, %.1f read units (consistent), %.1f write units%n"
            + "  first turn: %s%n  last turn:  %s%n  get:        %s%n  list of 80: %s%n"
            + "  release:    %s%n",
        serialization,
        turns.stream().mapToInt(Totals::calls).sum(),
        turns.stream().mapToDouble(Totals::readUnits).sum(),
        turns.stream().mapToDouble(Totals::writeUnits).sum(),
        first,
        last,
        get,
        list,
        rig.log.totals());
    assertThat(last.calls()).isLessThanOrEqualTo(12);
    assertThat(last.writeUnits()).isLessThanOrEqualTo(12);
    assertThat(turns.stream().mapToDouble(Totals::writeUnits).sum()).isLessThanOrEqualTo(220);
    assertThat(list.calls()).isLessThanOrEqualTo(5);
  }
}
