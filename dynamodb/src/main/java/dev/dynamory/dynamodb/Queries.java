package dev.dynamory.dynamodb;

import dev.dynamory.ConfigurationException;
import dev.dynamory.Embedding;
import dev.dynamory.Filter;
import dev.dynamory.Item;
import dev.dynamory.Namespace;
import dev.dynamory.Page;
import dev.dynamory.Question;
import dev.dynamory.Ranking;
import dev.dynamory.Search;
import dev.dynamory.Vector;
import dev.dynamory.ranking.Memory;
import dev.dynamory.ranking.Ranker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.SearchResultItem;

/**
 * Searches that ask something. Either the table's index is asked for what is nearest in each
 * namespace, or the namespaces are read whole: for words alone, for every acknowledged write, and
 * where ranking is exact.
 */
final class Queries {
  private static final int NAMESPACES_AT_ONCE = 32;

  /** Expired items that DynamoDB has not deleted yet are found, too. */
  private static final int SPARE = 10;

  /** A question may name those whom only its next search finds. */
  private static final int MAX_ROUNDS = 3;

  private final Connection connection;
  private final TableCalls calls;
  private final StoreItems items;
  private final ItemReader reader;
  private final Namespaces namespaces;
  private final StoreOptions options;
  private final Rankers rankers;

  Queries(
      Connection connection,
      TableCalls calls,
      StoreItems items,
      ItemReader reader,
      Namespaces namespaces,
      StoreOptions options,
      Rankers rankers) {
    this.connection = connection;
    this.calls = calls;
    this.items = items;
    this.reader = reader;
    this.namespaces = namespaces;
    this.options = options;
    this.rankers = rankers;
  }

  List<Item> list(Search search, Question question) {
    return answer(search, question, neededAtMost(search, question)).items();
  }

  Page<Item> page(Search search, Question question) {
    return answer(search, question, VectorItems.MAX_FOUND);
  }

  /** How many of a namespace's nearest items decide what a list is, expired ones apart. */
  private static int neededAtMost(Search search, Question question) {
    var isPlain =
        question.ranking() == Ranking.SEMANTIC
            && search.filter().conditions().isEmpty()
            && question.surroundingTurns() == 0;
    var needed = (long) search.offset() + search.limit() + SPARE;
    return isPlain ? (int) Math.min(VectorItems.MAX_FOUND, needed) : VectorItems.MAX_FOUND;
  }

  private Page<Item> answer(Search search, Question question, int count) {
    rankers.whole().check(question.ranking());
    var embedding = options.embedding();
    var consistent = search.isConsistent() || options.consistentReads();
    if (embedding == null
        || options.exactRanking()
        || consistent
        || question.ranking() == Ranking.LEXICAL) {
      var all = concat(inEach(search, consistent, namespace -> whole(namespace, consistent)));
      return refreshed(rankers.whole().answer(search, memories(all, question.ranking())), all);
    }
    return nearest(search, question, embedding, count);
  }

  private static List<ItemReader.Read> concat(List<List<ItemReader.Read>> found) {
    return found.stream().flatMap(List::stream).toList();
  }

  /** What the index gives comes with scores, so that no vector is read. */
  private Page<Item> nearest(Search search, Question question, Embedding embedding, int count) {
    var found = found(search, question, embedding, count);
    var all = new ArrayList<>(concat(found.stream().map(Nearest::live).toList()));
    if (question.ranking() == Ranking.HYBRID) {
      all.addAll(withoutVectors(found));
    }
    var isCut = found.stream().anyMatch(Nearest::isCut);
    var memories = all.stream().map(read -> new Memory(read.item(), null)).toList();
    var turns = question.surroundingTurns();
    var page = rankers.nearest().answerFrom(search.surroundingTurns(0), memories, isCut);
    if (turns > 0) {
      var candidates = all.stream().map(ItemReader.Read::item).toList();
      var expanded = new Surroundings(reader, false).of(page.items(), candidates, turns);
      page = new Page<>(expanded, page.nextToken(), page.isTruncated());
    }
    return refreshed(page, all);
  }

  /** The namespaces of which the index has nothing: what is there is known by its words alone. */
  private List<ItemReader.Read> withoutVectors(List<Nearest> found) {
    var empty = found.stream().filter(Nearest::isNothing).map(Nearest::namespace).toList();
    return concat(
        connection
            .fanOut()
            .<Namespace, List<ItemReader.Read>>map(empty, namespace -> whole(namespace, false)));
  }

  /** What is nearest to the question, again if that shows that it names who speaks there. */
  private List<Nearest> found(Search search, Question question, Embedding embedding, int count) {
    var asked = Ranker.withoutNames(question.text(), options.speakers().in(search));
    for (var round = 1; ; round++) {
      var vector = embedding.queryVector(asked);
      var found = inEach(search, false, namespace -> nearest(namespace, embedding, vector, count));
      var items =
          found.stream()
              .flatMap(namespace -> namespace.live().stream())
              .map(ItemReader.Read::item)
              .toList();
      var better = Ranker.withoutNames(question.text(), options.speakers().add(search, items));
      if (better.equals(asked) || round == MAX_ROUNDS) {
        return found;
      }
      asked = better;
    }
  }

  /**
   * The nearest items of a namespace; cut off if there may be others than those, nothing if the
   * index has none of it.
   */
  private record Nearest(
      Namespace namespace, List<ItemReader.Read> live, boolean isCut, boolean isNothing) {}

