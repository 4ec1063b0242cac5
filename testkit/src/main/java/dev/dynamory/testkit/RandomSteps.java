package dev.dynamory.testkit;

import dev.dynamory.Delete;
import dev.dynamory.Filter;
import dev.dynamory.Get;
import dev.dynamory.ListNamespaces;
import dev.dynamory.Namespace;
import dev.dynamory.Operation;
import dev.dynamory.Put;
import dev.dynamory.Search;
import dev.dynamory.Store;
import dev.dynamory.Write;
import dev.dynamory.WriteCondition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Steps over few and odd names, so that they meet each other. */
final class RandomSteps {
  private static final int LARGE = 420_000;
  private static final List<String> LABELS =
      List.of("a", "b", "a:b", "a-", "%3A", "%", "*", "/", "😀", "\uffee", "a b", "Zoë");
  private static final List<String> KEYS =
      List.of("k", "K", "10", "9", "a:b", "\u0001", "😀", "\uffee", "%", "k\u0001");
  private static final List<Duration> MOVES =
      List.of(
          Duration.ofMillis(1),
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofSeconds(20),
          Duration.ofMinutes(2),
          Duration.ofMinutes(11),
          Duration.ofHours(2));

  private final Random random;
  private final MovableClock clock;
  private final RandomDocuments documents;
  private final RandomFilters filters;
  private List<Long> versions = List.of();
  private int puts;

  RandomSteps(Random random, MovableClock clock) {
    this.random = random;
    this.clock = clock;
    this.documents = new RandomDocuments(random);
    this.filters = new RandomFilters(random, documents);
  }

  static boolean isLarge(Map<String, Object> value) {
    return value.containsKey("large");
  }

