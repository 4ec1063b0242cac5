package dev.dynamory.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.dynamory.WriteConflictException;
import dev.dynamory.adapters.Rig;
import dev.dynamory.testkit.Call;
import dev.dynamory.testkit.Fault;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.exception.SdkException;

/** What goes wrong with other chat memory stores does not with this one. */
class OtherBackendsFaultsTest {
  private static final String ID = "ana";

  private final Rig rig = new Rig();
  private final DynamoryChatMemoryStore store = DynamoryChatMemoryStore.of(rig.sessions());

  private static List<ChatMessage> messages(int from, int to, String padding) {
    return IntStream.range(from, to)
        .<ChatMessage>mapToObj(n -> UserMessage.from(n + padding))
        .toList();
  }

  private List<ChatMessage> read() {
    return DynamoryChatMemoryStore.of(rig.sessions()).getMessages(ID);
  }

  /** Cassandra's deletes the memory and then writes it anew, in calls of their own. */
  @Test
  void anUpdateThatIsStoppedAtAnyCallLeavesTheOldListOrTheNewOne() {
    var stopped = true;
    for (var call = 0; stopped; call++) {
      store.updateMessages(ID, messages(0, 5, ""));
      rig.faults.stopAfter(call);
      stopped = catchThrowable(() -> store.updateMessages(ID, messages(3, 9, ""))) != null;
      rig.faults.reset();
      assertThat(List.of(messages(0, 5, ""), messages(3, 9, ""))).contains(read());
      store.deleteMessages(ID);
    }
  }

  /** All of them replace the list whatever came between the reading and the writing (#1966). */
  @Test
  void anUpdateOfAListThatIsNoLongerThereIsNotCarriedOut() {
    store.updateMessages(ID, messages(0, 2, ""));
    var memory = MessageWindowChatMemory.builder().id(ID).maxMessages(9).chatMemoryStore(store);
    var other = DynamoryChatMemoryStore.of(rig.sessions());
    var theirs = new ArrayList<>(other.getMessages(ID));
    memory.build().add(UserMessage.from("mine"));
    theirs.add(UserMessage.from("theirs"));
    assertThatThrownBy(() -> other.updateMessages(ID, theirs))
        .isInstanceOf(WriteConflictException.class);
    assertThat(read()).hasSize(3).endsWith(UserMessage.from("mine"));
  }

  /** Redis', Mongo's and the samples for DynamoDB keep one JSON text, here of 400 KB at most. */
  @Test
  void aConversationMayBeLargerThanAnItem() {
    var large = messages(0, 30, "x".repeat(30_000));
    store.updateMessages(ID, large.subList(0, 29));
    rig.log.reset();
    store.updateMessages(ID, large);
    assertThat(rig.log.totals().writeUnits()).isLessThan(35);
    assertThat(read()).isEqualTo(large);
  }

  /** And so does a single message. */
  @Test
  void aMessageMayBeLargerThanAnItem() {
    var random = new java.util.Random(7);
    var noise = new StringBuilder();
    random.ints(900_000, 33, 126).forEach(c -> noise.append((char) c));
    var large = messages(0, 1, noise.toString());
    store.updateMessages(ID, large);
    assertThat(read()).isEqualTo(large);
  }

  /** All of them write every message again when one is added (#1027). */
  @Test
  void addingAMessageWritesThatMessage() {
    store.updateMessages(ID, messages(0, 200, "x".repeat(500)));
    var memory = MessageWindowChatMemory.builder().id(ID).maxMessages(999).chatMemoryStore(store);
    rig.log.reset();
    memory.build().add(UserMessage.from("one more"));
    assertThat(rig.log.calls("PutItem")).singleElement().matches(put -> put.writeUnits() <= 2);
    assertThat(rig.log.totals().writeUnits()).isLessThanOrEqualTo(2);
  }

  /** A time stamp as the sort key leaves the order of messages of one millisecond to chance. */
  @Test
  void messagesOfOneMomentStayInOrder() {
    var memory = MessageWindowChatMemory.builder().id(ID).maxMessages(99).chatMemoryStore(store);
    messages(0, 30, "").forEach(memory.build()::add); // the clock stands still
    assertThat(read()).isEqualTo(messages(0, 30, ""));
  }

  /** DynamoDB and Mongo remove what expired when they come round to it. */
  @Test
  void anExpiredMemoryIsEmptyAtOnceAndBeginsAnew() {
    var expiring = DynamoryChatMemoryStore.of(rig.sessions().withTimeToLive(Duration.ofDays(1)));
    expiring.updateMessages(ID, messages(0, 2, ""));
    rig.clock.advance(Duration.ofHours(25));
    assertThat(expiring.getMessages(ID)).isEmpty();
    expiring.updateMessages(ID, messages(5, 6, ""));
    assertThat(read()).isEqualTo(messages(5, 6, ""));
  }

  /** A write that is throttled for good is told, and leaves the memory as it was. */
  @Test
  void aThrottledUpdateIsAnErrorAndChangesNothing() {
    store.updateMessages(ID, messages(0, 2, ""));
    rig.faults.fail(Call.of("PutItem"), Fault.THROTTLED, 99);
    assertThatThrownBy(() -> store.updateMessages(ID, messages(0, 3, "")))
        .isInstanceOf(SdkException.class);
    rig.faults.reset();
    assertThat(read()).hasSize(2);
  }

  /** A failure that looks like an empty memory makes an agent forget, and then overwrite. */
  @ParameterizedTest
  @EnumSource(names = {"THROTTLED", "ANSWER_LOST_FOR_GOOD"})
  void aFailureToReadIsNotAnEmptyMemory(Fault fault) {
    store.updateMessages(ID, messages(0, 2, ""));
    rig.faults.fail(Call.of("Query"), fault, 99);
    assertThatThrownBy(this::read).isInstanceOf(SdkException.class);
    rig.faults.reset();
    assertThat(read()).hasSize(2);
  }
}
