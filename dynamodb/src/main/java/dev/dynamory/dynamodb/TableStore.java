package dev.dynamory.dynamodb;

import dev.dynamory.Async;
import dev.dynamory.CorruptDataException;
import dev.dynamory.Delete;
import dev.dynamory.Distance;
import dev.dynamory.Embedder;
import dev.dynamory.Embedding;
import dev.dynamory.Get;
import dev.dynamory.InvalidInputException;
import dev.dynamory.Item;
import dev.dynamory.ListNamespaces;
import dev.dynamory.Namespace;
import dev.dynamory.Operation;
import dev.dynamory.Page;
import dev.dynamory.Put;
import dev.dynamory.Search;
import dev.dynamory.Write;
import dev.dynamory.tables.TableDefinition;
import dev.dynamory.tables.VectorIndex;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/** A store over one table: each operation goes to what carries it out. */
final class TableStore extends DefinedTable implements DynamoDbStore {
  private static final String RESERVED_ROOT = "dynamory";

  private final Catalogue.Knowledge known;
  private final StoreOptions options;
  private final TableDefinition plain;
  private final Rankers rankers;

  private final TableCalls calls;
  private final StoreItems items;
  private final Catalogue catalogue;
  private final CatalogueItems catalogueItems;
  private final LargeValues largeValues;
  private final ItemReader reader;
  private final Vectors vectors;
  private final ItemWriter writer;
  private final Namespaces namespaces;
  private final Searches searches;

  private TableStore(
      Connection connection,
      TableDefinition plain,
      Catalogue.Knowledge known,
      StoreOptions options,
      Rankers rankers) {
    super(connection, withIndex(plain, options));
    this.plain = plain;
    this.rankers = rankers;
    this.known = known;
    this.options = options;
    var table = definition.name();
    calls = new TableCalls(connection, definition, "store");
    items = new StoreItems(table);
    catalogueItems = new CatalogueItems(table);
    catalogue = new Catalogue(connection, calls, catalogueItems, known);
    largeValues = new LargeValues(connection, calls, items);
    reader = new ItemReader(connection, calls, items, largeValues, options);
    vectors = new Vectors(connection, calls, options);
    writer = new ItemWriter(connection, calls, items, catalogue, largeValues, options, vectors);
    namespaces =
        new Namespaces(
            connection, calls, items, catalogueItems, catalogue, options.scannedNamespaces());
    var queries = new Queries(connection, calls, items, reader, namespaces, options, rankers);
    searches = new Searches(connection, calls, items, reader, namespaces, options, queries);
  }

  /** What a store whose ranking is exact needs has no index. */
  private static TableDefinition withIndex(TableDefinition plain, StoreOptions options) {
    var embedding = options.exactRanking() ? null : options.embedding();
    return embedding == null
        ? plain
        : plain.vectors(
            embedding.dimensions(),
            VectorIndex.DistanceFunction.valueOf(embedding.distance().name()));
  }

  static DynamoDbStore of(Connection connection, String table, Catalogue.Knowledge known) {
    return new TableStore(
        connection,
        named(TableDefinition.STORE, table),
        known,
        StoreOptions.defaults(),
        Rankers.of(null));
  }

  private DynamoDbStore with(StoreOptions options) {
    return new TableStore(connection, plain, known, options, rankers);
  }

  private DynamoDbStore with(TableDefinition plain) {
    return new TableStore(connection, plain, known, options, rankers);
  }

  private DynamoDbStore with(Embedding embedding) {
    return new TableStore(
        connection, plain, known, options.withEmbedding(embedding), Rankers.of(embedding));
  }

  @Override
  public DynamoDbStore withTimeToLive(Duration timeToLive) {
    Put.checkTimeToLive(timeToLive);
    return with(options.withTimeToLive(timeToLive));
  }

  @Override
  public DynamoDbStore withRefreshOnRead() {
    return with(options.withRefreshOnRead());
  }

  @Override
  public DynamoDbStore withConsistentReads() {
    return with(options.withConsistentReads());
  }

  @Override
  public DynamoDbStore withScannedNamespaces() {
    return with(options.withScannedNamespaces());
  }

  @Override
  public DynamoDbStore withLargestValue(long bytes) {
    if (bytes < 1 || bytes > Integer.MAX_VALUE / 2) {
      throw new InvalidInputException(
          "bytes", "must be from 1 to " + Integer.MAX_VALUE / 2 + ", but is " + bytes);
    }
    return with(options.withLargestValue(bytes));
  }

  @Override
  public DynamoDbStore withEmbedder(Embedder embedder, int dimensions, String... fields) {
    var model = Embedding.of(embedder, dimensions, fields);
    return with(Embedding.of(new QueryVectors(model), dimensions, fields));
  }

  @Override
  public DynamoDbStore withDistance(Distance distance) {
    var embedding = options.embedding();
    if (embedding == null) {
      throw new InvalidInputException("distance", "is between vectors; say withEmbedder(…) first");
    }
    return with(embedding.distance(distance));
  }

  @Override
  public DynamoDbStore withExactRanking() {
    return with(options.withExactRanking());
  }

