package dev.dynamory;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Some results, and the token that continues after them; a null token means that there are no more.
 * A page may be empty and still have a token.
 *
 * @param <T> what it is a page of
 */
public record Page<T>(List<T> items, @Nullable String nextToken) {
  /** The items are copied. */
  public Page {
    items = List.copyOf(items);
  }

  /**
   * All items of all pages, fetched as the stream is read; {@code fetch} gets null for the first
   * page.
   */
  public static <T> Stream<T> stream(Function<@Nullable String, Page<T>> fetch) {
    return Stream.iterate(
            fetch.apply(null),
            page -> page != null,
            page -> page.nextToken == null ? null : fetch.apply(page.nextToken))
        .flatMap(page -> page.items.stream());
  }
}
