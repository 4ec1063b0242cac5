package dev.dynamory.spring.ai;

import dev.dynamory.InvalidInputException;
import dev.dynamory.Page;
import dev.dynamory.Session;
import dev.dynamory.Sessions;
import dev.dynamory.WriteCondition;
import dev.dynamory.WriteConflictException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
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
  private static final int REMEMBERED_READS = 10_000;
  private static final int PAGE = 1_000;
  private static final long DELETED = -1;

  private final Sessions sessions;
  private final MessageItems items;
  private final boolean merging;
  private final Seen seen;
  private final Map<String, Long> lastReads;

  private DynamoryChatMemoryRepository(
      Sessions sessions,
      MessageItems items,
      boolean merging,
      Seen seen,
      Map<String, Long> lastReads) {
    this.sessions = sessions;
    this.items = items;
    this.merging = merging;
    this.seen = seen;
    this.lastReads = lastReads;
  }

  /** Over these sessions, which also say how long conversations live. */
  public static DynamoryChatMemoryRepository of(Sessions sessions) {
    return new DynamoryChatMemoryRepository(
        sessions,
        new MessageItems(),
        false,
        new Seen(),
        Collections.synchronizedMap(new LastReads()));
  }

  /**
   * A save that lost a race adds its new messages after what is there by then, instead of failing;
   * new system messages take the old ones' place. What the save left out stays until the next one.
   */
  public DynamoryChatMemoryRepository withMerging() {
    return new DynamoryChatMemoryRepository(sessions, items, true, seen, lastReads);
  }

  /** Also keeps messages of this kind. */
  public DynamoryChatMemoryRepository withKind(MessageKind<?> kind) {
    return new DynamoryChatMemoryRepository(sessions, items.with(kind), merging, seen, lastReads);
  }

  /** The ids of all conversations that exist, read a page at a time. */
  @Override
  public List<String> findConversationIds() {
    return Page.stream(token -> sessions.list(PAGE, token)).distinct().toList();
  }

  /** The messages, oldest first, in a list of the caller's own; none for an unknown id. */
  @Override
  public List<Message> findByConversationId(String conversationId) {
    var read = session(conversationId).read(Integer.MAX_VALUE);
    var messages = items.messages(conversationId, read.items());
    messages.forEach(message -> seen.put(message, conversationId, read.version()));
    seen.put(Thread.currentThread(), conversationId, read.version());
    lastReads.put(conversationId, read.version());
    return messages;
  }

  /** Makes these the conversation's messages, and writes what is new among them. */
  @Override
  public void saveAll(String conversationId, List<Message> messages) {
    var session = session(conversationId);
    if (messages == null) {
      throw new InvalidInputException("messages", "must not be null");
    }
    var replacement = items.items(messages);
    var base = base(conversationId, messages);
    var condition =
        base.isPresent() ? WriteCondition.version(base.getAsLong()) : WriteCondition.any();
    try {
      var version = session.replaceItems(replacement, condition);
      for (var message : messages) {
        if (seen.get(message, conversationId).isPresent()) {
          seen.put(message, conversationId, version);
        }
      }
      seen.put(Thread.currentThread(), conversationId, version);
    } catch (WriteConflictException e) {
      if (!merging) {
        throw e;
      }
      add(
          session,
          messages.stream().filter(m -> !seen.get(m, conversationId).equals(base)).toList());
    }
  }

  @Override
  public void deleteByConversationId(String conversationId) {
    session(conversationId).delete();
    seen.put(Thread.currentThread(), conversationId, DELETED);
    lastReads.remove(conversationId);
  }

  private Session session(@Nullable String conversationId) {
    if (conversationId == null || conversationId.isBlank()) {
      throw new InvalidInputException("conversationId", "must not be null or blank");
    }
    return sessions.session(conversationId);
  }

  /** The version that a list comes from: its messages know, else who writes it read it last. */
  private OptionalLong base(String id, List<Message> messages) {
    var newest =
        messages.stream()
            .map(message -> seen.get(message, id))
            .filter(OptionalLong::isPresent)
            .mapToLong(OptionalLong::getAsLong)
            .max();
    var thread = Thread.currentThread();
    var own = seen.get(thread, id);
    if (own.equals(OptionalLong.of(DELETED))
        && messages.stream().allMatch(message -> seen.isBefore(message, thread))) {
      return OptionalLong.of(0);
    } else if (newest.isPresent() || own.isPresent()) {
      return newest.isPresent() ? newest : own;
    }
    var read = lastReads.get(id);
    return read == null ? OptionalLong.empty() : OptionalLong.of(read);
  }

  private void add(Session session, List<Message> added) {
    for (var done = false; !done; ) {
      var now = session.read(Integer.MAX_VALUE);
      var there = items.messages(session.sessionId(), now.items());
      try {
        session.replaceItems(
            items.items(merged(there, added)), WriteCondition.version(now.version()));
        done = true;
      } catch (WriteConflictException e) {
        done = false; // somebody else was first, and got further
      }
    }
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

  /** The version of each conversation that was read last; those read long ago are forgotten. */
  private static final class LastReads extends LinkedHashMap<String, Long> {
    private static final long serialVersionUID = 1L;

    LastReads() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
      return size() > REMEMBERED_READS;
    }
  }
}
