package dev.dynamory.cli;

import dev.dynamory.Embedder;
import dev.dynamory.Embedding;
import dev.dynamory.InMemory;
import dev.dynamory.InMemoryStore;
import dev.dynamory.Item;
import dev.dynamory.Put;
import dev.dynamory.Ranking;
import dev.dynamory.Search;
import dev.dynamory.ranking.Memory;
import dev.dynamory.ranking.Ranker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How much of the evidence is among the first answers to the questions of conversations. */
final class RecallBenchmark {
  static final List<Integer> DEPTHS = List.of(5, 10, 25, 50);
  private static final int DEEPEST = 50;
  private static final int BATCH = 100;

  private final List<RecallFile.Conversation> conversations;
  private final @Nullable Embedding embedding;
  private final InMemoryStore store;

  /** Mean recall at each depth. */
  record Score(int questions, List<Double> recall) {}

  /** What one way of ranking found, and how long a query took. */
  record Result(
      Ranking ranking,
      boolean withPriors,
      Score overall,
      Map<String, Score> byCategory,
      double milliseconds) {}

  /** Sums up recall. */
  private static final class Sum {
    private final double[] recall = new double[DEPTHS.size()];
    private int questions;

    void add(Collection<String> evidence, List<String> found) {
      questions++;
      for (var i = 0; i < recall.length; i++) {
        var first = new HashSet<>(found.subList(0, Math.min(DEPTHS.get(i), found.size())));
        recall[i] +=
            evidence.isEmpty()
                ? 1
                : evidence.stream().filter(first::contains).count() / (double) evidence.size();
      }
    }

    Score score() {
      var means = new ArrayList<Double>();
      for (var sum : recall) {
        means.add(questions == 0 ? 0 : sum / questions);
      }
      return new Score(questions, means);
    }
  }

  RecallBenchmark(List<RecallFile.Conversation> conversations, @Nullable Embedding embedding) {
    this.conversations = conversations;
    this.embedding = embedding == null ? null : withMemory(embedding);
    this.store =
        this.embedding == null ? InMemory.store() : InMemory.store().withEmbedding(this.embedding);
  }

  /** The same, that embeds each document once, and every question anew. */
  private static Embedding withMemory(Embedding embedding) {
    var known = new HashMap<String, float[]>();
    var embedder =
        new Embedder() {
          @Override
          public synchronized List<float[]> embed(List<String> documents) {
            var missing =
                documents.stream().distinct().filter(text -> !known.containsKey(text)).toList();
            if (!missing.isEmpty()) {
              var made = embedding.vectors(missing);
              for (var i = 0; i < made.size(); i++) {
                known.put(missing.get(i), made.get(i).numbers());
              }
            }
            return documents.stream().map(text -> known.getOrDefault(text, new float[0])).toList();
          }

          @Override
          public float[] embedQuery(String query) {
            return embedding.embedder().embedQuery(query);
          }
        };
    return new Embedding(
        embedder, embedding.dimensions(), embedding.distance(), embedding.fields());
  }

  /** Remembers all turns, and asks all questions in every way there is. */
  void run(Consumer<Result> found) {
    for (var conversation : conversations) {
      var turns = conversation.turns();
      for (var i = 0; i < turns.size(); i += BATCH) {
        store.batch(turns.subList(i, Math.min(turns.size(), i + BATCH)));
      }
    }
    var plain = withoutPriors();
    found.accept(asked(Ranking.LEXICAL, false, plain));
    found.accept(asked(Ranking.LEXICAL, true, (conversation, search) -> store.search(search)));
    if (embedding != null) {
      found.accept(asked(Ranking.SEMANTIC, false, (conversation, search) -> store.search(search)));
      found.accept(asked(Ranking.HYBRID, false, plain));
      found.accept(asked(Ranking.HYBRID, true, (conversation, search) -> store.search(search)));
    }
  }

  private Result asked(
      Ranking ranking,
      boolean withPriors,
      BiFunction<RecallFile.Conversation, Search, List<Item>> answers) {
    var overall = new Sum();
    var byCategory = new TreeMap<String, Sum>();
    var nanos = 0L;
    for (var conversation : conversations) {
      for (var asked : conversation.questions()) {
        var search =
            Search.in(conversation.namespace())
                .query(asked.question())
                .ranking(ranking)
                .limit(DEEPEST);
        var start = System.nanoTime();
        var found = answers.apply(conversation, search).stream().map(Item::key).toList();
        nanos += System.nanoTime() - start;
        overall.add(asked.evidence(), found);
        byCategory
            .computeIfAbsent(asked.category(), category -> new Sum())
            .add(asked.evidence(), found);
      }
    }
    var scores = new TreeMap<String, Score>();
    byCategory.forEach((category, sum) -> scores.put(category, sum.score()));
    var score = overall.score();
    return new Result(
        ranking, withPriors, score, scores, nanos / 1e6 / Math.max(score.questions(), 1));
  }

  /** The same memories, by a ranker that goes by what is said alone. */
  private BiFunction<RecallFile.Conversation, Search, List<Item>> withoutPriors() {
    var ranker = Ranker.of(embedding).withoutPriors();
    var memories = new TreeMap<String, List<Memory>>();
    for (var conversation : conversations) {
      memories.put(conversation.namespace().toString(), memories(conversation));
    }
    return (conversation, search) ->
        ranker
            .answer(search, memories.getOrDefault(conversation.namespace().toString(), List.of()))
            .items();
  }

  private List<Memory> memories(RecallFile.Conversation conversation) {
    var items = store.search(Search.in(conversation.namespace()).limit(Integer.MAX_VALUE));
    var of = embedding;
    var vectors =
        of == null
            ? null
            : of.vectors(
                items.stream()
                    .map(item -> of.text(Put.of(item.namespace(), item.key(), item.value())))
                    .toList());
    var memories = new ArrayList<Memory>();
    for (var i = 0; i < items.size(); i++) {
      memories.add(new Memory(items.get(i), vectors == null ? null : vectors.get(i)));
    }
    return memories;
  }
}
