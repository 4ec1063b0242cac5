package dev.dynamory.spring.ai;

import static dev.dynamory.spring.ai.WeatherAgent.turn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.dynamory.InMemory;
import dev.dynamory.adapters.Rig;
import dev.dynamory.testkit.Call;
import dev.dynamory.testkit.Fault;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;
import software.amazon.awssdk.core.exception.SdkException;

/** What goes wrong with other chat memory repositories does not with this one. */
class OtherBackendsFaultsTest {
  private static final String ID = "ana";

  private final Rig rig = new Rig();
  private final DynamoryChatMemoryRepository repository = process();

  private DynamoryChatMemoryRepository process() {
    return DynamoryChatMemoryRepository.of(rig.sessions());
  }

  private static ChatMemory memory(DynamoryChatMemoryRepository repository) {
    return MessageWindowChatMemory.builder()
        .chatMemoryRepository(repository)
        .maxMessages(999)
        .build();
  }

  private static List<Message> messages(int from, int to, String padding) {
    return IntStream.range(from, to).<Message>mapToObj(n -> new UserMessage(n + padding)).toList();
  }

  private List<Message> read() {
    return process().findByConversationId(ID);
  }

  /** JDBC's, Cassandra's and Mongo's drop them on save, a sample for DynamoDB keeps empty ones. */
  @Test
  void toolCallsAndToolResponsesAreKept() {
    repository.saveAll(ID, turn("Rome"));
    assertThat(read()).isEqualTo(turn("Rome"));
  }

  /** One sample for DynamoDB fails on reading it (requireNonNull). */
  @Test
  @SuppressWarnings("NullAway")
  void aToolResponseWithoutContentIsReadAgain() {
    var message =
        ToolResponseMessage.builder()
            .responses(List.of(new ToolResponse("1", "weather", null)))
            .build();
    repository.saveAll(ID, List.of(message));
    assertThat(read()).containsExactly(message);
  }

  /** The samples for DynamoDB drop media. */
  @Test
  void mediaAreKept() {
    var media = Media.builder().mimeType(Media.Format.IMAGE_PNG).data(new byte[] {1, -1}).build();
    repository.saveAll(ID, List.of(UserMessage.builder().text("look").media(media).build()));
    var kept = ((UserMessage) read().get(0)).getMedia();
    assertThat(kept).usingRecursiveComparison().isEqualTo(List.of(media));
  }

  /**
   * They keep of metadata the texts, or none; Redis' loses messages whose metadata have a number
   * (#5365).
   */
  @Test
  void metadataThatAreNoTextsAreKept() {
    var message =
        AssistantMessage.builder()
            .content("hi")
            .properties(Map.of("choiceIndex", 0, "index", 0L, "logprobs", List.of(-0.5, true)))
            .build();
    repository.saveAll(ID, List.of(message));
    assertThat(read()).containsExactly(message);
  }

  /** They delete the conversation and write it anew, in calls of their own. */
  @Test
  void aSaveThatIsStoppedAtAnyCallLeavesTheOldListOrTheNewOne() {
    var stopped = true;
    for (var call = 0; stopped; call++) {
      repository.saveAll(ID, messages(0, 5, ""));
      rig.faults.stopAfter(call);
      stopped = catchThrowable(() -> repository.saveAll(ID, messages(3, 9, ""))) != null;
      rig.faults.reset();
      assertThat(List.of(messages(0, 5, ""), messages(3, 9, ""))).contains(read());
      repository.deleteByConversationId(ID);
    }
  }

  /** One writes what is new against what its own process knows, and loses what others wrote. */
  @Test
  void messagesOfTwoProcessesThatTakeTurnsAreAllKept() {
    var mine = memory(process());
    var theirs = memory(process());
    for (var n = 0; n < 6; n++) {
      (n % 2 == 0 ? mine : theirs).add(ID, new UserMessage(String.valueOf(n)));
    }
    assertThat(read()).isEqualTo(messages(0, 6, ""));
  }

