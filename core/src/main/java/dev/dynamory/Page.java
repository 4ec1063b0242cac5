package dev.dynamory;

import java.util.List;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Some results, and the token that continues after them; a null token means that there are no more.
 * A page may be empty and still have a token. A truncated one comes from an index that gives only
 * so many candidates (DynamoDB: 100 a namespace): there may be matches that no page of the search
 * reaches.
 *
 * @param <T> what it is a page of
 */
public record Page<T>(List<T> items, @Nullable String nextToken, boolean isTruncated) {
  /** The items are copied. */
  public Page {
    items = List.copyOf(items);
  }

  /** A page whose pages reach every match. */
  public Page(List<T> items, @Nullable String nextToken) {
    this(items, nextToken, false);
  }

  /**
   * All items of all pages, fetched as the stream is read; {@code fetch} gets null for the first
   * page.
   */
  public static <T> Stream<T> stream(Function<@Nullable String, Page<T>> fetch) {
    return StreamSupport.stream(new Pages<>(fetch), false).flatMap(page -> page.items.stream());
  }

  private static final class Pages<T> extends AbstractSpliterator<Page<T>> {
    private final Function<@Nullable String, Page<T>> fetch;
    private @Nullable String token;
    private boolean done;

    Pages(Function<@Nullable String, Page<T>> fetch) {
      super(Long.MAX_VALUE, ORDERED | NONNULL);
      this.fetch = fetch;
    }

    @Override
    public boolean tryAdvance(Consumer<? super Page<T>> action) {
      if (done) {
        return false;
      }
      var page = fetch.apply(token);
      token = page.nextToken;
      done = token == null;
      action.accept(page);
      return true;
    }
  }
}
