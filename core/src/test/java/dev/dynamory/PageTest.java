package dev.dynamory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PageTest {
  private final List<@Nullable String> fetched = new ArrayList<>();

  /** Three pages: 1 and 2, then none, then 3. */
  private Page<Integer> fetch(@Nullable String token) {
    fetched.add(token);
    if (token == null) {
      return new Page<>(List.of(1, 2), "second");
    }
    return token.equals("second") ? new Page<>(List.of(), "third") : new Page<>(List.of(3), null);
  }

  private Stream<Integer> stream() {
    return Page.stream(this::fetch);
  }

  @Test
  void streamsAllItemsOfAllPagesAlsoAfterAnEmptyOne() {
    assertThat(stream().toList()).containsExactly(1, 2, 3);
    assertThat(fetched).containsExactly(null, "second", "third");
  }

  @Test
  void fetchesNothingBeforeItIsRead() {
    var stream = stream();
    assertThat(fetched).isEmpty();
    assertThat(stream.findFirst()).contains(1);
    assertThat(fetched).hasSize(1);
  }

  @Test
  void fetchesNoMorePagesThanAreRead() {
    assertThat(stream().limit(2).toList()).containsExactly(1, 2);
    assertThat(fetched).hasSize(1);
    var iterator = stream().iterator();
    assertThat(iterator.next()).isEqualTo(1);
    assertThat(iterator.next()).isEqualTo(2);
    assertThat(fetched).hasSize(2);
  }

  @Test
  void thePageIsACopy() {
    var items = new ArrayList<>(List.of(1));
    var page = new Page<>(items, null);
    items.clear();
    assertThat(page.items()).containsExactly(1);
  }
}
