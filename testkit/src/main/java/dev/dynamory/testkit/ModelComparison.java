package dev.dynamory.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.BatchException;
import dev.dynamory.InvalidInputException;
import dev.dynamory.Item;
import dev.dynamory.Search;
import dev.dynamory.Store;
import dev.dynamory.WriteConflictException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.LongUnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Carries out each step on the model and on the store under test and compares what they give. Their
 * versions differ, so they are compared as identities: each version of the model goes with one of
 * the store, and back.
 */
final class ModelComparison {
  private final Store model;
  private final Store store;
  private final boolean refreshes;
  private final Map<Long, Long> fromModel = new HashMap<>();
  private final Map<Long, Long> toModel = new HashMap<>();
  private final List<Long> versions = new ArrayList<>();

  /**
   * Something to do with a store; the operator translates a version of the model into one of that
   * store. Every {@link Long} in what it gives is a version.
   */
  record Step(String name, BiFunction<Store, LongUnaryOperator, @Nullable Object> action) {
    @Override
    public String toString() {
      return name;
    }
  }

  ModelComparison(Store model, Store store, boolean refreshes) {
    this.model = model;
    this.store = store;
    this.refreshes = refreshes;
  }

  /** The versions that the model has given so far, oldest first. */
  List<Long> versions() {
    return versions;
  }

  void compare(Step step) {
    var expected = outcome(step, model, version -> version);
    var actual = outcome(step, store, this::inStore);
    if (actual instanceof RuntimeException failure && !(expected instanceof RuntimeException)) {
      throw failure;
    }
    compare(expected, actual);
  }

  /** What only one of the two holds, to read beside a failure. */
  String differences() {
    var expected = contents(model);
    var actual = contents(store);
    var missing = expected.stream().filter(item -> !actual.contains(item)).toList();
    var more = actual.stream().filter(item -> !expected.contains(item)).toList();
    return "only the model holds " + missing + ", only the store holds " + more;
  }

  private static List<String> contents(Store store) {
    try {
      return store.search(Search.everywhere().limit(Integer.MAX_VALUE).consistent()).stream()
          .map(
              i -> "%s %s (%s, %s)".formatted(i.namespace(), i.key(), i.updatedAt(), i.expiresAt()))
          .toList();
    } catch (RuntimeException e) {
      return List.of(e.toString());
    }
  }

  private static @Nullable Object outcome(Step step, Store store, LongUnaryOperator translation) {
    try {
      return step.action.apply(store, translation);
    } catch (WriteConflictException | BatchException | InvalidInputException e) {
      return e;
    }
  }

  private void compare(@Nullable Object expected, @Nullable Object actual) {
    if (expected instanceof Long version && actual instanceof Long other) {
      compareVersions(version, other);
    } else if (expected instanceof Item item && actual instanceof Item other) {
      compareItems(item, other);
    } else if (expected instanceof Optional<?> some && actual instanceof Optional<?> other) {
      compare(some.orElse(null), other.orElse(null));
    } else if (expected instanceof List<?> list && actual instanceof List<?> other) {
      compareLists(list, other);
    } else if (expected instanceof WriteConflictException conflict
        && actual instanceof WriteConflictException other) {
      compareConflicts(conflict, other);
    } else if (expected instanceof BatchException failure
        && actual instanceof BatchException other) {
      assertThat(other.failures().keySet()).isEqualTo(failure.failures().keySet());
      failure.failures().forEach((index, one) -> compare(one, other.failures().get(index)));
    } else if (expected instanceof InvalidInputException bad
        && actual instanceof InvalidInputException other) {
      assertThat(other.path()).isEqualTo(bad.path());
    } else {
      assertThat(actual).isEqualTo(expected);
    }
  }

  private void compareLists(List<?> expected, List<?> actual) {
    assertThat(actual.stream().map(ModelComparison::brief))
        .isEqualTo(expected.stream().map(ModelComparison::brief).toList());
    for (var n = 0; n < expected.size(); n++) {
      compare(expected.get(n), actual.get(n));
    }
  }

  /** What can be compared at once and makes a readable message. */
  private static Object brief(@Nullable Object result) {
    if (result instanceof Item item) {
      return item.namespace() + " " + item.key();
    } else if (result instanceof Optional<?> optional) {
      return optional.map(ModelComparison::brief);
    } else if (result instanceof Long version) {
      return version == 0 ? "no version" : "a version";
    }
    return String.valueOf(result instanceof List<?> list ? list.size() : result);
  }

  private void compareItems(Item expected, Item actual) {
    assertThat(actual.namespace()).isEqualTo(expected.namespace());
    assertThat(actual.key()).isEqualTo(expected.key());
    Samples.assertDocument(actual.value(), expected.value());
    compareVersions(expected.version(), actual.version());
    assertThat(actual.createdAt()).as("createdAt").isEqualTo(expected.createdAt());
    assertThat(actual.updatedAt()).as("updatedAt").isEqualTo(expected.updatedAt());
    assertThat(actual.timeToLive()).as("timeToLive").isEqualTo(expected.timeToLive());
    assertThat(actual.score()).isNull();
    // A read that renews may say the expiry before or after; what follows shows whether it renewed.
    if (refreshes) {
      assertThat(actual.expiresAt() == null).isEqualTo(expected.expiresAt() == null);
    } else {
      assertThat(actual.expiresAt()).as("expiresAt").isEqualTo(expected.expiresAt());
    }
  }

  /**
   * Of several conflicts of a transaction any may be the one thrown; the model carries all of them.
   */
  private WriteConflictException thrown(
      WriteConflictException first, WriteConflictException actual) {
    return Stream.concat(Stream.of(first), Arrays.stream(first.getSuppressed()))
        .filter(WriteConflictException.class::isInstance)
        .map(WriteConflictException.class::cast)
        .filter(one -> one.condition().getClass().equals(actual.condition().getClass()))
        .filter(one -> inStore(one.currentVersion()) == actual.currentVersion())
        .findFirst()
        .orElse(first);
  }

  private long inStore(long version) {
    return fromModel.getOrDefault(version, version);
  }

  private void compareConflicts(WriteConflictException first, WriteConflictException actual) {
    var expected = thrown(first, actual);
    compareVersions(expected.currentVersion(), actual.currentVersion());
    assertThat(actual.condition().getClass()).isEqualTo(expected.condition().getClass());
    assertThat(actual.outcomeUnknown()).isFalse();
    var value = expected.currentValue();
    if (actual.currentValue().isPresent()
        || value.map(RandomSteps::isLarge).equals(Optional.of(false))) {
      Samples.assertDocument(actual.currentValue().orElse(null), value.orElse(null));
    }
  }

  private void compareVersions(long expected, long actual) {
    if (expected == 0 || actual == 0) {
      assertThat(actual).as("version").isEqualTo(expected);
      return;
    }
    if (fromModel.putIfAbsent(expected, actual) == null) {
      versions.add(expected);
    }
    toModel.putIfAbsent(actual, expected);
    assertThat(actual).as("version").isEqualTo(fromModel.get(expected));
    assertThat(expected).as("the model's version").isEqualTo(toModel.get(actual));
  }
}
