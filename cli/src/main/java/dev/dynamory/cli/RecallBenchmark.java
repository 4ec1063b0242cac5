package dev.dynamory.cli;

import dev.dynamory.Embedding;
import dev.dynamory.InMemory;
import dev.dynamory.Item;
import dev.dynamory.Put;
import dev.dynamory.Ranking;
import dev.dynamory.Search;
import dev.dynamory.Store;
import dev.dynamory.dynamodb.DynamoDbStore;
import dev.dynamory.ranking.Memory;
import dev.dynamory.ranking.Ranker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * How much of the evidence is among the first answers to the questions of conversations. All are
 * asked in memory, and some of them again of tables of the embedded engine, for what that takes;
 * those of an index are all asked there.
 */
final class RecallBenchmark {
  static final List<Integer> DEPTHS = List.of(5, 10, 25, 50);
  private static final int DEEPEST = 50;
  private static final int BATCH = 100;
  private static final int PRICED_EACH = 10;

  private final List<RecallFile.Conversation> conversations;
  private final @Nullable Embedding embedding;
  private final Connection connection;
  private final Costs costs;

  /** Mean recall at each depth. */
  record Score(int questions, List<Double> recall) {}

  /** What a query takes, on average; of a ranker alone, the time only. */
  record Price(double milliseconds, @Nullable Double readUnits, @Nullable Double searchedBytes) {}

  /** What one way of ranking found. */
  record Result(String ranking, Score overall, Map<String, Score> byCategory, Price price) {}

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

  RecallBenchmark(
      List<RecallFile.Conversation> conversations,
      @Nullable Embedding embedding,
      Connection connection,
      Costs costs) {
    this.conversations = conversations;
    this.embedding =
        embedding == null
            ? null
            : new Embedding(
                new KnownTexts(embedding),
                embedding.dimensions(),
                embedding.distance(),
                embedding.fields());
    this.connection = connection;
    this.costs = costs;
  }

  /** Remembers all turns, and asks all questions in every way there is. */
  void run(Consumer<Result> found) {
    var words = InMemory.store();
    fill(words);
    var wordsTable = table("words", UnaryOperator.identity());
    found.accept(asked("lexical", Ranking.LEXICAL, words, wordsTable));
    found.accept(askedWithoutPriors("lexical without priors", Ranking.LEXICAL, words));
    var known = embedding;
    if (known == null) {
      return;
    }
    UnaryOperator<DynamoDbStore> embedded =
        store ->
            store.withEmbedder(
                known.embedder(), known.dimensions(), known.fields().toArray(String[]::new));
    var exact = InMemory.store().withEmbedding(known);
    fill(exact);
    var exactTable = table("exact", store -> embedded.apply(store).withExactRanking());
    found.accept(asked("vector", Ranking.SEMANTIC, exact, exactTable));
    found.accept(asked("hybrid", Ranking.HYBRID, exact, exactTable));
    found.accept(askedWithoutPriors("hybrid without priors", Ranking.HYBRID, words));
    var index = table("index", embedded);
    found.accept(asked("vector by the index", Ranking.SEMANTIC, index, index));
    found.accept(asked("hybrid by the index", Ranking.HYBRID, index, index));
  }

  private DynamoDbStore table(String table, UnaryOperator<DynamoDbStore> view) {
    var store = connection.store("recall-" + table, view);
    fill(store);
    return store;
  }

  private void fill(Store store) {
    for (var conversation : conversations) {
      var turns = conversation.turns();
      for (var i = 0; i < turns.size(); i += BATCH) {
        store.batch(turns.subList(i, Math.min(turns.size(), i + BATCH)));
      }
    }
  }

  private Result asked(String name, Ranking ranking, Store store, DynamoDbStore table) {
    var all = asked(name, ranking, conversation -> store::search);
    return new Result(name, all.overall(), all.byCategory(), price(ranking, table));
  }

  /** Of the first questions of each conversation. */
  private Price price(Ranking ranking, DynamoDbStore table) {
    var before = costs.spent();
    var searched = costs.searchedBytes();
    var start = System.nanoTime();
    var queries = 0;
    for (var conversation : conversations) {
      var questions = conversation.questions();
      for (var asked : questions.subList(0, Math.min(PRICED_EACH, questions.size()))) {
        table.search(search(conversation, asked, ranking));
        queries++;
      }
    }
    var nanos = System.nanoTime() - start;
    var divisor = Math.max(queries, 1);
    return new Price(
        nanos / 1e6 / divisor,
        costs.spent().since(before).readUnits() / divisor,
        (costs.searchedBytes() - searched) / divisor);
  }

  private static Search search(
      RecallFile.Conversation conversation, RecallFile.Asked asked, Ranking ranking) {
    return Search.in(conversation.namespace())
        .exact()
        .query(asked.question())
        .ranking(ranking)
        .limit(DEEPEST);
  }

  private Result asked(
      String name,
      Ranking ranking,
      Function<RecallFile.Conversation, Function<Search, List<Item>>> answersIn) {
    var overall = new Sum();
    var byCategory = new TreeMap<String, Sum>();
    var nanos = 0L;
    for (var conversation : conversations) {
      var answers = answersIn.apply(conversation);
      for (var asked : conversation.questions()) {
        var search = search(conversation, asked, ranking);
        var start = System.nanoTime();
        var found = answers.apply(search).stream().map(Item::key).toList();
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
    var milliseconds = nanos / 1e6 / Math.max(score.questions(), 1);
    return new Result(name, score, scores, new Price(milliseconds, null, null));
  }

  /** The same memories, in the process, by a ranker that goes by what is said alone. */
  private Result askedWithoutPriors(String name, Ranking ranking, Store store) {
    var ranker = Ranker.of(embedding).withoutPriors();
    var memories = new HashMap<String, List<Memory>>();
    for (var conversation : conversations) {
      memories.put(
          conversation.namespace().toString(),
          memories(conversation, store, ranking == Ranking.LEXICAL ? null : embedding));
    }
    return asked(
        name,
        ranking,
        conversation -> {
          var all = memories.getOrDefault(conversation.namespace().toString(), List.of());
          return search -> ranker.answer(search, all).items();
        });
  }

  private static List<Memory> memories(
      RecallFile.Conversation conversation, Store store, @Nullable Embedding embedding) {
    var items = store.search(Search.in(conversation.namespace()).limit(Integer.MAX_VALUE));
    var vectors =
        embedding == null
            ? null
            : embedding.vectors(
                items.stream()
                    .map(item -> embedding.text(Put.of(item.namespace(), item.key(), item.value())))
                    .toList());
    var memories = new ArrayList<Memory>();
    for (var i = 0; i < items.size(); i++) {
      memories.add(new Memory(items.get(i), vectors == null ? null : vectors.get(i)));
    }
    return memories;
  }
}
