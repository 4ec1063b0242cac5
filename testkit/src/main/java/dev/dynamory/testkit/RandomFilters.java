package dev.dynamory.testkit;

import dev.dynamory.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Filters over {@link RandomDocuments} that match now and then. */
final class RandomFilters {
  private static final List<String> PATHS =
      List.of(
          "a", "b", "c", "n", "deep", "a\\.b", "#x", ":x", "Größe", "😀", "\\[0]", "a.b", "b.a",
          "c[0]", "deep.n", "\\$gt");

  private final Random random;
  private final RandomDocuments documents;
  private final String prefix;

  RandomFilters(Random random, RandomDocuments documents) {
    this(random, documents, "");
  }

  /** Over documents below a path, which ends with a dot. */
  RandomFilters(Random random, RandomDocuments documents, String prefix) {
    this.random = random;
    this.documents = documents;
    this.prefix = prefix;
  }

  Filter filter() {
    return filter(0);
  }

  private Filter filter(int depth) {
    return switch (depth > 2 ? 9 : random.nextInt(10)) {
      case 0 -> Filter.NONE;
      case 1 -> filter(depth + 1).or(filter(depth + 1));
      case 2 -> filter(depth + 1).not();
      case 3, 4 -> filter(depth + 1).and(filter(depth + 1));
      default -> comparison(prefix + PATHS.get(random.nextInt(PATHS.size())));
    };
  }

  private Filter comparison(String path) {
    return switch (random.nextInt(10)) {
      case 0 -> Filter.gt(path, ordered());
      case 1 -> Filter.gte(path, ordered());
      case 2 -> Filter.lt(path, ordered());
      case 3 -> Filter.lte(path, ordered());
      case 4 -> Filter.in(path, List.of(ordered(), ordered(), true));
      case 5 -> Filter.contains(path, value());
      case 6 -> Filter.exists(path);
      case 7 -> Filter.missing(path);
      case 8 -> Filter.ne(path, value());
      default -> Filter.eq(path, value());
    };
  }

  private Object ordered() {
    var value = documents.scalar();
    return value == null || value instanceof Boolean ? documents.number() : value;
  }

  private @Nullable Object value() {
    if (random.nextInt(3) > 0) {
      return documents.scalar();
    }
    var list = new ArrayList<@Nullable Object>();
    list.add(documents.scalar());
    return random.nextBoolean() ? list : documents.document();
  }
}
