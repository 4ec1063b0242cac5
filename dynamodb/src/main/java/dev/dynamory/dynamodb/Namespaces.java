package dev.dynamory.dynamodb;

import dev.dynamory.ListNamespaces;
import dev.dynamory.Namespace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * Finds and lists namespaces: candidates from the catalogue or a scan, each verified to hold an
 * item.
 */
final class Namespaces {
  private static final int[] PROBES = {1, 25};
  private static final int PROBES_AT_ONCE = 32;

  private final Connection connection;
  private final TableCalls calls;
  private final StoreItems items;
  private final CatalogueItems catalogueItems;
  private final Catalogue catalogue;
  private final boolean scanned;

  Namespaces(
      Connection connection,
      TableCalls calls,
      StoreItems items,
      CatalogueItems catalogueItems,
      Catalogue catalogue,
      boolean scanned) {
    this.connection = connection;
    this.calls = calls;
    this.items = items;
    this.catalogueItems = catalogueItems;
    this.catalogue = catalogue;
    this.scanned = scanned;
  }

  /**
   * From {@code start} on, or from the prefix itself; {@link Catalogue#requireComplete} is the
   * caller's to ask.
   */
  NamespaceCursor under(
      Namespace prefix, @Nullable Namespace start, int wanted, boolean consistent) {
    if (scanned) {
      var scan = new TableScan(connection.fanOut(), calls, items.table());
      return TableScan.cursor(scan.namespaces(prefix, connection.now(), consistent), start);
    }
    return new CatalogueCursor(
        connection.fanOut(), calls, catalogueItems, prefix, start, wanted, consistent);
  }

  boolean isScanned() {
    return scanned;
  }

  void requireComplete() {
    if (!scanned) {
      catalogue.requireComplete();
    }
  }

  List<Namespace> list(ListNamespaces which, boolean consistent) {
    if (which.limit() == 0) {
      return List.of();
    }
    var needed = Math.min(Integer.MAX_VALUE, (long) which.offset() + which.limit());
    var cursor = under(which.literalPrefix(), null, (int) needed, consistent);
    var first = new Lookahead(cursor);
    connection.fanOut().run(List.of(this::requireComplete, first::fill));
    var listed = new ArrayList<Namespace>();
    while (listed.size() < needed) {
      var wave = wave(first, which, (int) Math.min(PROBES_AT_ONCE, needed - listed.size()));
      if (wave.isEmpty()) {
        break;
      }
      var holds =
          connection
              .fanOut()
              .map(wave, member -> cursor.isVerified() || holds(member, which, consistent));
      for (var i = 0; i < wave.size(); i++) {
        if (holds.get(i)) {
          listed.add(which.cut(wave.get(i)));
        }
      }
    }
    return List.copyOf(listed.subList(Math.min(which.offset(), listed.size()), listed.size()));
  }

  /** The first candidates of the next groups: namespaces that are one after they are cut. */
  private static List<Namespace> wave(Lookahead candidates, ListNamespaces which, int size) {
    var wave = new ArrayList<Namespace>();
    while (wave.size() < size) {
      var candidate = candidates.next();
      if (candidate == null) {
        break;
      }
      if (which.matches(candidate)) {
        wave.add(candidate);
        if (candidate.labels().size() >= which.maxDepth()) {
          candidates.skip(which.cut(candidate));
        }
      }
    }
    return wave;
  }

  private boolean holds(Namespace candidate, ListNamespaces which, boolean consistent) {
    if (holdsAnItem(candidate, consistent)) {
      return true;
    } else if (candidate.labels().size() < which.maxDepth()) {
      return false;
    }
    return anyOtherOfItsGroup(candidate, which, consistent);
  }

  private boolean anyOtherOfItsGroup(
      Namespace candidate, ListNamespaces which, boolean consistent) {
    var others = under(which.cut(candidate), candidate, PROBES_AT_ONCE, consistent);
    others.next(); // the candidate
    for (var size = 1; ; size = Math.min(PROBES_AT_ONCE, size * 2)) {
      var wave = new ArrayList<Namespace>();
      for (var other = others.next(); other != null; other = others.next()) {
        if (which.matches(other)) {
          wave.add(other);
        }
        if (wave.size() == size) {
          break;
        }
      }
      if (wave.isEmpty()) {
        return false;
      } else if (connection
          .fanOut()
          .map(wave, other -> holdsAnItem(other, consistent))
          .contains(true)) {
        return true;
      }
    }
  }

  /** Looks at the first row, then at more of them if that one has expired or has no value. */
  private boolean holdsAnItem(Namespace namespace, boolean consistent) {
    var request = probe(namespace, connection.now(), consistent);
    Map<String, AttributeValue> from = Map.of();
    for (var page = 0; ; page++) {
      var next =
          page < PROBES.length ? request.toBuilder().limit(PROBES[page]) : request.toBuilder();
      var response = calls.query((from.isEmpty() ? next : next.exclusiveStartKey(from)).build());
      if (response.count() > 0) {
        return true;
      }
      from = response.lastEvaluatedKey();
      if (from.isEmpty()) {
        return false;
      }
    }
  }

  private QueryRequest probe(Namespace namespace, Instant now, boolean consistent) {
    var condition = "#pk = :pk";
    var filter = "attribute_exists(#value) AND " + StoreItems.LIVE;
    return QueryRequest.builder()
        .tableName(items.table())
        .keyConditionExpression(condition)
        .filterExpression(filter)
        .projectionExpression("#sk")
        .expressionAttributeNames(Placeholders.names(StoreItems.NAMES, condition, filter, "#sk"))
        .expressionAttributeValues(
            Map.of(
                ":pk",
                AttributeValue.fromS(Labels.partitionKey(namespace)),
                ":now",
                AttributeValues.number(now.getEpochSecond())))
        .consistentRead(consistent)
        .build();
  }

  /** A cursor whose first namespace can be read ahead, beside another call. */
  private static final class Lookahead {
    private final NamespaceCursor cursor;
    private @Nullable Namespace first;
    private boolean filled;

    Lookahead(NamespaceCursor cursor) {
      this.cursor = cursor;
    }

    void fill() {
      first = cursor.next();
      filled = true;
    }

    @Nullable Namespace next() {
      if (filled) {
        filled = false;
        return first;
      }
      return cursor.next();
    }

    void skip(Namespace namespace) {
      cursor.skip(namespace);
    }
  }
}
