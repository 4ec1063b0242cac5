package dev.dynamory.local.engine.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Attribute values as they lie on the wire: <code>{"S": "text"}</code>. */
final class Values {
  private static final String NUMBER = "0123456789+-.eE";

  /** Far more than a number of DynamoDB has. */
  private static final int ZEROS = 1000;

  private Values() {}

  /** S, N, B, L and so on; empty for what is no value. */
  static String type(JsonNode value) {
    Iterator<String> names = value.fieldNames();
    return names.hasNext() ? names.next() : "";
  }

  /** Empty when it is no number, which is the engine's to say. */
  static Optional<BigDecimal> number(JsonNode value) {
    try {
      return Optional.of(value.path("N").asText(""))
          .filter(Values::mayBeNumber)
          .map(BigDecimal::new);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Java reads more than that as a number: 1f, 0x1p3, spaces around it. */
  private static boolean mayBeNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> NUMBER.indexOf(c) >= 0);
  }

  /** As the engine gives it back: numbers and bytes in one spelling, but not those in documents. */
  static JsonNode canonical(JsonNode value) {
    String type = type(value);
    var of = value.path(type);
    return switch (type) {
      case "N", "B" -> wrapped(type, TextNode.valueOf(canonical(type, of.asText())));
      case "NS", "BS" -> {
        var set = Json.array();
        of.forEach(element -> set.add(canonical(type.substring(0, 1), element.asText())));
        yield wrapped(type, set);
      }
      default -> value;
    };
  }

  private static String canonical(String type, String scalar) {
    try {
      return type.equals("N")
          ? canonical(new BigDecimal(scalar).stripTrailingZeros())
          : Base64.getEncoder().encodeToString(Base64.getDecoder().decode(scalar));
    } catch (IllegalArgumentException e) {
      return scalar; // which the engine refuses
    }
  }

  /** A few characters of a request must not become a billion zeros. */
  private static String canonical(BigDecimal number) {
    return Math.abs((long) number.scale()) > ZEROS ? number.toString() : number.toPlainString();
  }

  private static JsonNode wrapped(String type, JsonNode value) {
    var wrapped = Json.object();
    wrapped.set(type, value);
    return wrapped;
  }

  /** Empty when one is no 32-bit number. */
  static Optional<float[]> vector(List<JsonNode> elements) {
    var vector = new float[elements.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = element(elements.get(i).path("N").asText(""));
      if (!Float.isFinite(vector[i])) {
        return Optional.empty();
      }
    }
    return Optional.of(vector);
  }

  /** NaN when it is no number. */
  private static float element(String text) {
    try {
      return mayBeNumber(text) ? Float.parseFloat(text) : Float.NaN;
    } catch (NumberFormatException e) {
      return Float.NaN;
    }
  }

  static boolean isEmpty(JsonNode value) {
    String type = type(value);
    return (type.equals("S") || type.equals("B")) && value.path(type).asText().isEmpty();
  }

  /** Numbers as numbers; never across types. */
  static boolean areEqual(JsonNode a, JsonNode b) {
    return type(a).equals(type(b)) && compare(a, b) == 0;
  }

  /** The order of a sort key, of values of one type. */
  static int compare(JsonNode a, JsonNode b) {
    return switch (type(a)) {
      case "N" -> number(a).orElse(BigDecimal.ZERO).compareTo(number(b).orElse(BigDecimal.ZERO));
      case "B" -> Arrays.compareUnsigned(bytes(a), bytes(b));
      case "S" -> a.path("S").asText().compareTo(b.path("S").asText());
      default -> a.toString().compareTo(b.toString());
    };
  }

  static byte[] bytes(JsonNode binary) {
    return Base64.getDecoder().decode(binary.path("B").asText(""));
  }

  /** A vector as an index holds it, in the fewest digits that say it. */
  static ObjectNode list(float[] vector) {
    var list = Json.object();
    var elements = list.putArray("L");
    for (float element : vector) {
      elements.addObject().put("N", text(element));
    }
    return list;
  }

  private static String text(float f) {
    if (f == 0) {
      return "0.0";
    }
    var exact = new BigDecimal((double) f);
    var shortest = exact;
    for (int digits = 1; digits < 10; digits++) {
      shortest = exact.round(new MathContext(digits));
      if (shortest.floatValue() == f) {
        break;
      }
    }
    double size = Math.abs((double) f);
    if (size < 1e-3) {
      return shortest.toString();
    }
    boolean isWhole = shortest.stripTrailingZeros().scale() <= 0;
    return isWhole && size < 1e7 ? shortest.setScale(1).toPlainString() : shortest.toPlainString();
  }
}
