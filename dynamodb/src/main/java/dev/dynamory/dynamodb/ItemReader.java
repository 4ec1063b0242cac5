package dev.dynamory.dynamodb;

import dev.dynamory.Expiry;
import dev.dynamory.Get;
import dev.dynamory.Item;
import dev.dynamory.Namespace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** Reads items by key, makes rows into items wherever they were read, and renews what was read. */
final class ItemReader {
  private static final Logger LOG = LoggerFactory.getLogger(DynamoDbStore.class);
  private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);

  private final Connection connection;
  private final TableCalls calls;
  private final StoreItems items;
  private final LargeValues largeValues;
  private final StoreOptions options;
  private final AtomicReference<Instant> lastWarning = new AtomicReference<>(Instant.EPOCH);

  ItemReader(
      Connection connection,
      TableCalls calls,
      StoreItems items,
      LargeValues largeValues,
      StoreOptions options) {
    this.connection = connection;
    this.calls = calls;
    this.items = items;
    this.largeValues = largeValues;
    this.options = options;
  }

  /** An item as it was read, with the row it came from. */
  record Read(Row row, Item item) {}

  Optional<Item> get(Get get) {
    var row =
        calls.get(items.get(Labels.partitionKey(get.namespace()), get.key(), isConsistent(get)));
    return toItem(row, get.namespace()).map(this::refreshed);
  }

  boolean isConsistent(Get get) {
    return get.isConsistent() || options.consistentReads();
  }

  /**
   * As many gets as there are, each key asked for once, 100 to a call. In the order of the gets.
   */
  List<Optional<Item>> getAll(List<Get> gets, boolean consistent) {
    var places = gets.stream().map(Place::of).toList();
    var namespaces = new LinkedHashMap<Place, Namespace>();
    for (var i = 0; i < gets.size(); i++) {
      namespaces.put(places.get(i), gets.get(i).namespace());
    }
    var rows = calls.batchGet(namespaces.keySet().stream().map(Place::key).toList(), consistent);
    var items =
        map(
            rows,
            options.refreshOnRead(),
            row ->
                toItem(row, namespaces.getOrDefault(Place.of(row), Namespace.ROOT))
                    .map(this::refreshed));
    var found = new HashMap<Place, Optional<Item>>();
    for (var i = 0; i < rows.size(); i++) {
      found.put(Place.of(rows.get(i)), items.get(i));
    }
    return places.stream().map(place -> found.getOrDefault(place, Optional.empty())).toList();
  }

  /** Where a row is: unlike its key as attributes, quickly compared. */
  private record Place(String partitionKey, String sortKey) {
    static Place of(Get get) {
      return new Place(Labels.partitionKey(get.namespace()), get.key());
    }

    static Place of(Row row) {
      return new Place(row.partitionKey(), row.key());
    }

    Map<String, AttributeValue> key() {
      return StoreItems.key(partitionKey, sortKey);
    }
  }

  /** The item that a row is, if it is one; a large value is fetched. */
  Optional<Read> toItem(Row row, Namespace namespace) {
    var now = connection.now();
    if (!row.isItem(now)) {
      return Optional.empty();
    }
    warnOfOthers(row);
    if (!row.isHead()) {
      return Optional.of(new Read(row, item(row, largeValues.inline(row), namespace)));
    }
    return largeValues
        .load(row, namespace)
        .filter(loaded -> loaded.row().isItem(now))
        .map(loaded -> new Read(loaded.row(), item(loaded.row(), loaded.value(), namespace)));
  }

  /** The items that rows of one namespace are, in order; large values are fetched side by side. */
  List<Optional<Read>> toItems(List<Row> rows, Namespace namespace) {
    return map(rows, false, row -> toItem(row, namespace));
  }

  /** Side by side if any of them takes another call. */
  private <R> List<Optional<R>> map(
      List<Row> rows, boolean mayCall, Function<Row, Optional<R>> function) {
    return mayCall || rows.stream().anyMatch(Row::isHead)
        ? connection.fanOut().<Row, Optional<R>>map(rows, function)
        : rows.stream().map(function).toList();
  }

  private static Item item(Row row, Map<String, Object> value, Namespace namespace) {
    return new Item(
        namespace,
        row.key(),
        value,
        row.version(),
        row.createdAt(),
        row.updatedAt(),
        row.expiresAt(),
        row.timeToLive(),
        null);
  }

  List<Item> refreshed(Collection<Read> read) {
    return options.refreshOnRead()
        ? connection.fanOut().map(read, this::refreshed)
        : read.stream().map(Read::item).toList();
  }

  /**
   * The item with its expiry renewed, if that is asked for and worth it. A renewal that fails
   * leaves what was read.
   */
  private Item refreshed(Read read) {
    if (!options.refreshOnRead()) {
      return read.item();
    }
    var now = connection.now();
    var renewed = Expiry.renewed(read.row().expiresAt(), read.row().timeToLive(), now);
    if (renewed.isEmpty()) {
      return read.item();
    }
    try {
      calls.update(items.refresh(read.row(), renewed.get(), now));
      return withExpiry(read.item(), renewed.get());
    } catch (ConditionalCheckFailedException e) {
      return read.item(); // written or deleted since it was read: nothing is to be renewed
    } catch (SdkException e) {
      warn("an item's time to live could not be renewed; what was read is returned", e, now);
      return read.item();
    }
  }

  private static Item withExpiry(Item item, Instant expiresAt) {
    return new Item(
        item.namespace(),
        item.key(),
        item.value(),
        item.version(),
        item.createdAt(),
        item.updatedAt(),
        expiresAt,
        item.timeToLive(),
        item.score());
  }

  private void warn(String message, Exception cause, Instant now) {
    var last = Objects.requireNonNull(lastWarning.get());
    if (last.plus(BETWEEN_WARNINGS).isBefore(now) && lastWarning.compareAndSet(last, now)) {
      LOG.warn("table {}: {}", items.table(), message, cause);
    }
  }

  private void warnOfOthers(Row row) {
    if (!row.wasEverOurs()
        && !options.scannedNamespaces()
        && options.othersNoticed().compareAndSet(false, true)) {
      LOG.warn(
          "table {} has items that another library wrote: listings may be incomplete until adopt() is run again; withScannedNamespaces() never is",
          items.table());
    }
  }

  static List<Row> rows(List<Map<String, AttributeValue>> attributes) {
    var rows = new ArrayList<Row>(attributes.size());
    attributes.forEach(row -> rows.add(new Row(row)));
    return rows;
  }
}
