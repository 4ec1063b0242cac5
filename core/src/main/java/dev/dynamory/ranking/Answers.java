package dev.dynamory.ranking;

import dev.dynamory.Item;
import dev.dynamory.Page;
import dev.dynamory.Search;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;

/** The best of a line-up, as a search asks for them. */
final class Answers {
  private final Search search;
  private final Lineup lineup;
  private final double[] scores;

  /** Scores that are NaN are of those that are no answers. */
  Answers(Search search, Lineup lineup, double[] scores) {
    this.search = search;
    this.lineup = lineup;
    this.scores = scores;
  }

  Page<Item> page(boolean isCut) {
    var skipped = search.offset();
    var wanted = Math.min((long) skipped + search.limit() + 1, lineup.size());
    var best = best((int) wanted);
    var last = (int) Math.min((long) skipped + search.limit(), best.size());
    var answers = best.subList(Math.min(skipped, last), last);
    var token = last < best.size() ? search.tokenAfter(last) : null;
    var turns = search.question().map(question -> question.surroundingTurns()).orElse(0);
    return new Page<>(turns == 0 ? items(answers) : withSurroundings(answers, turns), token, isCut);
  }

  /** Best first. */
  private List<Integer> best(int wanted) {
    if (wanted == 0) {
      return List.of();
    }
    var matches = search.filter().predicate();
    Comparator<Integer> order =
        Comparator.<Integer>comparingDouble(at -> -scores[at]).thenComparing(this::position);
    var worstFirst = new PriorityQueue<Integer>(order.reversed());
    var least = Double.NEGATIVE_INFINITY;
    for (var at = 0; at < scores.length; at++) {
      if (!(scores[at] >= least)
          || (worstFirst.size() == wanted && order.compare(at, worstFirst.element()) > 0)
          || !matches.test(lineup.memory(at).item().value())) {
        continue;
      }
      worstFirst.add(at);
      if (worstFirst.size() > wanted) {
        worstFirst.remove();
      }
      if (worstFirst.size() == wanted) {
        least = scores[worstFirst.element()];
      }
    }
    var best = new ArrayList<>(worstFirst);
    best.sort(order);
    return best;
  }

  private Search.Position position(int at) {
    var item = lineup.memory(at).item();
    return new Search.Position(item.namespace(), item.key());
  }

  private List<Item> items(List<Integer> answers) {
    return answers.stream().map(at -> scored(at, scores[at])).toList();
  }

  /** Each answer among its turns; a turn between two answers stands with the better one. */
  private List<Item> withSurroundings(List<Integer> answers, int turns) {
    var found = new LinkedHashSet<Integer>();
    var rest = new LinkedHashSet<>(answers);
    var items = new ArrayList<Item>();
    for (var answer : answers) {
      var from = Math.max((long) answer - turns, lineup.first(answer));
      var to = Math.min((long) answer + turns, lineup.end(answer) - 1);
      for (var at = (int) from; at <= to; at++) {
        if (lineup.distance(answer, at) > turns) {
          continue;
        }
        if (at == answer) {
          items.add(scored(at, scores[at]));
        } else if (!rest.contains(at) && found.add(at)) {
          items.add(lineup.memory(at).item().withScore(null));
        }
      }
    }
    return items;
  }

  private Item scored(int at, double score) {
    return lineup.memory(at).item().withScore(score);
  }
}
