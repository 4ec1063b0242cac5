package dev.dynamory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InMemorySearchTest {
  private static final Namespace DOCS = Namespace.of("docs", "ana");

  private Instant now = Instant.parse("2026-11-21T12:00:00Z");
  private final InMemoryStore store = InMemory.store().withClock(() -> now);

  private static Put put(String key, int n) {
    return Put.of(DOCS, key, Map.of("n", n));
  }

  @Test
  void searchesAPrefixByWholeLabelsInOrder() {
    var u = Namespace.of("u");
    for (var namespace :
        List.of(
            u,
            u.child("1"),
            u.child("1").child("x"),
            u.child("1-"),
            Namespace.of("uv"),
            Namespace.of("\ud83d\ude00"),
            Namespace.of("\uffee"))) {
      store.put(namespace, "b", Map.of());
      store.put(namespace, "a", Map.of());
    }
    assertThat(keys(Search.in(u).limit(100)))
        .containsExactly("u a", "u b", "u/1 a", "u/1 b", "u/1/x a", "u/1/x b", "u/1- a", "u/1- b");
    assertThat(keys(Search.in(u.child("1")))).hasSize(4);
    assertThat(keys(Search.in(u.child("1")).exact())).containsExactly("u/1 a", "u/1 b");
    assertThat(keys(Search.in(u).exact().offset(1))).containsExactly("u b");
    assertThat(keys(Search.in(Namespace.of("none")))).isEmpty();
    assertThat(keys(Search.everywhere().limit(100)))
        .hasSize(14)
        .endsWith("\uffee a", "\uffee b", "\ud83d\ude00 a", "\ud83d\ude00 b");
    assertThat(keys(Search.everywhere())).hasSize(Search.DEFAULT_LIMIT);
  }

  @Test
  void filtersBeforeOffsetAndLimit() {
    for (var i = 0; i < 100; i++) {
      store.put(put("k%03d".formatted(i), i));
    }
    var odd = Search.in(DOCS).filter(Filter.gte("n", 90));
    assertThat(keys(odd)).hasSize(10);
    assertThat(keys(odd.limit(3).offset(8))).containsExactly("docs/ana k098", "docs/ana k099");
    assertThat(keys(odd.limit(0))).isEmpty();
    assertThat(keys(odd.offset(10))).isEmpty();
    assertThat(keys(Search.in(DOCS).filter(Filter.eq("n", 77)).limit(1)))
        .containsExactly("docs/ana k077");
  }

  @Test
  void badSearchesAreBadInput() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> store.search(Search.in(DOCS).maxRead(5)));
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> store.searchPage(Search.in(DOCS).limit(0)));
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> store.search(Search.in(DOCS).limit(0).pageToken("x")));
  }

  @Test
  void pagesGiveEveryItemOnceWhateverTheirSize() {
    Seeds.each(
        200,
        random -> {
          var filled = InMemory.store();
          for (var i = random.nextInt(30); i > 0; i--) {
            filled.put(
                Namespace.of("a" + random.nextInt(3), "b" + random.nextInt(3)),
                "k" + random.nextInt(5),
                Map.of("n", random.nextInt(3)));
          }
          var search =
              (random.nextBoolean() ? Search.everywhere() : Search.in(Namespace.of("a1")))
                  .filter(random.nextBoolean() ? Filter.NONE : Filter.lt("n", 2))
                  .offset(random.nextInt(5));
          var paged = search.limit(1 + random.nextInt(6)).maxRead(1 + random.nextInt(6));
          var found = Page.stream(token -> filled.searchPage(paged.pageToken(token))).toList();
          assertThat(found).isEqualTo(filled.search(search.limit(1_000)));
        });
  }

  @Test
  void aPageEndsAtMaxReadAndTheLastHasNoToken() {
    for (var i = 0; i < 5; i++) {
      store.put(put("k" + i, i));
    }
    var search = Search.in(DOCS).filter(Filter.eq("n", 4)).maxRead(2);
    var first = store.searchPage(search);
    assertThat(first.items()).isEmpty();
    assertThat(first.nextToken()).isNotNull();
    var whole = store.searchPage(Search.in(DOCS).limit(5));
    assertThat(whole.items()).hasSize(5);
    assertThat(whole.nextToken()).isNull();
    assertThat(
            store.search(
                Search.in(DOCS).pageToken(store.searchPage(Search.in(DOCS).limit(3)).nextToken())))
        .extracting(Item::key)
        .containsExactly("k3", "k4");
  }

  @Test
  void aPageReadsAtMostTenThousandItemsIfNothingIsSaid() {
    for (var i = 0; i < 10_001; i++) {
      store.put(put("k%05d".formatted(i), i));
    }
    var last = Search.in(DOCS).filter(Filter.eq("n", 10_000));
    var page = store.searchPage(last);
    assertThat(page.items()).isEmpty();
    assertThat(store.searchPage(last.pageToken(page.nextToken())).items()).hasSize(1);
    assertThat(store.search(last)).hasSize(1);
  }

  @Test
  void listsNamespacesThatHoldItems() {
    for (var labels : List.of("a/x/m", "a/y/m", "a/y/n", "b", "b/x/m", "a-")) {
      store.put(Namespace.parse(labels), "k", Map.of());
    }
    store.delete(Namespace.of("b"), "k");
    store.get(Namespace.of("read", "only"), "k");
    assertThat(listed(ListNamespaces.all()))
        .containsExactly("a/x/m", "a/y/m", "a/y/n", "a-", "b/x/m");
    assertThat(listed(ListNamespaces.under("a"))).containsExactly("a/x/m", "a/y/m", "a/y/n");
    assertThat(listed(ListNamespaces.under("*", "x"))).containsExactly("a/x/m", "b/x/m");
    assertThat(listed(ListNamespaces.all().endingWith("m").maxDepth(1))).containsExactly("a", "b");
    assertThat(listed(ListNamespaces.all().maxDepth(2).offset(1).limit(2)))
        .containsExactly("a/y", "a-");
    assertThat(listed(ListNamespaces.all().limit(0))).isEmpty();
    assertThat(listed(ListNamespaces.all().offset(Integer.MAX_VALUE).limit(Integer.MAX_VALUE)))
        .isEmpty();
  }

  @Test
  void deletesANamespaceAndWhatLiesUnderIt() {
    for (var labels : List.of("u", "u/1", "u/1/x", "uv")) {
      store.put(Namespace.parse(labels), "a", Map.of());
      store.put(Namespace.parse(labels), "b", Map.of());
    }
    store.put(Put.of(Namespace.of("u"), "c", Map.of()).timeToLive(Duration.ofSeconds(1)));
    now = now.plusSeconds(5);
    assertThat(store.deleteNamespace(Namespace.of("u"))).isEqualTo(6);
    assertThat(listed(ListNamespaces.all())).containsExactly("uv");
    assertThat(store.deleteNamespace(Namespace.of("u"))).isZero();
    for (var bad : List.of(Namespace.ROOT, Namespace.of("dynamory", "x"))) {
      assertThatExceptionOfType(InvalidInputException.class)
          .isThrownBy(() -> store.deleteNamespace(bad))
          .satisfies(e -> assertThat(e.argument()).isEqualTo("prefix"));
    }
  }

  private List<String> keys(Search search) {
    return store.search(search).stream().map(item -> item.namespace() + " " + item.key()).toList();
  }

  private List<String> listed(ListNamespaces which) {
    return store.listNamespaces(which).stream().map(Namespace::toString).toList();
  }
}
