package dev.dynamory.spring.ai.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.AssistantMessage.ToolCall;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;
import org.springframework.ai.session.EventFilter;
import org.springframework.ai.session.Session;
import org.springframework.ai.session.SessionEvent;
import org.springframework.ai.session.SessionRepository;

/** Sessions and events as tests make and see them. */
final class Events {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static final String TEXT = "text \u0000 \" \\ é 漢 🙂";

  private Events() {}

  /** Every kind, with all that it may have. */
  static List<Message> everyKind() {
    return List.of(
        new SystemMessage(""),
        SystemMessage.builder().text(TEXT).metadata(Map.of("k", 1L)).build(),
        UserMessage.builder().text(TEXT).media(media()).metadata(Map.of("n", 1)).build(),
        new AssistantMessage(null),
        AssistantMessage.builder()
            .content(TEXT)
            .properties(Map.of("index", 0L, "finishReason", "STOP"))
            .toolCalls(
                List.of(
                    new ToolCall("1", "function", "a", "{\"x\": 1}"),
                    new ToolCall("2", "function", "b", "")))
            .media(media())
            .build(),
        ToolResponseMessage.builder()
            .responses(List.of(new ToolResponse("1", "a", TEXT), new ToolResponse("2", "b", "")))
            .metadata(Map.of("ms", 1.5))
            .build());
  }

  private static List<Media> media() {
    var png = Media.Format.IMAGE_PNG;
    return List.of(
        Media.builder().mimeType(png).data(new byte[] {-1, 0, 1}).name("bytes").id("7").build(),
        Media.builder().mimeType(png).data(URI.create("https://x.org/a.png")).name("uri").build());
  }

  static String fresh(String what) {
    return what + "-" + UUID.randomUUID();
  }

  static Session session(SessionRepository repository, String userId) {
    return repository.save(Session.builder().id(fresh("session")).userId(userId).build());
  }

  static Session found(SessionRepository repository, String sessionId) {
    return Objects.requireNonNull(repository.findById(sessionId));
  }

  static SessionEvent event(String sessionId, Message message) {
    return SessionEvent.builder().sessionId(sessionId).message(message).build();
  }

  static SessionEvent event(String sessionId, String id, String text) {
    return SessionEvent.builder().sessionId(sessionId).id(id).message(message(text)).build();
  }

  /** Text that begins with a is an assistant's, with s a system's, else a user's. */
  static Message message(String text) {
    return switch (text.charAt(0)) {
      case 'a' -> new AssistantMessage(text);
      case 's' -> new SystemMessage(text);
      default -> new UserMessage(text);
    };
  }

  static void append(SessionRepository repository, String sessionId, String... texts) {
    Stream.of(texts).forEach(text -> repository.appendEvent(event(sessionId, message(text))));
  }

  static SessionEvent synthetic(String sessionId, String text) {
    return SessionEvent.builder()
        .sessionId(sessionId)
        .message(message(text))
        .metadata(SessionEvent.METADATA_SYNTHETIC, true)
        .build();
  }

  static List<String> texts(List<SessionEvent> events) {
    return events.stream().map(event -> String.valueOf(event.getMessage().getText())).toList();
  }

  static List<String> all(SessionRepository repository, String sessionId) {
    return texts(repository.findEvents(sessionId, EventFilter.all()));
  }

  static List<String> active(SessionRepository repository, String sessionId) {
    return texts(repository.findEvents(sessionId, EventFilter.active()));
  }

  static List<String> archived(SessionRepository repository, String sessionId) {
    return texts(
        repository.findEvents(sessionId, EventFilter.all()).stream()
            .filter(SessionEvent::isArchived)
            .toList());
  }

  static List<SessionEvent> named(SessionRepository repository, String sessionId, String... texts) {
    var log = repository.findEvents(sessionId, EventFilter.all());
    var found = new ArrayList<SessionEvent>();
    for (var text : texts) {
      found.add(
          log.stream()
              .filter(e -> text.equals(e.getMessage().getText()))
              .findFirst()
              .orElseThrow());
    }
    assertThat(found).hasSize(texts.length);
    return found;
  }

  static Set<String> ids(SessionRepository repository, String sessionId, String... texts) {
    return named(repository, sessionId, texts).stream()
        .map(SessionEvent::getId)
        .collect(Collectors.toSet());
  }

  static String id(SessionRepository repository, String sessionId, String text) {
    return named(repository, sessionId, text).get(0).getId();
  }
}
