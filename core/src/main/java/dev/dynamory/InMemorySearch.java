package dev.dynamory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** What searches and listings find in the rows at one moment. */
final class InMemorySearch {
  private final InMemoryRows rows;
  private final Instant now;

  InMemorySearch(InMemoryRows rows, Instant now) {
    this.rows = rows;
    this.now = now;
  }

  /** Ends with the limit, after {@code maxRead} live rows, or when nothing is left. */
  Page<InMemoryRows.Placed> page(Search search, int maxRead) {
    var matches = Predicates.compile(search.filter().conditions(), "filter");
    var live = rows.live(search, now);
    var found = new ArrayList<InMemoryRows.Placed>();
    var toSkip = search.offset();
    String token = null;
    for (var read = 1; live.hasNext() && found.size() < search.limit() && read <= maxRead; read++) {
      var placed = live.next();
      if (matches.test(placed.row().value()) && --toSkip < 0) {
        found.add(placed);
      }
      if (found.size() == search.limit() || read == maxRead) {
        token = live.hasNext() ? search.tokenAfter(placed.position(), Math.max(toSkip, 0)) : null;
      }
    }
    return new Page<>(found, token);
  }

  List<Namespace> namespaces(ListNamespaces which) {
    var prefix = which.literalPrefix();
    var wanted = (long) which.offset() + which.limit();
    var found = new LinkedHashSet<Namespace>();
    var under = rows.under(prefix);
    while (under.hasNext() && found.size() < wanted) {
      var entry = under.next();
      if (!entry.getKey().startsWith(prefix)) {
        break;
      }
      if (which.matches(entry.getKey())
          && entry.getValue().values().stream().anyMatch(row -> row.isLive(now))) {
        found.add(which.cut(entry.getKey()));
      }
    }
    return found.stream().skip(which.offset()).toList();
  }
}
