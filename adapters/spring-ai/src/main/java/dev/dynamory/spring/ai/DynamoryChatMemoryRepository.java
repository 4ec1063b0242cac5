package dev.dynamory.spring.ai;

import dev.dynamory.InvalidInputException;
import dev.dynamory.MessageLists;
import dev.dynamory.Page;
import dev.dynamory.Sessions;
import dev.dynamory.WriteConflictException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;

/**
 * Spring AI's conversations as sessions, whose ids are the conversations'. Messages are saved if
 * nobody changed the conversation since the list that they come from was read, else {@link
 * WriteConflictException}; see {@link #withMerging}. A list that comes from no read replaces what
 * is there. Safe for any number of threads.
 */
public final class DynamoryChatMemoryRepository implements ChatMemoryRepository {
  private static final int PAGE = 1_000;

  private final Sessions sessions;
  private final MessageDocuments items;
  private final MessageLists<Message> conversations;

  private DynamoryChatMemoryRepository(
      Sessions sessions, MessageDocuments items, MessageLists<Message> conversations) {
    this.sessions = sessions;
    this.items = items;
    this.conversations = conversations;
  }

  /** Over these sessions, which also say how long conversations live. */
  public static DynamoryChatMemoryRepository of(Sessions sessions) {
    var items = new MessageDocuments();
    return new DynamoryChatMemoryRepository(sessions, items, MessageLists.of(sessions, items));
  }

  /**
   * A save that lost a race adds its new messages after what is there by then, instead of failing;
   * new system messages take the old ones' place. What the save left out stays until the next one.
   */
  public DynamoryChatMemoryRepository withMerging() {
    return new DynamoryChatMemoryRepository(
        sessions, items, conversations.withMerging(DynamoryChatMemoryRepository::merged));
  }

  /** Also keeps messages of this kind. */
  public DynamoryChatMemoryRepository withKind(MessageKind<?> kind) {
    var more = items.with(kind);
    return new DynamoryChatMemoryRepository(sessions, more, conversations.withCodec(more));
  }

  /** The ids of all conversations that exist, read a page at a time. */
  @Override
  public List<String> findConversationIds() {
    return Page.stream(token -> sessions.list(PAGE, token)).distinct().toList();
  }

  /** The messages, oldest first, in a list of the caller's own; none for an unknown id. */
  @Override
  public List<Message> findByConversationId(String conversationId) {
    return conversations.read(checked(conversationId));
  }

  /** Makes these the conversation's messages, and writes what is new among them. */
  @Override
  public void saveAll(String conversationId, List<Message> messages) {
    var id = checked(conversationId);
    if (messages == null) {
      throw new InvalidInputException("messages", "must not be null");
    }
    conversations.replace(id, messages);
  }

  @Override
  public void deleteByConversationId(String conversationId) {
    conversations.delete(checked(conversationId));
  }

  private static String checked(@Nullable String conversationId) {
    if (conversationId == null || conversationId.isBlank()) {
      throw new InvalidInputException("conversationId", "must not be null or blank");
    }
    return conversationId;
  }

  private static List<Message> merged(List<Message> there, List<Message> added) {
    var systems = added.stream().filter(SystemMessage.class::isInstance).toList();
    var merged = new ArrayList<>(systems);
    there.stream()
        .filter(message -> systems.isEmpty() || !(message instanceof SystemMessage))
        .forEach(merged::add);
    added.stream().filter(message -> !(message instanceof SystemMessage)).forEach(merged::add);
    return merged;
  }
}
