package dev.dynamory.lucene;

import java.util.List;
import org.apache.lucene.analysis.CharArraySet;

/**
 * English words that say how something is said or asked, not what. "May" is not among them: it is a
 * month.
 */
final class StopWords {
  private static final String ARTICLES_AND_PREPOSITIONS =
      "a an the about above after against all along also am among and any around as at because "
          + "before below between both but by down during each either else even every few for from "
          + "further if in into just like more most much neither no nor not of off on once only or "
          + "other out over own per same since so some such than that then there these this those "
          + "though through to too under until up upon very via while with within without yet";
  private static final String PRONOUNS =
      "i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his "
          + "himself she her hers herself it its itself they them their theirs themselves one "
          + "someone something anyone anything everyone everything";
  private static final String AUXILIARIES =
      "be been being is are was were do does did doing done have has had having can could shall "
          + "should will would might must ought";
  private static final String QUESTION_WORDS = "what when where which who whom whose why how";

  /** What is left of "don't" or "I'm" where the apostrophe was left out, or cut off. */
  private static final String CONTRACTIONS =
      "s t d m ll re ve don't didn't doesn't isn't aren't wasn't weren't won't wouldn't couldn't"
          + " shouldn't haven't hasn't hadn't can't i'm i'd i'll i've you're you'd you'll you've"
          + " he's he'd he'll she's she'd she'll it's it'd it'll we're we'd we'll we've they're"
          + " they'd they'll they've that's there's here's what's who's where's how's let's";

  static final CharArraySet ENGLISH = english();

  private StopWords() {}

  private static CharArraySet english() {
    var words = new CharArraySet(400, false);
    for (var group :
        List.of(ARTICLES_AND_PREPOSITIONS, PRONOUNS, AUXILIARIES, QUESTION_WORDS, CONTRACTIONS)) {
      words.addAll(List.of(group.split(" ")));
    }
    return CharArraySet.unmodifiableSet(words);
  }
}