  /** The next step; the versions are those that the model has given so far. */
  ModelComparison.Step next(List<Long> versions) {
    this.versions = versions;
    return switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4 -> write(put(true));
      case 5, 6 -> write(delete());
      case 7 -> repeatedPut();
      case 8 -> update();
      case 9, 10 -> read(get());
      case 11, 12 -> read(search());
      case 13 -> pages();
      case 14 -> read(list());
      case 15, 16 -> batch();
      case 17 -> transaction();
      case 18 -> random.nextInt(3) > 0 ? move() : deleteNamespace();
      default -> move();
    };
  }

  private static ModelComparison.Step step(Object name, Function<Store, @Nullable Object> action) {
    return new ModelComparison.Step(String.valueOf(name), (store, versions) -> action.apply(store));
  }

  private static ModelComparison.Step write(Write write) {
    return new ModelComparison.Step(
        write.toString(),
        (store, translation) -> {
          if (translated(write, translation) instanceof Put put) {
            return store.put(put);
          }
          store.delete((Delete) translated(write, translation));
          return "deleted";
        });
  }

  /** The write with its version, which is the model's, as that of the store. */
  private static Write translated(Write write, LongUnaryOperator translation) {
    if (!(write.condition() instanceof WriteCondition.Version version)) {
      return write;
    }
    var condition = WriteCondition.version(translation.applyAsLong(version.version()));
    return write instanceof Put put ? put.when(condition) : ((Delete) write).when(condition);
  }

  /** A put that is sent again, perhaps after somebody else's. */
  private ModelComparison.Step repeatedPut() {
    var put = put(true).operationId("operation-" + puts);
    var between = random.nextBoolean() ? List.of(put(false)) : List.<Put>of();
    return new ModelComparison.Step(
        put + " twice, between " + between,
        (store, translation) -> {
          var sent = (Put) translated(put, translation);
          var first = store.put(sent);
          var others =
              between.stream()
                  .map(
                      other ->
                          new Put(
                              put.namespace(),
                              put.key(),
                              other.value(),
                              other.condition(),
                              null,
                              null,
                              null))
                  .map(store::put)
                  .toList();
          return List.of(first, others, store.put(sent));
        });
  }

  private ModelComparison.Step update() {
    var namespace = namespace();
    var key = key();
    var field = pick(List.of("a", "b", "n"));
    var value = documents.number();
    return step(
        "update of " + field + " of " + key + " in " + namespace,
        store -> store.update(namespace, key, document -> document.put(field, value)));
  }

  private ModelComparison.Step read(Operation<?> operation) {
    return step(
        operation,
        store -> {
          if (operation instanceof Get get) {
            return store.get(get);
          }
          return operation instanceof Search search
              ? store.search(search)
              : store.listNamespaces((ListNamespaces) operation);
        });
  }

  private ModelComparison.Step pages() {
    var search = search().limit(1 + random.nextInt(5));
    var paged = random.nextBoolean() ? search.maxRead(1 + random.nextInt(6)) : search;
    return step("pages of " + paged, store -> Samples.allPages(store, paged));
  }

  private ModelComparison.Step batch() {
    var operations = new ArrayList<Operation<?>>();
    for (var n = random.nextInt(12); n > 0; n--) {
      operations.add(
          switch (random.nextInt(8)) {
            case 0, 1, 2 -> put(true);
            case 3 -> delete();
            case 4 -> search();
            case 5 -> list();
            default -> get();
          });
    }
    return new ModelComparison.Step(
        "batch of " + operations,
        (store, translation) -> {
          List<Operation<?>> translated =
              operations.stream()
                  .<Operation<?>>map(o -> o instanceof Write w ? translated(w, translation) : o)
                  .toList();
          return store.<Object>batch(translated);
        });
  }

  private ModelComparison.Step transaction() {
    var writes = new ArrayList<Write>();
    for (var n = random.nextInt(6); n >= 0; n--) {
      writes.add(random.nextInt(3) > 0 ? put(false) : delete());
    }
    return new ModelComparison.Step(
        "transaction of " + writes,
        (store, translation) ->
            store.transact(writes.stream().map(write -> translated(write, translation)).toList()));
  }

  private ModelComparison.Step deleteNamespace() {
    var namespace = namespace();
    return step(
        "deletion of namespace " + namespace,
        store -> "deleted " + store.deleteNamespace(namespace));
  }

  /** Time is the same for both stores, so it is moved once, by the step's making. */
  private ModelComparison.Step move() {
    var duration = pick(MOVES);
    clock.advance(duration);
    return step("the clock moved by " + duration, store -> "moved");
  }

  private Put put(boolean perhapsLarge) {
    puts++;
    Map<String, ?> value = documents.document();
    if (perhapsLarge && random.nextInt(40) == 0) {
      var bytes = new byte[LARGE];
      random.nextBytes(bytes);
      value = Map.of("large", bytes, "n", random.nextInt(4));
    }
    var put = Put.of(namespace(), key(), value).when(condition());
    return switch (random.nextInt(5)) {
      case 0 -> put.timeToLive(Duration.ofSeconds(1 + random.nextInt(300)));
      case 1 -> put.timeToLive(Put.FOREVER);
      default -> put;
    };
  }

  private Delete delete() {
    return Delete.of(namespace(), key()).when(condition());
  }

  private WriteCondition condition() {
    return switch (random.nextInt(6)) {
      case 0 -> WriteCondition.absent();
      case 1 -> WriteCondition.version(17);
      case 2 -> versions.isEmpty() ? WriteCondition.any() : recent();
      default -> WriteCondition.any();
    };
  }

  /** One of the last versions: few items have it, most of them at another place. */
  private WriteCondition recent() {
    var from = Math.max(0, versions.size() - 10);
    return WriteCondition.version(versions.get(from + random.nextInt(versions.size() - from)));
  }

  private Get get() {
    var get = Get.of(namespace(), key());
    return random.nextBoolean() ? get.consistent() : get;
  }

  private Search search() {
    var search =
        Search.in(prefix())
            .filter(random.nextBoolean() ? Filter.NONE : filters.filter())
            .limit(random.nextInt(3) == 0 ? 1_000 : random.nextInt(8))
            .offset(random.nextInt(3) == 0 ? random.nextInt(6) : 0);
    search = random.nextInt(4) == 0 ? search.consistent() : search;
    return random.nextInt(4) == 0 && !search.prefix().labels().isEmpty() ? search.exact() : search;
  }

  private ListNamespaces list() {
    var list = ListNamespaces.under(pattern()).endingWith(pattern());
    list = random.nextBoolean() ? list.maxDepth(1 + random.nextInt(3)) : list;
    list = random.nextBoolean() ? list.limit(random.nextInt(5)) : list;
    return random.nextInt(3) == 0 ? list.offset(random.nextInt(4)) : list;
  }

  private String[] pattern() {
    var pattern = new String[Math.max(0, random.nextInt(4) - 1)];
    for (var n = 0; n < pattern.length; n++) {
      pattern[n] = random.nextInt(3) == 0 ? "*" : pick(LABELS);
    }
    return pattern;
  }

  private Namespace prefix() {
    return random.nextInt(3) == 0 ? Namespace.ROOT : namespace();
  }

  /** Mostly one of few, so that operations meet. */
  private Namespace namespace() {
    var namespace = Namespace.of(pick(random.nextInt(4) > 0 ? LABELS.subList(0, 3) : LABELS));
    for (var depth = random.nextInt(3); depth > 0; depth--) {
      namespace = namespace.child(pick(random.nextInt(4) > 0 ? LABELS.subList(0, 2) : LABELS));
    }
    return namespace;
  }

  private String key() {
    return pick(random.nextInt(3) > 0 ? KEYS.subList(0, 3) : KEYS);
  }

  private <T> T pick(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
