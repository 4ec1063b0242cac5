package dev.dynamory.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dynamory.InvalidInputException;
import dev.dynamory.Sessions;
import dev.dynamory.WriteConflictException;
import dev.dynamory.testkit.Race;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.AudioContent;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.CustomMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.data.message.VideoContent;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What the framework expects of a chat memory store, and what we promise beyond it. */
abstract class ChatMemoryStoreContract {
  private static final ToolExecutionRequest CALL =
      ToolExecutionRequest.builder().id("call-1").name("weather").arguments("{\"c\": 1.0}").build();

  private final String id = "memory-" + UUID.randomUUID();

  /** Sessions of another process, of the same place. */
  abstract Sessions sessions();

  private DynamoryChatMemoryStore store() {
    return DynamoryChatMemoryStore.of(sessions());
  }

  private static MessageWindowChatMemory memory(
      DynamoryChatMemoryStore store, Object id, int window) {
    return MessageWindowChatMemory.builder()
        .id(id)
        .maxMessages(window)
        .chatMemoryStore(store)
        .build();
  }

  private static List<ChatMessage> texts(int from, int to) {
    var messages = new ArrayList<ChatMessage>();
    for (var n = from; n < to; n++) {
      messages.add(UserMessage.from("message " + n));
    }
    return messages;
  }

  private static List<ChatMessage> everyKind() {
    return List.of(
        SystemMessage.from("be brief \u0001 \"quoted\" 😀"),
        UserMessage.builder()
            .name("ana")
            .contents(
                List.of(
                    TextContent.from("look"),
                    ImageContent.from("https://example.com/a.png"),
                    ImageContent.from("aGVsbG8=", "image/png"),
                    AudioContent.from("aGVsbG8=", "audio/mp3"),
                    VideoContent.from("https://example.com/a.mp4"),
                    PdfFileContent.from("https://example.com/a.pdf")))
            .attributes(Map.of("channel", "web"))
            .build(),
        AiMessage.builder()
            .text("I ask")
            .thinking("hm")
            .toolExecutionRequests(List.of(CALL, CALL.toBuilder().id("call-2").build()))
            .attributes(Map.of("signature", "abc"))
            .build(),
        ToolExecutionResultMessage.from(CALL, "{\"t\": 21.50}"),
        ToolExecutionResultMessage.builder()
            .id("call-2")
            .toolName("weather")
            .text("no such city")
            .isError(true)
            .build(),
        AiMessage.from(CALL),
        ToolExecutionResultMessage.from(CALL, "again"),
        CustomMessage.from(Map.of("exact", 1.0, "nested", Map.of("list", List.of(1, "two", true)))),
        AiMessage.from("It is 21.5"));
  }

  @Test
  void hasNoMessagesForAnUnknownId() {
    assertThat(store().getMessages(id)).isEmpty();
  }

  @Test
  void givesBackEveryKindOfMessageInOrderAndEqual() {
    store().updateMessages(id, everyKind());
    assertThat(store().getMessages(id)).isEqualTo(everyKind());
  }

  @Test
  void updatesReplaceTheWholeList() {
    var store = store();
    store.updateMessages(id, texts(0, 3));
    store.updateMessages(id, texts(0, 5));
    assertThat(store().getMessages(id)).isEqualTo(texts(0, 5));
    store.updateMessages(id, texts(2, 5));
    assertThat(store().getMessages(id)).isEqualTo(texts(2, 5));
    store.updateMessages(id, texts(7, 9));
    assertThat(store().getMessages(id)).isEqualTo(texts(7, 9));
    store.updateMessages(id, List.of());
    assertThat(store().getMessages(id)).isEmpty();
  }

  @Test
  void keepsEqualMessagesApart() {
    var twice = List.<ChatMessage>of(UserMessage.from("yes"), UserMessage.from("yes"));
    store().updateMessages(id, twice);
    assertThat(store().getMessages(id)).isEqualTo(twice);
  }

  @Test
  void deletesAMemoryAndMayBeginItAgain() {
    var store = store();
    store.updateMessages(id, texts(0, 3));
    store.deleteMessages(id);
    store.deleteMessages(id);
    assertThat(store.getMessages(id)).isEmpty();
    store.updateMessages(id, texts(5, 6));
    assertThat(store().getMessages(id)).isEqualTo(texts(5, 6));
  }

