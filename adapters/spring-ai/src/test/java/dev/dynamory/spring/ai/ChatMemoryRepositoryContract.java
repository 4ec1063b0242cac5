package dev.dynamory.spring.ai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dynamory.InvalidInputException;
import dev.dynamory.Sessions;
import dev.dynamory.WriteConflictException;
import dev.dynamory.testkit.Race;
import java.net.MalformedURLException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;
import org.springframework.util.MimeType;

/** What the framework expects of a chat memory repository, and what we promise beyond it. */
abstract class ChatMemoryRepositoryContract {
  private final String id = "conversation-" + UUID.randomUUID();

  /** Sessions of another process, of the same place. */
  abstract Sessions sessions();

  private DynamoryChatMemoryRepository repository() {
    return DynamoryChatMemoryRepository.of(sessions());
  }

  private static ChatMemory memory(DynamoryChatMemoryRepository repository, int window) {
    return MessageWindowChatMemory.builder()
        .chatMemoryRepository(repository)
        .maxMessages(window)
        .build();
  }

  private static List<Message> texts(int from, int to) {
    var messages = new ArrayList<Message>();
    for (var n = from; n < to; n++) {
      messages.add(n % 2 == 0 ? new UserMessage("text " + n) : new AssistantMessage("text " + n));
    }
    return messages;
  }

  @SuppressWarnings("NullAway") // what models leave out
  private static List<Message> everyKind() {
    return List.of(
        new SystemMessage("be brief \u0001 \"quoted\" 😀"),
        UserMessage.builder().text("").metadata(Map.of("channel", "web")).build(),
        AssistantMessage.builder()
            .content("I ask")
            .properties(Map.of("id", "chatcmpl-1", "index", 0L, "refusal", ""))
            .toolCalls(
                List.of(
                    new ToolCall("call-1", "function", "weather", "{\"c\": 1.0}"),
                    new ToolCall(null, "function", "weather", "")))
            .build(),
        ToolResponseMessage.builder()
            .responses(
                List.of(
                    new ToolResponse("call-1", "weather", "{\"t\": 21.50}"),
                    new ToolResponse(null, "weather", null)))
            .metadata(Map.of("took", 12))
            .build(),
        AssistantMessage.builder()
            .toolCalls(List.of(new ToolCall("call-2", "function", "weather", "{}")))
            .build(),
        ToolResponseMessage.builder().build(),
        new AssistantMessage(null),
        new AssistantMessage("It is 21.5"));
  }

  @Test
  void hasNoMessagesForAnUnknownId() {
    assertThat(repository().findByConversationId(id)).isEmpty();
  }

  @Test
  void givesBackEveryKindOfMessageInOrderAndEqual() {
    repository().saveAll(id, everyKind());
    var messages = repository().findByConversationId(id);
    assertThat(messages).isEqualTo(everyKind());
    assertThat(messages).extracting(Object::getClass).isEqualTo(kinds(everyKind()));
    messages.add(new UserMessage("the list is the caller's own"));
  }

  private static List<Class<?>> kinds(List<Message> messages) {
    return messages.stream().<Class<?>>map(Object::getClass).toList();
  }

  @Test
  void savesReplaceTheWholeList() {
    var repository = repository();
    repository.saveAll(id, texts(0, 3));
    repository.saveAll(id, texts(0, 5));
    assertThat(repository().findByConversationId(id)).isEqualTo(texts(0, 5));
    repository.saveAll(id, texts(2, 5));
    assertThat(repository().findByConversationId(id)).isEqualTo(texts(2, 5));
    repository.saveAll(id, texts(7, 9));
    assertThat(repository().findByConversationId(id)).isEqualTo(texts(7, 9));
    repository.saveAll(id, List.of());
    assertThat(repository().findByConversationId(id)).isEmpty();
  }

  @Test
  void keepsEqualMessagesApart() {
    var twice = List.<Message>of(new UserMessage("yes"), new UserMessage("yes"));
    repository().saveAll(id, twice);
    assertThat(repository().findByConversationId(id)).isEqualTo(twice);
  }

