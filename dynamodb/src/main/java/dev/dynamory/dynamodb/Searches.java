package dev.dynamory.dynamodb;

import dev.dynamory.Item;
import dev.dynamory.Namespace;
import dev.dynamory.Page;
import dev.dynamory.Search;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Searches: the prefix's own partition beside the first page of the catalogue, then the namespaces
 * under it in waves of 1, 2, 4 … 32, until enough matches are found or nothing is left.
 */
final class Searches {
  private static final int LARGEST_WAVE = 32;
  private static final int DEFAULT_MAX_READ = 10_000;

  private final Connection connection;
  private final TableCalls calls;
  private final StoreItems items;
  private final ItemReader reader;
  private final Namespaces namespaces;
  private final StoreOptions options;
  private final Queries queries;

  Searches(
      Connection connection,
      TableCalls calls,
      StoreItems items,
      ItemReader reader,
      Namespaces namespaces,
      StoreOptions options,
      Queries queries) {
    this.connection = connection;
    this.calls = calls;
    this.items = items;
    this.reader = reader;
    this.namespaces = namespaces;
    this.options = options;
    this.queries = queries;
  }

  List<Item> list(Search search) {
    search.checkList();
    var question = search.question();
    if (search.limit() == 0) {
      return List.of();
    } else if (question.isPresent()) {
      return queries.list(search, question.get());
    }
    return new Run(search, Long.MAX_VALUE).items();
  }

  Page<Item> page(Search search) {
    search.checkPage();
    var question = search.question();
    if (question.isPresent()) {
      return queries.page(search, question.get());
    }
    return new Run(search, search.maxRead().orElse(DEFAULT_MAX_READ)).page();
  }

  /** One search under way. */
  private final class Run {
    private final Search search;
    private final boolean consistent;
    private final long maxRead;
    private final FilterExpressions.Pushed pushed;
    private final Predicate<Map<String, ?>> matches;
    private final List<ItemReader.Read> found = new ArrayList<>();
    private int toSkip;
    private long read;
    private Search.@Nullable Position stoppedAt;

    Run(Search search, long maxRead) {
      this.search = search;
      this.consistent = search.isConsistent() || options.consistentReads();
      this.maxRead = maxRead;
      this.pushed = FilterExpressions.push(search.filter());
      this.toSkip = search.offset();
      this.matches = search.filter().predicate();
    }

    Page<Item> page() {
      var items = items();
      var last = stoppedAt;
      return new Page<>(items, last == null ? null : search.tokenAfter(last, toSkip));
    }

    List<Item> items() {
      var start = search.startAfter();
      if (search.isExact()) {
        consume(
            List.of(partition(search.prefix(), start.map(Search.Position::key).orElse(null), 1)));
      } else {
        hierarchical(start);
      }
      return reader.refreshed(found);
    }

    private void hierarchical(Optional<Search.Position> start) {
      var prefix = search.prefix();
      var from = start.map(Search.Position::namespace).orElse(null);
      var cursor =
          namespaces.under(
              prefix, from == null || from.equals(prefix) ? null : from, LARGEST_WAVE, consistent);
      var first = from == null ? prefix : from;
      var own =
          first.labels().isEmpty()
              ? null
              : partition(first, start.map(Search.Position::key).orElse(null), 1);
      var ahead = new ArrayList<Namespace>();
      var begin =
          new ArrayList<Runnable>(
              List.of(
                  namespaces::requireComplete, () -> take(cursor, first, 1).forEach(ahead::add)));
      if (own != null) {
        begin.add(own::readFirst);
      }
      connection.fanOut().run(begin);
      if (own != null && !consume(List.of(own))) {
        return;
      }
      for (var size = 1; ; size = Math.min(LARGEST_WAVE, size * 2)) {
        var wave = ahead.isEmpty() ? take(cursor, first, size) : List.copyOf(ahead);
        ahead.clear();
        if (wave.isEmpty()) {
          return;
        }
        var partitions =
            wave.stream().map(namespace -> partition(namespace, null, wave.size())).toList();
        connection
            .fanOut()
            .run(partitions.stream().<Runnable>map(partition -> partition::readFirst).toList());
        if (!consume(partitions)) {
          return;
        }
      }
    }

    private List<Namespace> take(NamespaceCursor cursor, Namespace except, int count) {
      var taken = new ArrayList<Namespace>();
      while (taken.size() < count) {
        var next = cursor.next();
        if (next == null) {
          break;
        }
        if (!next.equals(except)) {
          taken.add(next);
        }
      }
      return taken;
    }

    private PartitionReader partition(Namespace namespace, @Nullable String after, int atOnce) {
      var wanted = (long) toSkip + search.limit() - found.size();
      return new PartitionReader(
          calls,
          items,
          namespace,
          after,
          pushed,
          consistent,
          wanted,
          search.filter().conditions().isEmpty(),
          () -> (maxRead - read) / atOnce,
          connection.now());
    }

    /** Takes the matches of partitions in order; false if the page is then complete. */
    private boolean consume(List<PartitionReader> partitions) {
      for (var partition : partitions) {
        do {
          partition.readFirst();
          read += partition.lastRead();
          if (!consumePage(partition)) {
            return false;
          }
          if (read >= maxRead && partition.position() != null) {
            stoppedAt = partition.position();
            return false;
          }
        } while (partition.readNext());
      }
      return true;
    }

    private boolean consumePage(PartitionReader partition) {
      var rows = partition.takeRows();
      var candidates = reader.toItems(rows, partition.namespace());
      for (var candidate : candidates) {
        if (candidate.isEmpty() || !matches.test(candidate.get().item().value())) {
          continue;
        } else if (toSkip > 0) {
          toSkip--;
          continue;
        }
        found.add(candidate.get());
        if (found.size() == search.limit()) {
          stoppedAt = new Search.Position(partition.namespace(), candidate.get().item().key());
          return false;
        }
      }
      return true;
    }
  }
}
