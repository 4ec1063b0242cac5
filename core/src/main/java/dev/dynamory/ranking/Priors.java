package dev.dynamory.ranking;

import java.util.Set;
import java.util.regex.Pattern;

/** What makes a turn likely to answer a question, whatever its words mean; 0 for other items. */
final class Priors {
  private static final double LONGER = 0.10;
  private static final double ASKS = -0.10;
  private static final double ANSWERS = 0.06;
  private static final double IS_NAMED = 0.10;
  private static final double TELLS_WHEN = 0.15;
  private static final Pattern WHEN = Pattern.compile("\\bwhen\\b", Pattern.CASE_INSENSITIVE);

  private final Arrangement texts;
  private final boolean asksWhen;
  private final Set<String> named;

  Priors(Arrangement texts, String question) {
    this.texts = texts;
    this.asksWhen = WHEN.matcher(question).find();
    this.named = texts.participants().namedIn(question);
  }

  /** Whether this is a turn. */
  boolean concern(int at) {
    return texts.saying(at) != null;
  }

  double of(int at) {
    var saying = texts.saying(at);
    if (saying == null) {
      return 0;
    }
    var prior = LONGER * Math.log(1 + saying.words());
    if (saying.isQuestion()) {
      prior += ASKS;
    }
    if (at > texts.first(at) && texts.distance(at - 1, at) == 1) {
      var before = texts.saying(at - 1);
      if (before != null && before.isQuestion()) {
        prior += ANSWERS;
      }
    }
    if (named.size() == 1 && named.contains(saying.speaker())) {
      prior += IS_NAMED;
    }
    if (asksWhen && saying.tellsTime()) {
      prior += TELLS_WHEN;
    }
    return prior;
  }
}
