package dev.dynamory.migration;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamReadException;
import dev.dynamory.Documents;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON as a document's values, numbers in their canonical types, and back. */
final class Json {
  /** More than any table keeps, so that what is too deep or too long is known by its path. */
  private static final int MAX_DEPTH = 1000;

  private static final int MAX_DIGITS = 10_000;
  private static final int MAX_STRING = 1 << 30;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_DIGITS)
                  .maxStringLength(MAX_STRING)
                  .build())
          .build();

  private Json() {}

  /** The object that the text is. {@link StreamReadException} if it is none. */
  static Map<String, @Nullable Object> object(String text) throws StreamReadException {
    try (var parser = FACTORY.createParser(text)) {
      if (whole(parser) instanceof Map<?, ?> map) {
        return members(map);
      }
      throw new JsonParseException(parser, "it is another value");
    } catch (StreamReadException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The value that the stream is. {@link StreamReadException} if it is not one. */
  static @Nullable Object read(InputStream in) throws IOException {
    try (var parser = FACTORY.createParser(in)) {
      return whole(parser);
    }
  }

  private static @Nullable Object whole(JsonParser parser) throws IOException {
    if (parser.nextToken() == null) {
      throw new JsonParseException(parser, "it is empty");
    }
    var value = value(parser);
    if (parser.nextToken() != null) {
      throw new JsonParseException(parser, "there is more after it");
    }
    return value;
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> members(parser);
      case START_ARRAY -> elements(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> Documents.number(new BigDecimal(parser.getBigIntegerValue()));
      case VALUE_NUMBER_FLOAT -> number(parser.getDecimalValue());
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  /** One beyond what a document can hold stays as it is: its digits would fill the memory. */
  private static Number number(BigDecimal number) {
    return Math.abs((long) number.scale()) > MAX_DIGITS ? number : Documents.number(number);
  }

  private static Map<String, @Nullable Object> members(JsonParser parser) throws IOException {
    var object = new LinkedHashMap<String, @Nullable Object>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var name = parser.currentName();
      parser.nextToken();
      object.put(name, value(parser));
    }
    return object;
  }

  private static List<@Nullable Object> elements(JsonParser parser) throws IOException {
    var array = new ArrayList<@Nullable Object>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(parser));
    }
    return array;
  }

  /** A map that was read from an object. */
  static Map<String, @Nullable Object> members(Map<?, ?> object) {
    var members = new LinkedHashMap<String, @Nullable Object>();
    object.forEach((name, value) -> members.put((String) name, value));
    return members;
  }

  /** Maps, lists, texts, integers and null as one line of JSON. */
  static String line(@Nullable Object value) {
    var text = new StringWriter();
    try (var generator = FACTORY.createGenerator(text)) {
      write(generator, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void write(JsonGenerator generator, @Nullable Object value) throws IOException {
    if (value == null) {
      generator.writeNull();
    } else if (value instanceof Map<?, ?> map) {
      generator.writeStartObject();
      for (var entry : map.entrySet()) {
        generator.writeFieldName(String.valueOf(entry.getKey()));
        write(generator, entry.getValue());
      }
      generator.writeEndObject();
    } else if (value instanceof List<?> list) {
      generator.writeStartArray();
      for (var element : list) {
        write(generator, element);
      }
      generator.writeEndArray();
    } else if (value instanceof Integer || value instanceof Long) {
      generator.writeNumber(((Number) value).longValue());
    } else if (value instanceof Boolean bool) {
      generator.writeBoolean(bool);
    } else {
      generator.writeString(String.valueOf(value));
    }
  }
}
