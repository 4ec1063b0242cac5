package dev.dynamory;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Sessions as lists of messages, for frameworks that read a list and hand it back whole, without a
 * version. A list replaces what is there if nobody changed the session since the list was read,
 * else {@link WriteConflictException}; which read it comes from is known by its message objects,
 * else by the thread that read last. A list that comes from no read replaces what is there. Safe
 * for any number of threads.
 */
public final class MessageLists<M> {
  private static final int REMEMBERED_READS = 10_000;
  private static final int MERGES = 100;
  private static final long DELETED = -1;

  private final Sessions sessions;
  private final Codec<M> codec;
  private final @Nullable Merge<M> merge;
  private final ReadVersions versions;
  private final Map<String, Long> lastReads;

  private MessageLists(
      Sessions sessions,
      Codec<M> codec,
      @Nullable Merge<M> merge,
      ReadVersions versions,
      Map<String, Long> lastReads) {
    this.sessions = sessions;
    this.codec = codec;
    this.merge = merge;
    this.versions = versions;
    this.lastReads = lastReads;
  }

  /** How messages lie in a session. */
  public interface Codec<M> {
    /** An item for each message. */
    List<Map<String, Object>> items(List<M> messages);

    /** The messages of a session's items, in their order. */
    List<M> messages(String sessionId, List<Map<String, Object>> items);
  }

  /** Where the new messages of a list that lost a race go. */
  public interface Merge<M> {
    /** What is to be there, of what is there by now and what is new. */
    List<M> merged(List<M> there, List<M> added);
  }

  /** Over these sessions. */
  public static <M> MessageLists<M> of(Sessions sessions, Codec<M> codec) {
    return new MessageLists<>(
        sessions, codec, null, new ReadVersions(), Collections.synchronizedMap(new LastReads()));
  }

  /** With another codec. */
  public MessageLists<M> withCodec(Codec<M> codec) {
    return new MessageLists<>(sessions, codec, merge, versions, lastReads);
  }

  /**
   * A list that lost a race is merged instead of refused: what it left out stays until the next
   * one. A list that loses a hundred races in a row is refused.
   */
  public MessageLists<M> withMerging(Merge<M> merge) {
    return new MessageLists<>(sessions, codec, merge, versions, lastReads);
  }

  /** The messages, oldest first; none for an unknown id. */
  public List<M> read(String sessionId) {
    var read = sessions.session(sessionId).read(Integer.MAX_VALUE);
    var messages = codec.messages(sessionId, read.items());
    messages.forEach(message -> versions.put(message, sessionId, read.version()));
    versions.put(Thread.currentThread(), sessionId, read.version());
    lastReads.put(sessionId, read.version());
    return messages;
  }

  /** Makes these the session's messages, and writes what is new among them. */
  public void replace(String sessionId, List<M> messages) {
    replace(sessions.session(sessionId), messages, base(sessionId, messages))
        .ifPresent(now -> versions.put(Thread.currentThread(), sessionId, now));
  }

  /** The same, later; the list is the caller's to change at once. */
  public CompletableFuture<Void> replaceLater(String sessionId, List<M> messages) {
    var kept = List.copyOf(messages);
    var session = sessions.session(sessionId);
    var base = base(sessionId, kept);
    return sessions.async().run(s -> replace(session, kept, base));
  }

  /** Removes the session; what this thread writes next begins it anew. */
  public void delete(String sessionId) {
    sessions.session(sessionId).delete();
    versions.put(Thread.currentThread(), sessionId, DELETED);
    lastReads.remove(sessionId);
  }

  /** The version that a list comes from: its messages know, else who writes it read it last. */
  private OptionalLong base(String id, List<M> messages) {
    var newest =
        messages.stream()
            .map(message -> versions.get(message, id))
            .filter(OptionalLong::isPresent)
            .mapToLong(OptionalLong::getAsLong)
            .max();
    var thread = Thread.currentThread();
    var own = versions.get(thread, id);
    if (own.equals(OptionalLong.of(DELETED))
        && messages.stream().allMatch(message -> versions.isBefore(message, thread))) {
      return OptionalLong.of(0);
    } else if (newest.isPresent() || own.isPresent()) {
      return newest.isPresent() ? newest : own;
    }
    var read = lastReads.get(id);
    return read == null ? OptionalLong.empty() : OptionalLong.of(read);
  }

  /** The version that the list is now of; empty if it was merged, and so is not what is there. */
  private OptionalLong replace(Session session, List<M> messages, OptionalLong base) {
    var id = session.sessionId();
    var condition =
        base.isPresent() ? WriteCondition.version(base.getAsLong()) : WriteCondition.any();
    try {
      var version = session.replaceItems(codec.items(messages), condition);
      for (var message : messages) {
        if (versions.get(message, id).isPresent()) {
          versions.put(message, id, version);
        }
      }
      return OptionalLong.of(version);
    } catch (WriteConflictException e) {
      if (merge == null) {
        throw e;
      }
      var added = messages.stream().filter(m -> !versions.get(m, id).equals(base)).toList();
      add(session, added, merge);
      return OptionalLong.empty();
    }
  }

  private void add(Session session, List<M> added, Merge<M> merge) {
    for (var attempt = 1; ; attempt++) {
      var now = session.read(Integer.MAX_VALUE);
      var there = codec.messages(session.sessionId(), now.items());
      try {
        session.replaceItems(
            codec.items(merge.merged(there, added)), WriteCondition.version(now.version()));
        return;
      } catch (WriteConflictException e) {
        if (attempt == MERGES) {
          throw e; // each time somebody else was first, and got further
        }
      }
    }
  }

  /** The version of each session that was read last; those read long ago are forgotten. */
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
