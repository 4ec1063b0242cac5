package dev.dynamory.benchmarks;

import dev.dynamory.Get;
import dev.dynamory.Item;
import dev.dynamory.Namespace;
import dev.dynamory.Search;
import dev.dynamory.dynamodb.DynamoDbStore;
import dev.dynamory.dynamodb.Dynamory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * What the store adds to the request it sends: each operation through the store, and the same
 * request {@link ByHand}, both answered from memory.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 5)
@Measurement(iterations = 4, time = 3)
@Fork(
    value = 1,
    jvmArgs = {"-XX:+UseSerialGC", "-Xms512m", "-Xmx512m", "-Xmn300m"})
public class Overhead {
  private static final String TABLE = "memory";
  private static final String PARTITION_KEY = "users:123";
  private static final String KEY = StubbedService.key(0);

  private final Namespace namespace = Namespace.of("users", "123");
  private final List<String> keys =
      IntStream.range(0, StubbedService.BATCH).mapToObj(StubbedService::key).toList();
  private final Map<String, Object> document = document();
  private final DynamoDbStore store;
  private final ByHand byHand;

  /** Makes both clients; no call. */
  public Overhead() {
    this(StubbedService.client(), StubbedService.client());
  }

  Overhead(DynamoDbClient ofStore, DynamoDbClient byHand) {
    this.store = Dynamory.using(ofStore).store(TABLE);
    this.byHand = new ByHand(byHand, TABLE);
  }

  private static Map<String, Object> document() {
    var source = new LinkedHashMap<String, Object>();
    source.put("kind", "chat");
    source.put("turn", 17);
    source.put("reply_to", null);
    var document = new LinkedHashMap<String, Object>();
    document.put("author", "ana");
    document.put(
        "text",
        "She moved to Lisbon last week, likes to eat fish, and asked to be reminded of the rent on the first of the month;"
            + " the flat is on the third floor and has no lift.");
    document.put("score", 0.875);
    document.put("count", 42);
    document.put("read", true);
    document.put("tags", Arrays.asList("home", "food", "rent"));
    document.put("source", source);
    return document;
  }

  /** UpdateItem. */
  @Benchmark
  public long putByStore() {
    return store.put(namespace, KEY, document);
  }

  /** UpdateItem. */
  @Benchmark
  public long putByHand() {
    return byHand.put(PARTITION_KEY, KEY, document);
  }

  /** GetItem. */
  @Benchmark
  public Optional<Item> getByStore() {
    return store.get(namespace, KEY);
  }

  /** GetItem. */
  @Benchmark
  public @Nullable Map<String, @Nullable Object> getByHand() {
    return byHand.get(PARTITION_KEY, KEY);
  }

  /** Query that finds 10. */
  @Benchmark
  public List<Item> searchByStore() {
    return store.search(Search.in(namespace).exact());
  }

  /** Query that finds 10. */
  @Benchmark
  public List<Map<String, @Nullable Object>> searchByHand() {
    return byHand.search(PARTITION_KEY, StubbedService.FOUND);
  }

  /** BatchGetItem of 100. */
  @Benchmark
  public List<Optional<Item>> batchByStore() {
    return store.batch(keys.stream().map(key -> Get.of(namespace, key)).toList());
  }

  /** BatchGetItem of 100. */
  @Benchmark
  public List<@Nullable Map<String, @Nullable Object>> batchByHand() {
    return byHand.getAll(PARTITION_KEY, keys);
  }
}
