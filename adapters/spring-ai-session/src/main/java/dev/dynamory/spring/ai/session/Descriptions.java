package dev.dynamory.spring.ai.session;

import dev.dynamory.CorruptDataException;
import dev.dynamory.Page;
import dev.dynamory.SessionDirectory;
import dev.dynamory.SessionInfo;
import dev.dynamory.WriteCondition;
import dev.dynamory.WriteConflictException;
import dev.dynamory.spring.ai.MessageDocuments;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.session.Session;

/**
 * What is said of sessions.
 *
 * <pre>
 * user id   the session's
 * data      life  created  expires?  metadata   a session
 *           over  expires?                      one that is being deleted
 * </pre>
 */
final class Descriptions {
  private static final String LIFE = "life";
  private static final String OVER = "over";
  private static final String CREATED = "created";
  private static final String EXPIRES = "expires";
  private static final String METADATA = "metadata";
  private static final int PAGE = 100;

  private final SessionDirectory directory;

  Descriptions(SessionDirectory directory) {
    this.directory = directory;
  }

  /** A session, or what is left of one; its version is the description's. */
  record Described(SessionInfo info) {
    boolean isLive() {
      return info.data().containsKey(LIFE);
    }

    String life() {
      return text(isLive() ? LIFE : OVER);
    }

    @Nullable Instant expiresAt() {
      return info.data().containsKey(EXPIRES) ? instant(EXPIRES) : null;
    }

    boolean isExpired(Instant before) {
      var expiresAt = expiresAt();
      return expiresAt != null && expiresAt.isBefore(before);
    }

    @SuppressWarnings("NullAway") // a session without an expiry says null
    Session session() {
      return Session.builder()
          .id(info.sessionId())
          .userId(String.valueOf(info.userId()))
          .createdAt(instant(CREATED))
          .expiresAt(expiresAt())
          .metadata(MessageDocuments.metadataFromJson(text(METADATA)))
          .build();
    }

    private Instant instant(String field) {
      return Instant.parse(text(field));
    }

    private String text(String field) {
      if (info.data().get(field) instanceof String text) {
        return text;
      }
      throw new CorruptDataException(
          "sessions", info.sessionId(), "is described, but not as a session of Spring AI", null);
    }
  }

  /** What there is under this id; nothing if there are at most items that nothing is said of. */
  Optional<Described> find(String sessionId) {
    return directory
        .find(sessionId)
        .filter(info -> info.version() > 0)
        .map(Described::new)
        .filter(described -> !described.life().isEmpty());
  }

  Stream<Described> ofUser(String userId) {
    return Page.stream(token -> directory.listOf(userId, PAGE, token)).map(Described::new);
  }

  /** Begins a session's life, if there is none. */
  boolean begin(Session session) {
    var life = UUID.randomUUID().toString().substring(0, 8);
    return describe(live(session, life, session.createdAt()), WriteCondition.absent()).isPresent();
  }

  /** Says something else of a session that lives; empty if somebody was first. */
  Optional<Described> change(Described described, Session session) {
    var info = live(session, described.life(), described.session().createdAt());
    return describe(info, version(described));
  }

  /** Ends a session's life: what is then left of it; empty if somebody was first. */
  Optional<Described> end(Described described) {
    var data = new LinkedHashMap<String, Object>();
    data.put(OVER, described.life());
    var expires = described.expiresAt();
    if (expires != null) {
      data.put(EXPIRES, expires.toString());
    }
    return describe(SessionInfo.of(described.info().sessionId()).data(data), version(described));
  }

  /** Removes what is left of a session, unless it lives again. */
  void remove(Described over) {
    try {
      directory.delete(over.info().sessionId(), version(over));
    } catch (WriteConflictException e) {
      // somebody else has removed it, and it may live again
    }
  }

  private Optional<Described> describe(SessionInfo info, WriteCondition condition) {
    try {
      var version = directory.describe(info, condition);
      return Optional.of(
          new Described(
              new SessionInfo(
                  info.sessionId(),
                  info.userId(),
                  info.title(),
                  info.data(),
                  info.createdAt(),
                  info.lastActive(),
                  version)));
    } catch (WriteConflictException e) {
      return Optional.empty();
    }
  }

  private static WriteCondition version(Described described) {
    return WriteCondition.version(described.info().version());
  }

  private static SessionInfo live(Session session, String life, Instant createdAt) {
    var data = new LinkedHashMap<String, Object>();
    data.put(LIFE, life);
    data.put(CREATED, createdAt.toString());
    var expires = session.expiresAt();
    if (expires != null) {
      data.put(EXPIRES, expires.toString());
    }
    data.put(METADATA, MessageDocuments.metadataToJson(session.metadata()));
    return SessionInfo.of(session.id()).userId(session.userId()).data(Map.copyOf(data));
  }
}
