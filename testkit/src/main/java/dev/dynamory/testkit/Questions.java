package dev.dynamory.testkit;

import dev.dynamory.Item;
import dev.dynamory.Namespace;
import dev.dynamory.Ranking;
import dev.dynamory.Search;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.Assertions;
import org.assertj.core.data.Offset;

/** What the contracts of recall put, ask and compare. */
final class Questions {
  private Questions() {}

  static Search ask(Namespace namespace, String question) {
    return Search.in(namespace).query(question);
  }

  static Search by(Ranking ranking, Namespace namespace, String question) {
    return ask(namespace, question).ranking(ranking);
  }

  static Map<String, Object> text(String text) {
    return Map.of("text", text);
  }

  static List<Double> scores(List<Item> items) {
    return items.stream().map(item -> Objects.requireNonNull(item.score())).toList();
  }

  static Offset<Double> within() {
    return Assertions.within(1e-5);
  }
}