  @Test
  void deletesAConversationAndMayBeginItAgain() {
    var repository = repository();
    repository.saveAll(id, texts(0, 3));
    var messages = repository.findByConversationId(id);
    repository.deleteByConversationId(id);
    repository.deleteByConversationId(id);
    assertThat(repository.findByConversationId(id)).isEmpty();
    repository.deleteByConversationId(id);
    repository.saveAll(id, messages.subList(1, 3));
    assertThat(repository().findByConversationId(id)).isEqualTo(texts(1, 3));
  }

  @Test
  void findsTheIdsOfAllConversationsAndNoOthers() {
    var repository = repository();
    repository.saveAll(id, texts(0, 1));
    repository.saveAll(id + " gone", texts(0, 1));
    repository.deleteByConversationId(id + " gone");
    repository.saveAll(id + " too", texts(0, 1));
    assertThat(repository().findConversationIds())
        .contains(id, id + " too")
        .doesNotContain(id + " gone")
        .doesNotHaveDuplicates();
  }

  @Test
  void keepsConversationsApartWhateverTheirIds() {
    var ids =
        List.of(
            "a/b:c#d%e?f&g",
            "with space \t 'quotes' \"and\" {braces} \\ | * [brackets] $ ; --",
            "日本語 émoji 😀",
            "x".repeat(1_000));
    for (var n = 0; n < ids.size(); n++) {
      repository().saveAll(ids.get(n), texts(n, n + 1));
    }
    assertThat(repository().findConversationIds()).containsAll(ids);
    for (var n = 0; n < ids.size(); n++) {
      assertThat(repository().findByConversationId(ids.get(n))).isEqualTo(texts(n, n + 1));
      repository().deleteByConversationId(ids.get(n));
    }
    assertThat(repository().findConversationIds()).doesNotContainAnyElementsOf(ids);
  }

  @Test
  @SuppressWarnings("NullAway") // what callers without a null checker may do
  void refusesIdsThatAreNullOrBlankAndMessagesThatAreNull() {
    var repository = repository();
    for (var bad : new String[] {null, "", "  "}) {
      assertThatThrownBy(() -> repository.findByConversationId(bad))
          .isInstanceOf(InvalidInputException.class);
      assertThatThrownBy(() -> repository.saveAll(bad, texts(0, 1)))
          .isInstanceOf(InvalidInputException.class);
      assertThatThrownBy(() -> repository.deleteByConversationId(bad))
          .isInstanceOf(InvalidInputException.class);
    }
    repository.saveAll(id, texts(0, 1));
    assertThatThrownBy(() -> repository.saveAll(id, null))
        .isInstanceOf(InvalidInputException.class);
    var holes = new ArrayList<>(texts(0, 2));
    holes.add(null);
    assertThatThrownBy(() -> repository.saveAll(id, holes)).hasMessageContaining("messages[2]");
    assertThat(repository().findByConversationId(id)).isEqualTo(texts(0, 1));
  }

  @Test
  void givesBackMediaOfEachKindWithNameIdAndType() throws MalformedURLException {
    var bytes = new byte[] {0, 1, -1, 127, -128};
    var media =
        List.of(
            new Media(Media.Format.IMAGE_PNG, URI.create("https://example.com/a%20b.png?c=d#e")),
            Media.builder().mimeType(Media.Format.IMAGE_GIF).data(bytes).name("a").build(),
            Media.builder().mimeType(Media.Format.DOC_PDF).data(new byte[0]).id("file-1").build(),
            Media.builder()
                .mimeType(MimeType.valueOf("audio/ogg;codecs=opus"))
                .data("aGVsbG8=")
                .build(),
            Media.builder()
                .mimeType(Media.Format.VIDEO_MP4)
                .data(URI.create("https://example.com/a.mp4").toURL())
                .build());
    var messages =
        List.<Message>of(
            UserMessage.builder().text("look").media(media).build(),
            AssistantMessage.builder().content("so").media(media).build());
    repository().saveAll(id, messages);
    assertThat(repository().findByConversationId(id))
        .usingRecursiveComparison()
        .isEqualTo(messages);
  }

