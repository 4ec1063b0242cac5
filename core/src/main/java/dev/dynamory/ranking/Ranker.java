package dev.dynamory.ranking;

import dev.dynamory.Analyzer;
import dev.dynamory.ConfigurationException;
import dev.dynamory.Distance;
import dev.dynamory.Embedding;
import dev.dynamory.FieldPath;
import dev.dynamory.InvalidInputException;
import dev.dynamory.Item;
import dev.dynamory.Page;
import dev.dynamory.Question;
import dev.dynamory.Ranking;
import dev.dynamory.Search;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers the queries of searches. It keeps the terms of the texts it has seen, so that a store
 * keeps one; safe for any number of threads.
 */
public final class Ranker {
  private final @Nullable Embedding embedding;
  private final Supplier<Optional<Analyzer>> analyzer;
  private final Texts texts;
  private final Arrangements arrangements;
  private final boolean withPriors;

  private Ranker(
      @Nullable Embedding embedding,
      Supplier<Optional<Analyzer>> analyzer,
      Texts texts,
      Arrangements arrangements,
      boolean withPriors) {
    this.embedding = embedding;
    this.analyzer = analyzer;
    this.texts = texts;
    this.arrangements = arrangements;
    this.withPriors = withPriors;
  }

  /** Without an embedding it ranks by words alone. */
  public static Ranker of(@Nullable Embedding embedding) {
    return of(embedding, Analyzers::first);
  }

  static Ranker of(@Nullable Embedding embedding, Supplier<Optional<Analyzer>> analyzer) {
    var fields = embedding == null ? List.of(FieldPath.WHOLE) : embedding.fields();
    Analyzer words = text -> analyzer.get().map(found -> found.terms(text)).orElse(List.of());
    var texts = new Texts(words, fields);
    return new Ranker(embedding, analyzer, texts, new Arrangements(texts), true);
  }

  /** Ranks turns as any other items: by what is said, not by how. */
  public Ranker withoutPriors() {
    return new Ranker(embedding, analyzer, texts, arrangements, false);
  }

  /**
   * What is to be embedded of a question about turns: all but the names of those who speak in them.
   */
  public static String withoutNames(String question, Set<String> speakers) {
    return Participants.named(speakers).removedFrom(question);
  }

  /** The search's page of answers, from all live items of all its namespaces. */
  public Page<Item> answer(Search search, Collection<Memory> memories) {
    return ranked(search, memories, true).page(false);
  }

  /**
   * The search's page of answers, from the nearest items of each namespace; {@code isCut} if there
   * may be others.
   */
  public Page<Item> answerFrom(Search search, Collection<Memory> nearest, boolean isCut) {
    return ranked(search, nearest, false).page(isCut);
  }

  private Answers ranked(Search search, Collection<Memory> memories, boolean areAll) {
    var question =
        search
            .question()
            .orElseThrow(() -> new InvalidInputException("search", "has no query to answer"));
    check(question.ranking());
    var lineup = arrangements.lineup(search, List.copyOf(memories));
    return new Answers(search, lineup, scores(question, lineup, areAll));
  }

  /** {@link ConfigurationException} if what a ranking needs is not there. */
  public void check(Ranking ranking) {
    if (ranking == Ranking.SEMANTIC && embedding == null) {
      throw new ConfigurationException(
          "a search by meaning needs vectors; give the store an embedder");
    }
    if (ranking == Ranking.LEXICAL && analyzer.get().isEmpty()) {
      throw new ConfigurationException(
          "a search by words needs an analyzer; add dynamory-lucene to the class path");
    }
    if (embedding == null && analyzer.get().isEmpty()) {
      throw new ConfigurationException(
          "a query needs words or vectors; add dynamory-lucene to the class path, or give the"
              + " store an embedder");
    }
  }

  private double[] scores(Question question, Lineup lineup, boolean areAll) {
    var fusion = new Fusion(lineup.size());
    if (embedding != null && question.ranking() != Ranking.LEXICAL) {
      var names = lineup.arrangement().participants();
      var asked = embedding.queryVector(names.removedFrom(question.text()));
      var meanings = new Meanings(lineup, embedding, asked);
      var scores = areAll ? meanings.scoresInContext() : meanings.scores();
      if (question.ranking() == Ranking.SEMANTIC) {
        return scores;
      }
      fusion.addMeanings(scores, areAll || embedding.distance() != Distance.COSINE);
    }
    if (analyzer.get().isPresent()) {
      fusion.addWords(lineup.arrangement().words().scores(texts.terms(question.text())));
    }
    if (withPriors) {
      fusion.add(new Priors(lineup.arrangement(), question.text()));
    }
    return fusion.scores();
  }
}
