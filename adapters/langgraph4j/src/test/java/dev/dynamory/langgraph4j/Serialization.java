package dev.dynamory.langgraph4j;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.bsc.langgraph4j.serializer.PlainTextStateSerializer;
import org.bsc.langgraph4j.serializer.StateSerializer;
import org.bsc.langgraph4j.serializer.plain_text.jackson.JacksonStateSerializer;
import org.bsc.langgraph4j.serializer.std.ObjectStreamStateSerializer;

/** The framework's serializers, and one of a user's own. */
@SuppressWarnings("ImmutableEnumChecker") // nobody changes them
enum Serialization {
  BINARY(new ObjectStreamStateSerializer<>(Chat::new)),
  JSON(new Json()),
  OWN(new Own());

  final StateSerializer<Chat> serializer;

  Serialization(StateSerializer<Chat> serializer) {
    this.serializer = serializer;
  }

  /** The framework's, whose constructor is for subclasses. */
  static final class Json extends JacksonStateSerializer<Chat> {
    Json() {
      super(Chat::new);
    }
  }

  /** Text that is no JSON. */
  private static final class Own extends PlainTextStateSerializer<Chat> {
    private final StateSerializer<Chat> bytes = new ObjectStreamStateSerializer<>(Chat::new);

    Own() {
      super(Chat::new);
    }

    @Override
    public String contentType() {
      return "text/x-own";
    }

    @Override
    public String writeDataAsString(Map<String, Object> data) throws IOException {
      return "ü" + Base64.getEncoder().encodeToString(bytes.dataToBytes(data));
    }

    @Override
    public Map<String, Object> readDataFromString(String text) throws IOException {
      try {
        var base64 = text.substring(1).getBytes(StandardCharsets.US_ASCII);
        return bytes.dataFromBytes(Base64.getDecoder().decode(base64));
      } catch (ClassNotFoundException e) {
        throw new UncheckedIOException(new IOException(e));
      }
    }
  }
}