  @Test
  void keepsMemoriesApartByWhatTheirIdsPrint() {
    record Tenant(String name, int user) {}
    var ids =
        List.<Object>of(
            42,
            UUID.fromString("00000000-0000-0000-0000-000000000042"),
            new Tenant("a/b:c#d%e", 1),
            "with space \t 'quotes' \"and\" {braces} \\ | * ?",
            "日本語 émoji 😀",
            "x".repeat(1_000));
    var store = store();
    for (var n = 0; n < ids.size(); n++) {
      store.updateMessages(ids.get(n), texts(n, n + 1));
    }
    for (var n = 0; n < ids.size(); n++) {
      assertThat(store().getMessages(ids.get(n))).isEqualTo(texts(n, n + 1));
      store.deleteMessages(ids.get(n));
    }
    store.updateMessages(42L, texts(0, 1));
    assertThat(store.getMessages("42")).isEqualTo(texts(0, 1));
    store.deleteMessages("42");
  }

  @Test
  @SuppressWarnings("NullAway") // what callers without a null checker may do
  void refusesIdsThatAreNullOrEmpty() {
    for (Object bad : new Object[] {null, ""}) {
      assertThatThrownBy(() -> store().getMessages(bad)).isInstanceOf(InvalidInputException.class);
      assertThatThrownBy(() -> store().updateMessages(bad, texts(0, 1)))
          .isInstanceOf(InvalidInputException.class);
      assertThatThrownBy(() -> store().deleteMessages(bad))
          .isInstanceOf(InvalidInputException.class);
    }
  }

