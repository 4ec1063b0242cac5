package dev.dynamory.langchain4j;

import dev.dynamory.InvalidInputException;
import dev.dynamory.MessageLists;
import dev.dynamory.Sessions;
import dev.dynamory.WriteConflictException;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * LangChain4j's chat memories as sessions. A memory's session has the id {@code
 * memoryId.toString()}: 1 and "1" are one memory. An update is carried out if nobody changed the
 * memory since the list that it comes from was read, else {@link WriteConflictException}; see
 * {@link #withMerging}. A list that comes from no read replaces what is there. Safe for any number
 * of threads.
 */
public final class DynamoryChatMemoryStore implements ChatMemoryStore {
  private final Sessions sessions;
  private final MessageLists<ChatMessage> memories;

  private DynamoryChatMemoryStore(Sessions sessions, MessageLists<ChatMessage> memories) {
    this.sessions = sessions;
    this.memories = memories;
  }

  /** Over these sessions, which also say how long memories live. */
  public static DynamoryChatMemoryStore of(Sessions sessions) {
    return new DynamoryChatMemoryStore(sessions, MessageLists.of(sessions, new MessageItems()));
  }

  /**
   * An update that lost a race adds its new messages after what is there by then, instead of
   * failing; a new system message takes the old one's place. What the update left out stays until
   * the next one.
   */
  public DynamoryChatMemoryStore withMerging() {
    return new DynamoryChatMemoryStore(
        sessions, memories.withMerging(DynamoryChatMemoryStore::merged));
  }

  /** The messages, oldest first; none for an unknown id. */
  @Override
  public List<ChatMessage> getMessages(Object memoryId) {
    return memories.read(sessionId(memoryId));
  }

  /** Makes these the memory's messages, and writes what is new among them. */
  @Override
  public void updateMessages(Object memoryId, List<ChatMessage> messages) {
    memories.replace(sessionId(memoryId), messages);
  }

  @Override
  public void deleteMessages(Object memoryId) {
    memories.delete(sessionId(memoryId));
  }

  @Override
  public CompletableFuture<List<ChatMessage>> getMessagesAsync(Object memoryId) {
    return sessions.async().call(s -> getMessages(memoryId));
  }

  @Override
  public CompletableFuture<Void> updateMessagesAsync(Object memoryId, List<ChatMessage> messages) {
    return CompletableFuture.completedFuture(messages)
        .thenCompose(given -> memories.replaceLater(sessionId(memoryId), given));
  }

  @Override
  public CompletableFuture<Void> deleteMessagesAsync(Object memoryId) {
    return sessions.async().run(s -> deleteMessages(memoryId));
  }

  private static String sessionId(@Nullable Object memoryId) {
    if (memoryId == null) {
      throw new InvalidInputException("memoryId", "must not be null");
    }
    return memoryId.toString();
  }

  private static List<ChatMessage> merged(List<ChatMessage> there, List<ChatMessage> added) {
    var merged = new ArrayList<>(there);
    for (var message : added) {
      if (message instanceof SystemMessage) {
        merged.removeIf(SystemMessage.class::isInstance);
        merged.add(0, message);
      } else {
        merged.add(message);
      }
    }
    return merged;
  }
}
