package dev.dynamory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordsTest {
  enum Theme {
    LIGHT,
    DARK {
      @Override
      public String toString() {
        return "Dark!";
      }
    }
  }

  record Point(int x, double y) {}

  record Everything(
      String text,
      boolean yes,
      int i,
      long l,
      short s,
      byte b,
      float f,
      double d,
      Integer boxed,
      BigInteger big,
      BigDecimal decimal,
      Number number,
      Theme theme,
      Instant at,
      Duration lasts,
      Point point,
      List<Point> points,
      Map<String, Theme> themes,
      Set<Theme> both,
      Collection<Instant> moments,
      Map<String, List<Point>> lines,
      Object anything) {}

  record Optionals(@Nullable String text, @Nullable Integer number, @Nullable Point point) {}

  record Positive(int n) {
    Positive {
      if (n < 0) {
        throw new IllegalStateException("negative");
      }
    }
  }

  record Links(List<Object> items) {}

  record Scores(List<Double> scores, Map<String, Float> named) {}

  private static Everything everything() {
    return new Everything(
        "ünï",
        true,
        -1,
        1L << 40,
        (short) 300,
        (byte) -3,
        0.1f,
        42.0,
        7,
        BigInteger.ONE.shiftLeft(100),
        new BigDecimal("0.12345678901234567890123"),
        2.5,
        Theme.DARK,
        Instant.parse("2026-11-21T10:00:00.123456Z"),
        Duration.ofMillis(1500),
        new Point(1, 2.0),
        List.of(new Point(3, 4.5), new Point(5, 6)),
        Map.of("day", Theme.LIGHT),
        Set.of(Theme.LIGHT, Theme.DARK),
        List.of(Instant.EPOCH),
        Map.of("a", List.of(new Point(0, 0))),
        List.of(1, "x"));
  }

  @Test
  void roundTrips() {
    var document = Records.toDocument(everything());
    assertThat(Records.fromDocument(document, Everything.class)).isEqualTo(everything());
    assertThat(Payload.of(document).document()).isEqualTo(document);
  }

  @Test
  void theDocumentIsPlain() {
    assertThat(Records.toDocument(everything()))
        .containsEntry("theme", "DARK")
        .containsEntry("at", "2026-11-21T10:00:00.123456Z")
        .containsEntry("lasts", "PT1.5S")
        .containsEntry("d", 42)
        .containsEntry("point", Map.of("x", 1, "y", 2))
        .containsEntry("both", Set.of("LIGHT", "DARK"));
  }

  @Test
  void nullsRoundTripAndMissingFieldsAreNull() {
    var nothing = new Optionals(null, null, null);
    assertThat(Records.toDocument(nothing)).containsKeys("text", "number", "point");
    assertThat(Records.fromDocument(Records.toDocument(nothing), Optionals.class))
        .isEqualTo(nothing);
    assertThat(Records.fromDocument(Map.of("unknown", 1), Optionals.class)).isEqualTo(nothing);
  }

  @Test
  void aMissingPrimitiveIsBadInputByItsPath() {
    refuses(Map.of("x", 1), Point.class, "value.y", "is missing");
    refuses(Map.of("point", Map.of("y", 1)), Optionals.class, "value.point.x", "is missing");
  }

  @Test
  void wrongTypesAreBadInputByTheirPath() {
    refuses(Map.of("x", "1", "y", 2), Point.class, "value.x", "is a String, not a int");
    refuses(Map.of("x", 1.5, "y", 2), Point.class, "value.x", "does not fit a int");
    refuses(Map.of("x", 1L << 31, "y", 2), Point.class, "value.x", "does not fit a int");
    refuses(Map.of("x", true, "y", 2), Point.class, "value.x", "is a Boolean");
    refuses(Map.of("text", 1), Optionals.class, "value.text", "not a String");
    refuses(Map.of("point", "x"), Optionals.class, "value.point", "not a Point");
    refuses(Map.of("scores", Map.of()), Scores.class, "value.scores", "not a List");
    refuses(Map.of("scores", List.of(1, "x")), Scores.class, "value.scores[1]", "not a Double");
    refuses(Map.of("named", List.of()), Scores.class, "value.named", "not a Map");
    refuses(Map.of("named", Map.of("a", "x")), Scores.class, "value.named.a", "not a Float");
    refuses(
        Map.of("named", Map.of("a", new BigDecimal("1E100"))),
        Scores.class,
        "value.named.a",
        "does not fit a Float");
    var everything = new LinkedHashMap<>(Records.toDocument(everything()));
    for (var wrong : List.of("theme", "at", "lasts", "yes", "points", "both")) {
      var document = new LinkedHashMap<>(everything);
      document.put(wrong, "PURPLE");
      refuses(document, Everything.class, "value." + wrong, "is a String");
    }
  }

  @Test
  void wholeDoublesComeBackAsDoubles() {
    var scores = new Scores(List.of(42.0, 0.5, 1e20), Map.of("a", 2.0f, "b", 0.1f));
    assertThat(Records.fromDocument(Records.toDocument(scores), Scores.class)).isEqualTo(scores);
  }

  @Test
  void whatARecordRefusesIsThrownAsItIs() {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> Records.fromDocument(Map.of("n", -1), Positive.class))
        .withMessage("negative");
  }

  @Test
  void whatADocumentCannotHoldIsBadInputByItsPath() {
    refusesRecord(new Links(List.of(1, Double.NaN)), "value.items[1]");
    refusesRecord(new Links(List.of(new Links(List.of('c')))), "value.items[0].items[0]");
    var endless = new ArrayList<Object>();
    var links = new Links(endless);
    endless.add(links);
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> Records.toDocument(links))
        .withMessageContaining("must not nest more than 31");
  }

  @Test
  void anItemGivesItsValueAsARecord() {
    var store = InMemory.store();
    store.put(Namespace.of("points"), "p", new Point(1, 2));
    assertThat(store.get(Namespace.of("points"), "p").orElseThrow().as(Point.class))
        .isEqualTo(new Point(1, 2));
  }

  private static void refusesRecord(Record value, String path) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> Records.toDocument(value))
        .satisfies(e -> assertThat(e.path()).isEqualTo(path));
  }

  private static void refuses(
      Map<String, ?> document, Class<? extends Record> type, String path, String rule) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> Records.fromDocument(document, type))
        .withMessageContaining(rule)
        .satisfies(e -> assertThat(e.path()).isEqualTo(path));
  }
}
