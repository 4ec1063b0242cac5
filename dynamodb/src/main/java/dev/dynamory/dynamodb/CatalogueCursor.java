package dev.dynamory.dynamodb;

import dev.dynamory.Namespace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the catalogue page by page; over several roots, the first pages of the next roots side by
 * side.
 */
final class CatalogueCursor implements NamespaceCursor {
  private static final int PAGE = 32;

  private final FanOut fanOut;
  private final TableCalls calls;
  private final CatalogueItems items;
  private final boolean consistent;
  private final int wanted;
  private final Deque<Stretch> roots = new ArrayDeque<>();
  private @Nullable Stretch directory;

  /**
   * Over the namespaces from {@code start} on, itself included, that begin with {@code prefix}.
   * {@code wanted} is how many the caller expects to take: that many roots are read at once.
   */
  CatalogueCursor(
      FanOut fanOut,
      TableCalls calls,
      CatalogueItems items,
      Namespace prefix,
      @Nullable Namespace start,
      int wanted,
      boolean consistent) {
    this.fanOut = fanOut;
    this.calls = calls;
    this.items = items;
    this.consistent = consistent;
    this.wanted = Math.max(1, Math.min(PAGE, wanted));
    if (!Labels.canBeListed(prefix)) {
      return; // and nothing under it can
    } else if (!prefix.labels().isEmpty()) {
      roots.add(stretch(prefix, start));
    } else {
      if (start != null) {
        roots.add(stretch(new Namespace(start.labels().subList(0, 1)), start));
      }
      var all = CatalogueItems.Range.roots();
      directory =
          new Stretch(start == null ? all : all.after(start.labels().get(0) + Labels.TERMINATOR));
    }
  }

  private Stretch stretch(Namespace prefix, @Nullable Namespace start) {
    var range = CatalogueItems.Range.from(prefix);
    return new Stretch(
        start == null
            ? range
            : new CatalogueItems.Range(range.partition(), Labels.catalogueKey(start), range.to()));
  }

  @Override
  public @Nullable Namespace next() {
    while (true) {
      while (roots.isEmpty() && directory != null) {
        directory.read();
        directory
            .takeAll()
            .forEach(
                root ->
                    roots.add(new Stretch(CatalogueItems.Range.from(Labels.ofCatalogueKey(root)))));
        directory = directory.ended ? null : directory;
      }
      var first = roots.peek();
      if (first == null) {
        return null;
      }
      var key = first.rows.poll();
      if (key != null) {
        return Labels.ofCatalogueKey(key);
      } else if (first.ended) {
        roots.remove();
      } else {
        readAhead(first);
      }
    }
  }

  private void readAhead(Stretch first) {
    var toRead = new ArrayList<Stretch>(List.of(first));
    roots.stream().skip(1).limit(wanted - 1L).filter(root -> !root.begun).forEach(toRead::add);
    fanOut.run(toRead.stream().<Runnable>map(root -> root::read).toList());
  }

  @Override
  public void skip(Namespace namespace) {
    var first = roots.peek();
    if (first != null) {
      first.skip(namespace);
    }
  }

  @Override
  public boolean isVerified() {
    return false;
  }

  /** What is left to read of one partition. */
  private final class Stretch {
    private CatalogueItems.Range left;
    private final Deque<String> rows = new ArrayDeque<>();
    private boolean begun;
    private boolean ended;

    Stretch(CatalogueItems.Range range) {
      left = range;
    }

    void read() {
      begun = true;
      var response = calls.query(items.rows(left, PAGE, consistent));
      response.items().forEach(row -> rows.add(CatalogueItems.key(row)));
      if (response.hasLastEvaluatedKey() && !response.lastEvaluatedKey().isEmpty()) {
        left = left.after(CatalogueItems.key(response.lastEvaluatedKey()));
      } else {
        ended = true;
      }
    }

    List<String> takeAll() {
      var all = List.copyOf(rows);
      rows.clear();
      return all;
    }

    void skip(Namespace namespace) {
      ended |= namespace.labels().size() == 1; // the partition is this root's
      rows.removeIf(key -> Labels.ofCatalogueKey(key).startsWith(namespace));
      var next = left.after(namespace);
      if (rows.isEmpty() && !ended) {
        left = next;
        ended = next.isEmpty();
      }
    }
  }
}
