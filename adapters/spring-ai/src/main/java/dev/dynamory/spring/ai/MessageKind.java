package dev.dynamory.spring.ai;

import dev.dynamory.InvalidInputException;
import java.util.Map;
import java.util.function.Function;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.MessageType;

/**
 * How messages of exactly this class are kept, where they hold more than the messages of Spring AI:
 * as a document, under a name that stays the same.
 */
public record MessageKind<M extends Message>(
    String name,
    Class<M> type,
    Function<? super M, ? extends Map<String, ?>> toDocument,
    Function<? super Map<String, Object>, ? extends M> fromDocument) {

  /** The names of Spring AI's own kinds are taken. */
  public MessageKind {
    for (var taken : MessageType.values()) {
      if (taken.name().equals(name)) {
        throw new InvalidInputException("name", "must not be that of a kind of Spring AI: " + name);
      }
    }
  }

  Map<String, ?> document(Message message) {
    return toDocument.apply(type.cast(message));
  }
}