  @Override
  public DynamoDbStore withMaxReadRequestUnits(long units) {
    return with(plain.withMaxReadRequestUnits(checkUnits(units)));
  }

  @Override
  public DynamoDbStore withMaxWriteRequestUnits(long units) {
    return with(plain.withMaxWriteRequestUnits(checkUnits(units)));
  }

  private static long checkUnits(long units) {
    if (units < 1) {
      throw new InvalidInputException("units", "must be at least 1, but is " + units);
    }
    return units;
  }

  @Override
  public long put(Put put) {
    return writer.put(put);
  }

  @Override
  public Optional<Item> get(Get get) {
    return reader.get(get);
  }

  @Override
  public void delete(Delete delete) {
    writer.delete(delete);
  }

  @Override
  public List<Item> search(Search search) {
    return searches.list(search);
  }

  @Override
  public Page<Item> searchPage(Search search) {
    return searches.page(search);
  }

  @Override
  public List<Namespace> listNamespaces(ListNamespaces which) {
    return namespaces.list(which, options.consistentReads());
  }

  @Override
  @SuppressWarnings("unchecked") // each operation's result is of the operation's type
  public <R> List<R> batch(List<? extends Operation<? extends R>> operations) {
    return (List<R>)
        new Batches(connection, reader, writer, searches, namespaces, catalogue, options, vectors)
            .run(operations);
  }

  @Override
  public List<Long> transact(List<? extends Write> writes) {
    return new Transactions(connection, calls, items, catalogue, writer, vectors).run(writes);
  }

  @Override
  public long deleteNamespace(Namespace prefix) {
    try {
      return new NamespaceDeletion(connection, calls, items, namespaces, writer).delete(prefix);
    } finally {
      vectors.forgetUnder(prefix);
    }
  }

  @Override
  public Async<DynamoDbStore> async() {
    return Async.of(this, connection.executor());
  }

  @Override
  public void setup() {
    forgetNamespaces();
    var setup = new TableSetup(connection, definition);
    setup.run();
    if (!catalogue.isComplete() && isEmpty()) {
      catalogue.writeMarker();
    }
    setup.await();
  }

  private boolean isEmpty() {
    return calls.scan(ScanRequest.builder().tableName(items.table()).limit(1).build()).count() == 0;
  }

  @Override
  public List<String> verify() {
    var setup = new TableSetup(connection, definition);
    var differences = new ArrayList<>(setup.differences());
    if (setup.hasItsKeys()) {
      if (!catalogue.isComplete()) {
        differences.add(
            "no catalogue lists what is in the table: run setup() if it is empty, adopt() if it is not");
      }
      if (usesReservedRoot()) {
        differences.add(
            "there are items under the root label '"
                + RESERVED_ROOT
                + "', which is reserved: they cannot be reached");
      }
    }
    return List.copyOf(differences);
  }

  private boolean usesReservedRoot() {
    var request =
        QueryRequest.builder()
            .tableName(items.table())
            .keyConditionExpression("#pk = :pk")
            .expressionAttributeNames(Map.of("#pk", StoreItems.NAMESPACE))
            .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(RESERVED_ROOT)))
            .limit(1);
    return calls.query(request.build()).count() > 0;
  }

  @Override
  public List<String> adopt() {
    var scan = new TableScan(connection.fanOut(), calls, items.table());
    var found = scan.namespaces(Namespace.ROOT, connection.now(), true);
    var ofNewRoots = new ArrayList<Namespace>();
    var ofKnownRoots = new ArrayList<Namespace>();
    var unlisted = new ArrayList<String>();
    var roots = new HashSet<String>();
    for (var namespace : found) {
      if (!Labels.canBeListed(namespace)) {
        unlisted.add(namespace.toString());
      } else if (roots.add(namespace.labels().get(0))) {
        ofNewRoots.add(namespace);
      } else {
        ofKnownRoots.add(namespace);
      }
    }
    listAgain(ofNewRoots, true);
    listAgain(ofKnownRoots, false);
    catalogue.writeMarker();
    return List.copyOf(unlisted);
  }

  private void listAgain(List<Namespace> namespaces, boolean withRoot) {
    connection
        .fanOut()
        .run(
            namespaces.stream()
                .<Runnable>map(namespace -> () -> catalogue.listAgain(namespace, withRoot))
                .toList());
  }

  @Override
  public Swept sweep() {
    return new Sweeper(connection, calls, items, catalogueItems, largeValues).sweep();
  }

  @Override
  public long scan(Consumer<? super Item> found, Consumer<? super CorruptDataException> corrupt) {
    var count = new AtomicLong();
    new TableScan(connection.fanOut(), calls, items.table())
        .rows(
            options.consistentReads(),
            row -> {
              try {
                reader
                    .toItem(row, Labels.namespace(row.partitionKey()))
                    .ifPresent(
                        read -> {
                          count.incrementAndGet();
                          found.accept(read.item());
                        });
              } catch (CorruptDataException e) {
                corrupt.accept(e);
              }
            });
    return count.get();
  }

  @Override
  public void forgetNamespaces() {
    catalogue.forget();
  }
}
