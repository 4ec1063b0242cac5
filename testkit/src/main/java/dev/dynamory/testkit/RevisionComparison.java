package dev.dynamory.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.BatchException;
import dev.dynamory.Document;
import dev.dynamory.RevisionConflictException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which revision of the database under test goes with which of the model. */
final class RevisionComparison {
  private final Map<String, String> fromModel = new HashMap<>();
  private final Map<String, String> toModel = new HashMap<>();
  private final List<String> known = new ArrayList<>();

  /** The revisions that the model has given so far, oldest first. */
  List<String> known() {
    return known;
  }

  String inDatabase(String revision) {
    return fromModel.getOrDefault(revision, revision);
  }

  void compare(String as, @Nullable Object expected, @Nullable Object actual) {
    if (expected instanceof String revision && actual instanceof String other) {
      if (fromModel.putIfAbsent(revision, other) == null) {
        known.add(revision);
      }
      toModel.putIfAbsent(other, revision);
      assertThat(other).as(as).isEqualTo(fromModel.get(revision));
      assertThat(revision).as(as).isEqualTo(toModel.get(other));
    } else if (expected instanceof Document document && actual instanceof Document other) {
      compare(as, document.revision(), other.revision());
      assertThat(withoutRevision(other))
          .as(as)
          .satisfies(value -> Samples.assertDocument(value, withoutRevision(document)));
    } else if (expected instanceof Optional<?> one && actual instanceof Optional<?> other) {
      compare(as, one.orElse(null), other.orElse(null));
    } else if (expected instanceof List<?> list && actual instanceof List<?> other) {
      assertThat(other).as(as).hasSameSizeAs(list);
      for (var n = 0; n < list.size(); n++) {
        compare(as, list.get(n), other.get(n));
      }
    } else if (expected instanceof RevisionConflictException conflict
        && actual instanceof RevisionConflictException other) {
      assertThat(other.outcomeUnknown()).as(as).isFalse();
      compare(as, conflict.current(), other.current());
    } else if (expected instanceof BatchException failure
        && actual instanceof BatchException other) {
      assertThat(other.failures()).as(as).hasSameSizeAs(failure.failures());
      failure.failures().forEach((n, one) -> compare(as, one, other.failures().get(n)));
    } else if (expected instanceof RuntimeException failure
        && actual instanceof RuntimeException other) {
      assertThat(other).as(as).hasSameClassAs(failure);
    } else {
      assertThat(actual).as(as).isEqualTo(expected);
    }
  }

  private static Map<String, Object> withoutRevision(Document document) {
    var value = new HashMap<>(document.value());
    value.remove("_rev");
    return value;
  }
}