  @Test
  void windowsCutAtTheBeginningOfATurnAndKeepTheSystemMessage() {
    var memory = memory(repository(), 4);
    memory.add(id, new SystemMessage("be brief"));
    memory.add(id, new UserMessage("weather?"));
    memory.add(
        id,
        List.of(
            AssistantMessage.builder()
                .toolCalls(List.of(new ToolCall("1", "function", "weather", "{}")))
                .build(),
            ToolResponseMessage.builder()
                .responses(List.of(new ToolResponse("1", "weather", "21")))
                .build()));
    memory.add(id, new AssistantMessage("21 degrees"));
    memory.add(id, new UserMessage("thanks"));
    var expected = List.of(new SystemMessage("be brief"), new UserMessage("thanks"));
    assertThat(memory.get(id)).isEqualTo(expected);
    assertThat(repository().findByConversationId(id)).isEqualTo(expected);
    memory.add(id, new SystemMessage("be kind"));
    assertThat(repository().findByConversationId(id))
        .isEqualTo(List.of(new UserMessage("thanks"), new SystemMessage("be kind")));
    memory.clear(id);
    assertThat(repository().findByConversationId(id)).isEmpty();
  }

  @Test
  void aSystemMessageThatIsAddedAgainWithMetadataIsTheSameOne() {
    var rules = SystemMessage.builder().text("be brief").metadata(Map.of("version", 7L)).build();
    memory(repository(), 10).add(id, rules);
    var found = repository().findByConversationId(id);
    assertThat(found).containsExactly(rules);
    assertThat(found.get(0)).hasSameHashCodeAs(rules);
  }

  @Test
  void refusesASaveOfAListThatAnotherInstanceHasChangedSince() {
    var mine = repository();
    var theirs = repository();
    mine.saveAll(id, texts(0, 2));
    var base = theirs.findByConversationId(id);
    memory(mine, 10).add(id, new UserMessage("mine"));
    base.add(new UserMessage("theirs"));
    assertThatThrownBy(() -> theirs.saveAll(id, base)).isInstanceOf(WriteConflictException.class);
    memory(theirs, 10).add(id, new UserMessage("theirs"));
    assertThat(repository().findByConversationId(id))
        .endsWith(new UserMessage("mine"), new UserMessage("theirs"))
        .hasSize(4);
  }

  @Test
  void refusesTheSecondOfTwoFirstMessagesAlsoWithinOneInstance() throws Exception {
    var repository = repository();
    assertThat(repository.findByConversationId(id)).isEmpty();
    elsewhere(() -> memory(repository, 10).add(id, new UserMessage("first")));
    assertThatThrownBy(() -> repository.saveAll(id, texts(1, 2)))
        .isInstanceOf(WriteConflictException.class);
    assertThat(repository.findByConversationId(id)).containsExactly(new UserMessage("first"));
  }

  @Test
  void knowsWhatAListComesFromOnWhateverThreadItIsWritten() throws Exception {
    var repository = repository();
    repository.saveAll(id, texts(0, 2));
    var stale = repository.findByConversationId(id);
    stale.add(new UserMessage("stale"));
    var fresh = new ArrayList<Message>();
    elsewhere(() -> fresh.addAll(repository.findByConversationId(id)));
    fresh.add(new UserMessage("fresh"));
    repository.saveAll(id, fresh);
    fresh.add(new UserMessage("fresh too"));
    elsewhere(() -> repository.saveAll(id, fresh));
    assertThatThrownBy(() -> repository.saveAll(id, stale))
        .isInstanceOf(WriteConflictException.class);
    assertThat(repository().findByConversationId(id)).isEqualTo(fresh);
  }

  private static void elsewhere(Runnable task) throws Exception {
    var other = Executors.newSingleThreadExecutor();
    try {
      other.submit(task).get();
    } finally {
      other.shutdown();
    }
  }