  private Nearest nearest(Namespace namespace, Embedding embedding, Vector vector, int count) {
    var request = VectorItems.nearest(items.table(), Labels.partitionKey(namespace), vector, count);
    var found = calls.searchVectors(request);
    var rows = found.stream().map(hit -> new Row(hit.item())).toList();
    requireThisIndex(rows, found.stream().map(SearchResultItem::score).toList(), embedding);
    var read = reader.toItems(rows, namespace);
    var live = new ArrayList<ItemReader.Read>();
    for (var i = 0; i < read.size(); i++) {
      var score = VectorItems.score(found.get(i).score(), embedding.distance());
      read.get(i).map(hit -> scored(hit, score)).ifPresent(live::add);
    }
    var hasExpired = live.size() < count - SPARE;
    if (found.size() == count && hasExpired && count < VectorItems.MAX_FOUND) {
      return nearest(namespace, embedding, vector, VectorItems.MAX_FOUND);
    }
    return new Nearest(namespace, live, found.size() == VectorItems.MAX_FOUND, found.isEmpty());
  }

  /** An index of this name may be another than {@code setup()} makes. */
  private void requireThisIndex(List<Row> rows, List<Double> scores, Embedding embedding) {
    var now = connection.now();
    if (rows.stream().anyMatch(row -> !row.hasValue() && !row.hasExpired(now))) {
      throw new ConfigurationException(
          "the index %s of table %s has not all attributes of its items: delete it, setup() makes the right one, withExactRanking() needs none"
              .formatted(VectorItems.INDEX, items.table()));
    }
    if (!VectorItems.areOf(scores, embedding.distance())) {
      throw new ConfigurationException(
          "the index %s of table %s compares by another distance than %s: say which by withDistance(…), verify() knows it"
              .formatted(VectorItems.INDEX, items.table(), embedding.distance()));
    }
  }

  private static ItemReader.Read scored(ItemReader.Read hit, double score) {
    return new ItemReader.Read(hit.row(), hit.item().withScore(score));
  }

  /** Every item of a namespace, as a search without a filter reads it. */
  private List<ItemReader.Read> whole(Namespace namespace, boolean consistent) {
    var partition =
        new PartitionReader(
            calls,
            items,
            namespace,
            null,
            FilterExpressions.push(Filter.NONE),
            consistent,
            Long.MAX_VALUE,
            true,
            () -> Long.MAX_VALUE,
            connection.now());
    var live = new ArrayList<ItemReader.Read>();
    partition.readFirst();
    do {
      live.addAll(live(partition.takeRows(), namespace));
    } while (partition.readNext());
    return live;
  }

  private List<ItemReader.Read> live(List<Row> rows, Namespace namespace) {
    return reader.toItems(rows, namespace).stream().flatMap(read -> read.stream()).toList();
  }

  /**
   * What is read of each namespace of a search, the prefix's own beside the catalogue's first page.
   */
  private <T> List<T> inEach(Search search, boolean consistent, Function<Namespace, T> read) {
    var prefix = search.prefix();
    if (search.isExact()) {
      return List.of(read.apply(prefix));
    }
    var cursor = namespaces.under(prefix, null, NAMESPACES_AT_ONCE, consistent);
    var ahead = new ArrayList<Namespace>();
    var results = new ArrayList<T>();
    var begin =
        new ArrayList<Runnable>(
            List.of(namespaces::requireComplete, () -> take(cursor, prefix, ahead)));
    if (!prefix.labels().isEmpty()) {
      begin.add(() -> results.add(read.apply(prefix)));
    }
    connection.fanOut().run(begin);
    while (!ahead.isEmpty()) {
      results.addAll(connection.fanOut().<Namespace, T>map(ahead, read));
      ahead.clear();
      take(cursor, prefix, ahead);
    }
    return results;
  }

  private static void take(NamespaceCursor cursor, Namespace except, List<Namespace> taken) {
    while (taken.size() < NAMESPACES_AT_ONCE) {
      var next = cursor.next();
      if (next == null) {
        return;
      }
      if (!next.equals(except)) {
        taken.add(next);
      }
    }
  }

  private List<Memory> memories(List<ItemReader.Read> all, Ranking ranking) {
    return all.stream()
        .map(
            read ->
                new Memory(
                    read.item(),
                    vector(read, ranking),
                    VectorItems.isTurned(read.row(), read.item())))
        .toList();
  }

  private @Nullable Vector vector(ItemReader.Read read, Ranking ranking) {
    var embedding = options.embedding();
    return embedding == null || ranking == Ranking.LEXICAL
        ? null
        : VectorItems.vector(read.row(), embedding.dimensions()).orElse(null);
  }

  private record Place(Namespace namespace, String key) {
    static Place of(Item item) {
      return new Place(item.namespace(), item.key());
    }
  }

  /** The answers with their expiries renewed, if that is asked for. */
  private Page<Item> refreshed(Page<Item> page, List<ItemReader.Read> all) {
    if (!options.refreshOnRead()) {
      return page;
    }
    var rows = new HashMap<Place, Row>();
    all.forEach(read -> rows.put(Place.of(read.item()), read.row()));
    var answers =
        connection.fanOut().map(page.items(), item -> refreshed(item, rows.get(Place.of(item))));
    return new Page<>(answers, page.nextToken(), page.isTruncated());
  }

  /** What was read by its key, not found, is renewed already. */
  private Item refreshed(Item item, @Nullable Row row) {
    return row == null ? item : reader.refreshed(List.of(new ItemReader.Read(row, item))).get(0);
  }
}
