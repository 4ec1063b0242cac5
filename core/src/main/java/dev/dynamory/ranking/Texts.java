package dev.dynamory.ranking;

import dev.dynamory.Analyzer;
import dev.dynamory.FieldPath;
import dev.dynamory.Item;
import dev.dynamory.Namespace;
import dev.dynamory.Turn;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The texts of items, each made once as long as it stays the same. About the last ten million terms
 * are kept: what was not asked for while as many others were is forgotten.
 */
final class Texts {
  /** The years 1 to 9999: no text speaks of dates before or after them. */
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

  private static final long MOST_TERMS = 5_000_000;

  /** What a text weighs besides its terms. */
  private static final int OVERHEAD = 10;

  private final Analyzer analyzer;
  private final List<String> fields;
  private volatile Generation young = new Generation();
  private volatile Generation old = new Generation();

  /** Texts by namespace and key. */
  private static final class Generation {
    private final Map<Namespace, Map<String, Text>> texts = new ConcurrentHashMap<>();
    private final AtomicLong weight = new AtomicLong();

    @Nullable Text find(Item item) {
      var ofNamespace = texts.get(item.namespace());
      var text = ofNamespace == null ? null : ofNamespace.get(item.key());
      return text == null || !text.isOf(item) ? null : text;
    }

    /** Gives whether there is room for more. */
    boolean keep(Item item, Text text) {
      texts.computeIfAbsent(item.namespace(), n -> new ConcurrentHashMap<>()).put(item.key(), text);
      return weight.addAndGet(text.length() + OVERHEAD) < MOST_TERMS;
    }
  }

  Texts(Analyzer analyzer, List<String> fields) {
    this.analyzer = analyzer;
    this.fields = fields;
  }

  /** What this item says. */
  Text of(Item item) {
    var generation = young;
    var text = generation.find(item);
    if (text != null) {
      return text;
    }
    text = old.find(item);
    if (text == null) {
      text = made(item);
    }
    if (!generation.keep(item, text)) {
      age(generation);
    }
    return text;
  }

  private synchronized void age(Generation full) {
    if (young == full) {
      old = full;
      young = new Generation();
    }
  }

  /** The terms of a question. */
  List<String> terms(String question) {
    return analyzer.terms(question);
  }

  private Text made(Item item) {
    return Turn.of(item.value())
        .map(turn -> ofTurn(item, turn))
        .orElseGet(() -> new Text(item, analyzer.terms(written(item.value())), null));
  }

  /** A document that has none of the fields is known by all of its text. */
  private String written(Map<String, Object> document) {
    var text = FieldPath.text(document, fields);
    return text.isEmpty() ? FieldPath.text(document, List.of(FieldPath.WHOLE)) : text;
  }

  private Text ofTurn(Item item, Turn turn) {
    var isDated = !turn.at().isBefore(FIRST) && turn.at().isBefore(END);
    var day = LocalDate.ofInstant(isDated ? turn.at() : FIRST, ZoneOffset.UTC);
    var dates = Dates.in(turn.text(), day);
    var all = turn.text() + "\n" + turn.speaker();
    if (isDated) {
      all += "\n" + Dates.written(day) + "\n" + dates.resolved();
    }
    var said = turn.text().strip();
    return new Text(
        item,
        analyzer.terms(all),
        new Text.Saying(
            turn.session(),
            turn.position(),
            turn.speaker(),
            words(said),
            said.endsWith("?"),
            dates.any()));
  }

  private static int words(String text) {
    var words = 0;
    for (var i = 0; i < text.length(); i++) {
      var begins = i == 0 || Character.isWhitespace(text.charAt(i - 1));
      words += begins && !Character.isWhitespace(text.charAt(i)) ? 1 : 0;
    }
    return words;
  }
}
