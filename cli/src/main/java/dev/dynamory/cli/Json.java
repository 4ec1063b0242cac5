package dev.dynamory.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.dynamory.InvalidInputException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * JSON text to maps, lists, strings, booleans, null and exact numbers, and back. A name that comes
 * twice in one object is bad input.
 */
final class Json {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx").withZone(ZoneOffset.UTC);
  private static final int MAX_STRING = 256 << 20;
  private static final int MAX_DEPTH = 100;

  /** What JSON lets stand in a string, though terminals obey it or line readers stop at it. */
  private static final Pattern BREAKING = Pattern.compile("[\\x7f-\\x9f\\u2028\\u2029]");

  /** How Jackson says where something began, in text that is not shown. */
  private static final Pattern SOURCE = Pattern.compile("\\[Source: [^;]*; ([^]]*)]");

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(MAX_STRING)
                  .maxNestingDepth(MAX_DEPTH)
                  .build())
          .build();

  private Json() {}

  /** The one value that the text is; anything else is bad input of this argument. */
  static @Nullable Object read(String text, String argument) {
    try (var parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        throw new InvalidInputException(argument, "is empty, but must be JSON");
      }
      var value = value(parser);
      if (parser.nextToken() != null) {
        throw new InvalidInputException(
            argument,
            "has more after its JSON value, at column "
                + parser.currentTokenLocation().getColumnNr());
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          argument,
          "is not JSON: " + SOURCE.matcher(e.getOriginalMessage()).replaceAll("$1") + where(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The object that the text is; any other value is bad input of this argument. */
  static Map<String, @Nullable Object> readObject(String text, String argument) {
    if (read(text, argument) instanceof Map<?, ?> map) {
      var object = new LinkedHashMap<String, @Nullable Object>();
      map.forEach((name, value) -> object.put((String) name, value));
      return object;
    }
    throw new InvalidInputException(argument, "must be a JSON object");
  }

  /** One line. */
  static String line(@Nullable Object value) {
    return write(value, false);
  }

  /** Lines with indentation, for people. */
  static String pretty(@Nullable Object value) {
    return write(value, true);
  }

  static @Nullable String timestamp(@Nullable Instant instant) {
    return instant == null ? null : TIMESTAMP.format(instant);
  }

  private static String where(JsonProcessingException e) {
    var location = e.getLocation();
    return location == null
        ? ""
        : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getBigIntegerValue();
      case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
    var object = new LinkedHashMap<String, @Nullable Object>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var name = parser.currentName();
      parser.nextToken();
      object.put(name, value(parser));
    }
    return object;
  }

  private static List<@Nullable Object> array(JsonParser parser) throws IOException {
    var array = new ArrayList<@Nullable Object>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(parser));
    }
    return Collections.unmodifiableList(array);
  }

  private static String write(@Nullable Object value, boolean indented) {
    var text = new StringWriter();
    try (var generator = FACTORY.createGenerator(text)) {
      if (indented) {
        generator.setPrettyPrinter(new DefaultPrettyPrinter());
      }
      write(generator, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return BREAKING.matcher(text.toString()).replaceAll(Json::escaped);
  }

  private static String escaped(MatchResult character) {
    return String.format("\\\\u%04x", (int) character.group().charAt(0));
  }

  private static void write(JsonGenerator generator, @Nullable Object value) throws IOException {
    if (value == null) {
      generator.writeNull();
    } else if (value instanceof Map<?, ?> map) {
      generator.writeStartObject();
      for (var entry : map.entrySet()) {
        generator.writeFieldName((String) entry.getKey());
        write(generator, entry.getValue());
      }
      generator.writeEndObject();
    } else if (value instanceof List<?> list) {
      generator.writeStartArray();
      for (var element : list) {
        write(generator, element);
      }
      generator.writeEndArray();
    } else if (value instanceof Boolean bool) {
      generator.writeBoolean(bool);
    } else if (value instanceof Integer || value instanceof Long) {
      generator.writeNumber(((Number) value).longValue());
    } else if (value instanceof BigInteger integer) {
      generator.writeNumber(integer);
    } else if (value instanceof BigDecimal decimal) {
      generator.writeNumber(decimal);
    } else if (value instanceof Double fraction) {
      generator.writeNumber(fraction);
    } else {
      generator.writeString((String) value);
    }
  }
}