  @Test
  void refusesASaveOfAListThatSomebodyElseDeletedSince() throws Exception {
    for (var deleting : List.of(0, 1)) {
      var repository = repository();
      repository.saveAll(id, texts(0, 2));
      var base = repository.findByConversationId(id);
      var deleter = deleting == 0 ? repository : repository();
      elsewhere(() -> deleter.deleteByConversationId(id));
      base.add(new UserMessage("more"));
      assertThatThrownBy(() -> repository.saveAll(id, base))
          .isInstanceOf(WriteConflictException.class);
      assertThat(repository().findByConversationId(id)).isEmpty();
    }
  }

  @Test
  void mergingAddsWhatIsNewAfterWhatOthersAdded() {
    var mine = repository().withMerging();
    var theirs = repository().withMerging();
    mine.saveAll(id, List.of(new SystemMessage("old"), new UserMessage("a"), new UserMessage("b")));
    var base = theirs.findByConversationId(id);
    memory(mine, 10).add(id, new UserMessage("mine"));
    base.set(0, new SystemMessage("new"));
    base.remove(1);
    base.add(new UserMessage("theirs"));
    theirs.saveAll(id, base);
    assertThat(repository().findByConversationId(id))
        .containsExactly(
            new SystemMessage("new"),
            new UserMessage("a"),
            new UserMessage("b"),
            new UserMessage("mine"),
            new UserMessage("theirs"));
  }

  @Test
  void mergingInstancesThatWriteAtOnceKeepEveryMessageOnceAndInEachWritersOrder() throws Exception {
    var first = repository().withMerging();
    var second = repository().withMerging();
    race(4, 6, writer -> memory(writer % 2 == 0 ? first : second, 1_000), false);
  }

  @Test
  void instancesThatTryAgainAfterAConflictKeepEveryMessageOnceAndInEachWritersOrder()
      throws Exception {
    var first = repository();
    var second = repository();
    race(4, 4, writer -> memory(writer % 2 == 0 ? first : second, 1_000), true);
  }

  private interface Memories {
    ChatMemory of(int writer);
  }

  private void race(int writers, int messages, Memories memories, boolean again) {
    Race.of(
        writers,
        writer ->
            () -> {
              var memory = memories.of(writer);
              for (var n = 0; n < messages; n++) {
                add(memory, new UserMessage(writer + "/" + n), again);
              }
              return memory;
            });
    var kept = repository().findByConversationId(id).stream().map(Message::getText).toList();
    assertThat(kept).hasSize(writers * messages).doesNotHaveDuplicates();
    for (var w = 0; w < writers; w++) {
      var writer = w + "/";
      assertThat(kept.stream().map(Objects::requireNonNull).filter(t -> t.startsWith(writer)))
          .isSorted();
    }
  }

  private void add(ChatMemory memory, Message message, boolean again) {
    for (var done = false; !done; ) {
      try {
        memory.add(id, message);
        done = true;
      } catch (WriteConflictException e) {
        assertThat(again).as("a conflict: %s", e).isTrue();
      }
    }
  }

  @Test
  void keepsMessagesOfAnApplicationsOwnClassAsItSays() {
    record Rating(int stars) {}
    class Rated extends AssistantMessage {
      final Rating rating;

      Rated(String text, Rating rating) {
        super(text, new HashMap<>(), List.of(), List.of());
        this.rating = rating;
      }
    }
    var kind =
        new MessageKind<>(
            "RATED",
            Rated.class,
            rated -> Map.of("text", String.valueOf(rated.getText()), "stars", rated.rating.stars()),
            parts ->
                new Rated(
                    String.valueOf(parts.get("text")),
                    new Rating((int) Objects.requireNonNull(parts.get("stars")))));
    repository().withKind(kind).saveAll(id, List.of(new Rated("good", new Rating(5))));
    assertThat(repository().withKind(kind).findByConversationId(id))
        .singleElement()
        .isInstanceOfSatisfying(Rated.class, rated -> assertThat(rated.rating.stars()).isEqualTo(5))
        .isEqualTo(new AssistantMessage("good"));
  }
}
