package dev.dynamory.dynamodb;

import dev.dynamory.Documents;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON as a document's values, numbers in their canonical types. {@link
 * IllegalArgumentException} says what is wrong and at which character. NaN and infinities, which
 * Python writes, are such errors.
 */
final class JsonReader {
  private static final int MAX_DEPTH = 500;
  private static final int MAX_DIGITS = 1000;

  private final String text;
  private int at;

  private JsonReader(String text) {
    this.text = text;
  }

  /** An element of an array, and the characters it was read from. */
  record Element(@Nullable Object value, String json) {}

  static @Nullable Object read(String text) {
    var reader = new JsonReader(text);
    var value = reader.value(0);
    reader.end();
    return value;
  }

  /** The elements of the array that the text is. */
  static List<Element> elements(String text) {
    var reader = new JsonReader(text);
    var elements = new ArrayList<Element>();
    reader.skipSpace();
    reader.expect('[');
    if (!reader.accept(']')) {
      do {
        reader.skipSpace();
        var from = reader.at;
        var value = reader.value(1);
        elements.add(new Element(value, text.substring(from, reader.at)));
      } while (reader.accept(','));
      reader.expect(']');
    }
    reader.end();
    return elements;
  }

  private @Nullable Object value(int depth) {
    if (depth > MAX_DEPTH) {
      throw wrong("nested more than " + MAX_DEPTH + " deep");
    }
    skipSpace();
    if (at == text.length()) {
      throw wrong("it ends early");
    }
    return switch (text.charAt(at)) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      case 't' -> {
        word("true");
        yield true;
      }
      case 'f' -> {
        word("false");
        yield false;
      }
      case 'n' -> {
        word("null");
        yield null;
      }
      default -> number();
    };
  }

  private Map<String, @Nullable Object> object(int depth) {
    var object = new LinkedHashMap<String, @Nullable Object>();
    expect('{');
    if (!accept('}')) {
      do {
        skipSpace();
        var key = string();
        skipSpace();
        expect(':');
        object.put(key, value(depth + 1));
      } while (accept(','));
      expect('}');
    }
    return Collections.unmodifiableMap(object);
  }

  private List<@Nullable Object> array(int depth) {
    var array = new ArrayList<@Nullable Object>();
    expect('[');
    if (!accept(']')) {
      do {
        array.add(value(depth + 1));
      } while (accept(','));
      expect(']');
    }
    return Collections.unmodifiableList(array);
  }

  private String string() {
    expect('"');
    var string = new StringBuilder();
    while (true) {
      var c = next();
      if (c == '"') {
        return string.toString();
      } else if (c == '\\') {
        string.append(escaped());
      } else if (c < ' ') {
        throw wrong("a control character in a string");
      } else {
        string.append(c);
      }
    }
  }

  private char escaped() {
    var c = next();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw wrong("an unknown escape");
    };
  }

  private char unicode() {
    var code = 0;
    for (var n = 0; n < 4; n++) {
      var digit = Character.digit(next(), 16);
      if (digit < 0) {
        throw wrong("an escape without four digits");
      }
      code = code * 16 + digit;
    }
    return (char) code;
  }

  private Number number() {
    var from = at;
    accept1('-');
    digits();
    var isInteger = true;
    if (accept1('.')) {
      isInteger = false;
      digits();
    }
    if (accept1('e') || accept1('E')) {
      isInteger = false;
      if (!accept1('-')) {
        accept1('+');
      }
      digits();
    }
    var number = text.substring(from, at);
    if (number.length() > MAX_DIGITS) {
      throw wrong("a number of more than " + MAX_DIGITS + " digits");
    } else if (isInteger) {
      return Documents.number(new BigDecimal(new BigInteger(number)));
    }
    var nearest = Double.parseDouble(number);
    if (Double.isInfinite(nearest)) {
      throw wrong("a number too large");
    } // checked before it is expanded: a few characters can say a number of any length
    return nearest == 0 ? 0 : Documents.number(new BigDecimal(number));
  }

  private void digits() {
    var from = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == from) {
      throw wrong("no value");
    }
  }

  private void word(String word) {
    if (!text.startsWith(word, at)) {
      throw wrong("no value");
    }
    at += word.length();
  }

  private char next() {
    if (at == text.length()) {
      throw wrong("it ends early");
    }
    return text.charAt(at++);
  }

  private void expect(char wanted) {
    if (next() != wanted) {
      at--;
      throw wrong("no '" + wanted + "'");
    }
  }

  private boolean accept(char wanted) {
    skipSpace();
    return accept1(wanted);
  }

  private boolean accept1(char wanted) {
    if (at < text.length() && text.charAt(at) == wanted) {
      at++;
      return true;
    }
    return false;
  }

  private void skipSpace() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private void end() {
    skipSpace();
    if (at < text.length()) {
      throw wrong("something after its end");
    }
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("not JSON, at character " + at + ": " + what);
  }
}
