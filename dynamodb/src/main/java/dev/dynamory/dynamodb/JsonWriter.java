package dev.dynamory.dynamodb;

import dev.dynamory.Documents;
import dev.dynamory.InvalidInputException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes a document's values as JSON, as another system's library does, byte for byte. */
enum JsonWriter {
  /** Python's {@code json.dumps}: a space after comma and colon, ASCII only. */
  PYTHON(", ", ": ", true, -4, "e-%02d"),
  /** Rust's {@code serde_json::to_string}: no spaces, UTF-8. */
  COMPACT(",", ":", false, -5, "e-%d");

  private final String comma;
  private final String colon;
  private final boolean ascii;
  private final int smallestPlain;
  private final String exponent;

  JsonWriter(String comma, String colon, boolean ascii, int smallestPlain, String exponent) {
    this.comma = comma;
    this.colon = colon;
    this.ascii = ascii;
    this.smallestPlain = smallestPlain;
    this.exponent = exponent;
  }

  /** {@link InvalidInputException}, with the path below the argument, for what JSON has not. */
  String write(@Nullable Object value, String argument, String path) {
    var out = new StringBuilder();
    new Writing(out, argument).write(value, path);
    return out.toString();
  }

  /** An array of elements that are JSON already. */
  String array(List<String> elements) {
    return '[' + String.join(comma, elements) + ']';
  }

  private final class Writing {
    private final StringBuilder out;
    private final String argument;

    Writing(StringBuilder out, String argument) {
      this.out = out;
      this.argument = argument;
    }

    void write(@Nullable Object value, String path) {
      if (value == null || value instanceof Boolean) {
        out.append(value);
      } else if (value instanceof String text) {
        string(text);
      } else if (value instanceof Number number) {
        out.append(number(number));
      } else if (value instanceof Map<?, ?> map) {
        object(map, path);
      } else if (value instanceof List<?> list) {
        out.append('[');
        for (var n = 0; n < list.size(); n++) {
          out.append(n == 0 ? "" : comma);
          write(list.get(n), path + "[" + n + "]");
        }
        out.append(']');
      } else {
        throw new InvalidInputException(
            argument, path, "must be JSON: this layout keeps no bytes and no sets");
      }
    }

    private void object(Map<?, ?> map, String path) {
      out.append('{');
      var separator = "";
      for (var entry : map.entrySet()) {
        var key = String.valueOf(entry.getKey());
        out.append(separator);
        string(key);
        out.append(colon);
        write(entry.getValue(), path + "." + key);
        separator = comma;
      }
      out.append('}');
    }

    private void string(String text) {
      out.append('"');
      for (var at = 0; at < text.length(); at++) {
        character(text.charAt(at));
      }
      out.append('"');
    }

    private void character(char c) {
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> {
          if (c < ' ' || (ascii && c > '~')) {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
  }

  /** Fractions as floats are written: the shortest digits, an exponent if they are very small. */
  private String number(Number number) {
    var decimal = Documents.decimal(number);
    if (decimal == null || decimal.stripTrailingZeros().scale() <= 0) {
      return decimal == null ? number.toString() : decimal.toBigInteger().toString();
    }
    var stripped = decimal.stripTrailingZeros();
    var power = stripped.precision() - stripped.scale() - 1;
    if (power >= smallestPlain) {
      return stripped.toPlainString();
    }
    var digits = stripped.unscaledValue().abs().toString();
    return (stripped.signum() < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + String.format(Locale.ROOT, exponent, -power);
  }
}