  @Test
  void doesTheSameAsynchronously() {
    var store = store();
    store.updateMessagesAsync(id, everyKind()).join();
    assertThat(store().getMessagesAsync(id).join()).isEqualTo(everyKind());
    store.deleteMessagesAsync(id).join();
    assertThat(store.getMessagesAsync(id).join()).isEmpty();
    var refused = store.updateMessagesAsync("", texts(0, 1));
    assertThatThrownBy(refused::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(InvalidInputException.class);
  }

  @Test
  void windowsEvictTheOldestKeepTheSystemMessageAndDropOrphanedResults() {
    var memory = memory(store(), id, 4);
    memory.add(SystemMessage.from("be brief"));
    memory.add(UserMessage.from("weather?"));
    memory.add(AiMessage.from(CALL));
    memory.add(ToolExecutionResultMessage.from(CALL, "21"));
    memory.add(AiMessage.from("21 degrees"));
    memory.add(UserMessage.from("thanks"));
    var expected =
        List.<ChatMessage>of(
            SystemMessage.from("be brief"),
            AiMessage.from("21 degrees"),
            UserMessage.from("thanks"));
    assertThat(memory.messages()).isEqualTo(expected);
    assertThat(store().getMessages(id)).isEqualTo(expected);
    memory.add(SystemMessage.from("be kind"));
    assertThat(store().getMessages(id))
        .containsExactly(
            AiMessage.from("21 degrees"),
            UserMessage.from("thanks"),
            SystemMessage.from("be kind"));
    memory.clear();
    assertThat(store().getMessages(id)).isEmpty();
  }

  @Test
  void aWindowOfOneMessageReplacesItEachTime() {
    var memory = memory(store(), id, 1);
    for (var n = 0; n < 4; n++) {
      memory.add(UserMessage.from("message " + n));
    }
    assertThat(store().getMessages(id)).isEqualTo(texts(3, 4));
  }

  @Test
  void refusesAnUpdateOfAListThatAnotherInstanceHasChangedSince() {
    var mine = store();
    var theirs = store();
    mine.updateMessages(id, texts(0, 2));
    var base = new ArrayList<>(theirs.getMessages(id));
    memory(mine, id, 10).add(UserMessage.from("mine"));
    base.add(UserMessage.from("theirs"));
    assertThatThrownBy(() -> theirs.updateMessages(id, base))
        .isInstanceOf(WriteConflictException.class);
    memory(theirs, id, 10).add(UserMessage.from("theirs"));
    assertThat(store().getMessages(id))
        .endsWith(UserMessage.from("mine"), UserMessage.from("theirs"))
        .hasSize(4);
  }

  @Test
  void refusesTheSecondOfTwoFirstMessagesAlsoWithinOneInstance() throws Exception {
    var store = store();
    var other = Executors.newSingleThreadExecutor();
    try {
      assertThat(store.getMessages(id)).isEmpty();
      other.submit(() -> memory(store, id, 10).add(UserMessage.from("first"))).get();
    } finally {
      other.shutdown();
    }
    assertThatThrownBy(() -> store.updateMessages(id, texts(1, 2)))
        .isInstanceOf(WriteConflictException.class);
    assertThat(store.getMessages(id)).containsExactly(UserMessage.from("first"));
  }

  @Test
  void knowsWhatAListComesFromOnWhateverThreadItIsWritten() throws Exception {
    var store = store();
    store.updateMessages(id, texts(0, 2));
    var stale = new ArrayList<>(store.getMessages(id));
    stale.add(UserMessage.from("stale"));
    var fresh = new ArrayList<>(store.getMessagesAsync(id).join());
    fresh.add(UserMessage.from("fresh"));
    store.updateMessagesAsync(id, fresh).join();
    fresh.add(UserMessage.from("fresh too"));
    store.updateMessagesAsync(id, fresh).join();
    assertThatThrownBy(() -> store.updateMessagesAsync(id, stale).join())
        .hasCauseInstanceOf(WriteConflictException.class);
    assertThat(store().getMessages(id)).isEqualTo(fresh);
  }

  @Test
  void refusesAnUpdateOfAListThatWasDeletedSince() {
    var store = store();
    store.updateMessages(id, texts(0, 2));
    var base = new ArrayList<>(store.getMessages(id));
    store().deleteMessages(id);
    base.add(UserMessage.from("more"));
    assertThatThrownBy(() -> store.updateMessages(id, base))
        .isInstanceOf(WriteConflictException.class);
    assertThat(store().getMessages(id)).isEmpty();
  }

  @Test
  void mergingAddsWhatIsNewAfterWhatOthersAdded() {
    var mine = store().withMerging();
    var theirs = store().withMerging();
    mine.updateMessages(
        id, List.of(SystemMessage.from("old"), UserMessage.from("a"), UserMessage.from("b")));
    var base = new ArrayList<>(theirs.getMessages(id));
    memory(mine, id, 10).add(UserMessage.from("mine"));
    base.set(0, SystemMessage.from("new"));
    base.remove(1);
    base.add(UserMessage.from("theirs"));
    theirs.updateMessages(id, base);
    assertThat(store().getMessages(id))
        .containsExactly(
            SystemMessage.from("new"),
            UserMessage.from("a"),
            UserMessage.from("b"),
            UserMessage.from("mine"),
            UserMessage.from("theirs"));
  }

  @Test
  void mergingInstancesThatWriteAtOnceKeepEveryMessageOnceAndInEachWritersOrder() throws Exception {
    var first = store().withMerging();
    var second = store().withMerging();
    race(4, 6, writer -> memory(writer % 2 == 0 ? first : second, id, 1_000), false);
  }

  @Test
  void instancesThatTryAgainAfterAConflictKeepEveryMessageOnceAndInEachWritersOrder()
      throws Exception {
    var first = store();
    var second = store();
    race(4, 4, writer -> memory(writer % 2 == 0 ? first : second, id, 1_000), true);
  }

  private interface Memories {
    MessageWindowChatMemory of(int writer);
  }

  private void race(int writers, int messages, Memories memories, boolean again) {
    Race.of(
        writers,
        writer ->
            () -> {
              var memory = memories.of(writer);
              for (var n = 0; n < messages; n++) {
                add(memory, UserMessage.from(writer + "/" + n), again);
              }
              return memory;
            });
    var kept = store().getMessages(id).stream().map(m -> ((UserMessage) m).singleText()).toList();
    assertThat(kept).hasSize(writers * messages).doesNotHaveDuplicates();
    for (var w = 0; w < writers; w++) {
      var writer = w + "/";
      assertThat(kept.stream().filter(text -> text.startsWith(writer))).isSorted();
    }
  }

  private static void add(MessageWindowChatMemory memory, ChatMessage message, boolean again) {
    for (var done = false; !done; ) {
      try {
        memory.add(message);
        done = true;
      } catch (WriteConflictException e) {
        assertThat(again).as("a conflict: %s", e).isTrue();
      }
    }
  }
}