  /** Both find the ids with a Scan of the whole table. */
  @Test
  void idsAreFoundWithoutAScan() {
    for (var n = 0; n < 30; n++) {
      repository.saveAll("conversation " + n, messages(0, 3, "x".repeat(2_000)));
    }
    rig.log.reset();
    assertThat(process().findConversationIds()).hasSize(30);
    assertThat(rig.log.calls("Scan")).isEmpty();
    assertThat(rig.log.totals().readUnits()).isLessThan(10);
  }

  /** Redis' gives at most as many ids as its setting says. */
  @Test
  void thePagesOfIdsHaveNoEnd() {
    var many = DynamoryChatMemoryRepository.of(InMemory.sessions());
    for (var n = 0; n < 2_010; n++) {
      many.saveAll("conversation " + n, messages(0, 1, ""));
    }
    assertThat(many.findConversationIds()).hasSize(2_010).doesNotHaveDuplicates();
  }

  /** None of them knows of an item's 400 KB. */
  @Test
  void aMessageMayBeLargerThanAnItem() {
    var noise = new StringBuilder();
    new Random(7).ints(900_000, 33, 126).forEach(c -> noise.append((char) c));
    repository.saveAll(ID, messages(0, 1, noise.toString()));
    assertThat(read()).isEqualTo(messages(0, 1, noise.toString()));
  }

  /** All write every message again when one is added (#3945, #3288, #7029). */
  @Test
  void addingAMessageWritesThatMessage() {
    repository.saveAll(ID, messages(0, 200, "x".repeat(500)));
    rig.log.reset();
    memory(repository).add(ID, new UserMessage("one more"));
    assertThat(rig.log.calls("PutItem")).singleElement().matches(put -> put.writeUnits() <= 2);
    assertThat(rig.log.totals().writeUnits()).isLessThanOrEqualTo(2);
  }

  /**
   * A time stamp leaves the order of messages of one moment to chance (#3149, #3442, #4739, #5330).
   */
  @Test
  void messagesOfOneMomentStayInOrder() {
    messages(0, 30, "").forEach(message -> memory(repository).add(ID, message));
    assertThat(read()).isEqualTo(messages(0, 30, "")); // the clock stood still
  }

  /** The first sample has no expiry; else what expired is there until DynamoDB removes it. */
  @Test
  void anExpiredConversationIsEmptyAtOnceAndBeginsAnew() {
    var sessions = rig.sessions().withTimeToLive(Duration.ofDays(1));
    var expiring = DynamoryChatMemoryRepository.of(sessions);
    expiring.saveAll(ID, messages(0, 2, ""));
    rig.clock.advance(Duration.ofHours(25));
    assertThat(expiring.findByConversationId(ID)).isEmpty();
    assertThat(expiring.findConversationIds()).isEmpty();
    expiring.saveAll(ID, messages(5, 6, ""));
    assertThat(read()).isEqualTo(messages(5, 6, ""));
  }

  /** One logs every call, with the conversation's id. */
  @Test
  void nothingIsLogged() {
    var out = System.out;
    var err = System.err;
    var said = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      repository.saveAll("secret-id", messages(0, 2, ""));
      repository.findByConversationId("secret-id");
      repository.deleteByConversationId("secret-id");
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    assertThat(said.toString(StandardCharsets.UTF_8)).doesNotContain("secret-id");
  }

  /** A failure that looks like an empty memory makes an agent forget, and then overwrite. */
  @ParameterizedTest
  @EnumSource(names = {"THROTTLED", "ANSWER_LOST_FOR_GOOD"})
  void aFailureToReadIsNotAnEmptyMemory(Fault fault) {
    repository.saveAll(ID, messages(0, 2, ""));
    rig.faults.fail(Call.of("Query"), fault, 99);
    assertThatThrownBy(this::read).isInstanceOf(SdkException.class);
    assertThatThrownBy(() -> process().findConversationIds()).isInstanceOf(SdkException.class);
    assertThatThrownBy(() -> memory(process()).add(ID, new UserMessage("2")))
        .isInstanceOf(SdkException.class);
    rig.faults.reset();
    assertThat(read()).hasSize(2);
  }
}
