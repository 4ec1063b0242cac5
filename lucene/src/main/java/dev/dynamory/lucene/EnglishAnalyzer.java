package dev.dynamory.lucene;

import dev.dynamory.Analyzer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/**
 * The stems of English words, without those that carry no meaning of their own; words of other
 * languages and scripts, names and numbers stay as they are.
 */
public final class EnglishAnalyzer implements Analyzer {
  private final org.apache.lucene.analysis.Analyzer lucene = new English();

  /** Made by {@link java.util.ServiceLoader}. */
  public EnglishAnalyzer() {}

  @Override
  public List<String> terms(String text) {
    var terms = new ArrayList<String>();
    try (var stream = lucene.tokenStream("text", readable(text))) {
      var term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        terms.add(term.toString());
      }
      stream.end();
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot fail to be read", e);
    }
    return terms;
  }

  /** With one apostrophe, and spaces for halves of characters, at which a text would end. */
  private static String readable(String text) {
    var readable = new StringBuilder(text.length());
    text.replace('\u2019', '\'')
        .codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? ' ' : c)
        .forEach(readable::appendCodePoint);
    return readable.toString();
  }

  private static final class English extends org.apache.lucene.analysis.Analyzer {
    @Override
    protected TokenStreamComponents createComponents(String field) {
      var words = new StandardTokenizer();
      var lower = new LowerCaseFilter(new EnglishPossessiveFilter(words));
      return new TokenStreamComponents(
          words, new PorterStemFilter(new StopFilter(lower, StopWords.ENGLISH)));
    }
  }
}
