package dev.dynamory.langchain4j;

import dev.dynamory.InvalidInputException;
import dev.dynamory.Session;
import dev.dynamory.Sessions;
import dev.dynamory.WriteCondition;
import dev.dynamory.WriteConflictException;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.store.memory.chat.ChatMemoryStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
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
  private static final int REMEMBERED_READS = 10_000;
  private static final int MERGES = 100;

  private final Sessions sessions;
  private final boolean merging;
  private final Seen seen;
  private final Map<String, Long> lastReads;

  private DynamoryChatMemoryStore(
      Sessions sessions, boolean merging, Seen seen, Map<String, Long> lastReads) {
    this.sessions = sessions;
    this.merging = merging;
    this.seen = seen;
    this.lastReads = lastReads;
  }

  /** Over these sessions, which also say how long memories live. */
  public static DynamoryChatMemoryStore of(Sessions sessions) {
    return new DynamoryChatMemoryStore(sessions, false, new Seen(), new LastReads());
  }

  /**
   * An update that lost a race adds its new messages after what is there by then, instead of
   * failing; a new system message takes the old one's place. What the update left out stays until
   * the next one.
   */
  public DynamoryChatMemoryStore withMerging() {
    return new DynamoryChatMemoryStore(sessions, true, seen, lastReads);
  }

  /** The messages, oldest first; none for an unknown id. */
  @Override
  public List<ChatMessage> getMessages(Object memoryId) {
    var id = sessionId(memoryId);
    var read = sessions.session(id).read(Integer.MAX_VALUE);
    var messages = MessageItems.messages(id, read.items());
    messages.forEach(message -> seen.put(message, id, read.version()));
    seen.put(Thread.currentThread(), id, read.version());
    lastReads.put(id, read.version());
    return messages;
  }

  /** Makes these the memory's messages, and writes what is new among them. */
  @Override
  public void updateMessages(Object memoryId, List<ChatMessage> messages) {
    var id = sessionId(memoryId);
    var version = update(id, messages, base(id, messages));
    version.ifPresent(now -> seen.put(Thread.currentThread(), id, now));
  }

  @Override
  public void deleteMessages(Object memoryId) {
    var id = sessionId(memoryId);
    sessions.session(id).delete();
    seen.remove(Thread.currentThread());
    lastReads.remove(id);
  }

  @Override
  public CompletableFuture<List<ChatMessage>> getMessagesAsync(Object memoryId) {
    return sessions.async().call(s -> getMessages(memoryId));
  }

  @Override
  public CompletableFuture<Void> updateMessagesAsync(Object memoryId, List<ChatMessage> messages) {
    return CompletableFuture.completedFuture(messages)
        .thenCompose(
            given -> {
              var id = sessionId(memoryId);
              var kept = List.copyOf(given);
              var base = base(id, kept);
              return sessions.async().run(s -> update(id, kept, base));
            });
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

  /** The version that a list comes from: its messages know, else who wrote it read it last. */
  private OptionalLong base(String id, List<ChatMessage> messages) {
    var newest =
        messages.stream()
            .map(message -> seen.get(message, id))
            .filter(OptionalLong::isPresent)
            .mapToLong(OptionalLong::getAsLong)
            .max();
    if (newest.isPresent()) {
      return newest;
    }
    var threads = seen.get(Thread.currentThread(), id);
    var read = lastReads.get(id);
    return threads.isPresent() || read == null ? threads : OptionalLong.of(read);
  }

  /** The version that the list is now of; empty if it was merged, and so is not what is there. */
  private OptionalLong update(String id, List<ChatMessage> messages, OptionalLong base) {
    var session = sessions.session(id);
    var condition =
        base.isPresent() ? WriteCondition.version(base.getAsLong()) : WriteCondition.any();
    try {
      var version = session.replaceItems(MessageItems.of(messages), condition);
      for (var message : messages) {
        if (seen.get(message, id).isPresent()) {
          seen.put(message, id, version);
        }
      }
      return OptionalLong.of(version);
    } catch (WriteConflictException e) {
      if (!merging) {
        throw e;
      }
      add(session, messages.stream().filter(m -> !seen.get(m, id).equals(base)).toList());
      return OptionalLong.empty();
    }
  }

  private static void add(Session session, List<ChatMessage> added) {
    for (var attempt = 1; ; attempt++) {
      var now = session.read(Integer.MAX_VALUE);
      var there = MessageItems.messages(session.sessionId(), now.items());
      try {
        session.replaceItems(
            MessageItems.of(merged(there, added)), WriteCondition.version(now.version()));
        return;
      } catch (WriteConflictException e) {
        if (attempt == MERGES) {
          throw e; // each time somebody else was first, and got further
        }
      }
    }
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

  /** The version of each memory that was read last; those read long ago are forgotten. */
  private static final class LastReads extends LinkedHashMap<String, Long> {
    private static final long serialVersionUID = 1L;

    @Override
    public synchronized @Nullable Long get(@Nullable Object id) {
      return super.get(id);
    }

    @Override
    public synchronized @Nullable Long put(String id, Long version) {
      return super.put(id, version);
    }

    @Override
    public synchronized @Nullable Long remove(@Nullable Object id) {
      return super.remove(id);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
      return size() > REMEMBERED_READS;
    }
  }
}
