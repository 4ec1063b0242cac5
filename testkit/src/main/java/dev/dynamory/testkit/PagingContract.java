package dev.dynamory.testkit;

import static dev.dynamory.testkit.Samples.allPages;
import static dev.dynamory.testkit.Samples.document;
import static dev.dynamory.testkit.Samples.fresh;
import static dev.dynamory.testkit.Samples.key;
import static dev.dynamory.testkit.Samples.keys;
import static dev.dynamory.testkit.Samples.numberedKeys;
import static dev.dynamory.testkit.Samples.putNumbered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dynamory.Filter;
import dev.dynamory.InvalidInputException;
import dev.dynamory.Namespace;
import dev.dynamory.Payload;
import dev.dynamory.Put;
import dev.dynamory.Search;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Searching page by page: complete, in order, and a token is good for its own search only. */
public interface PagingContract extends StoreFixture {

  @Test
  default void thePagesTogetherAreTheWholeSearch() {
    var root = fresh();
    fillTree(root);
    for (var filter : List.of(Filter.NONE, Filter.eq("even", true), Filter.eq("n", 3))) {
      var search = Search.in(root).filter(filter).limit(1_000);
      var all = store().search(search);
      for (var limit : List.of(1, 3, 7, 40, 1_000)) {
        assertThat(allPages(store(), search.limit(limit))).isEqualTo(all);
      }
    }
  }

  @Test
  default void thePagesOfAnExactSearchStayInItsNamespace() {
    var root = fresh();
    putNumbered(store(), root, 10);
    putNumbered(store(), root.child("under"), 3);
    assertThat(keys(allPages(store(), Search.in(root).exact().limit(4))))
        .isEqualTo(numberedKeys(0, 10));
  }

  @Test
  default void theLastPageHasNoTokenOrOneThatLeadsToAnEmptyPage() {
    var namespace = fresh();
    putNumbered(store(), namespace, 4);
    var search = Search.in(namespace);
    assertThat(store().searchPage(search.limit(5)).nextToken()).isNull();
    var full = store().searchPage(search.limit(4));
    assertThat(full.items()).hasSize(4);
    if (full.nextToken() != null) {
      var after = store().searchPage(search.limit(4).pageToken(full.nextToken()));
      assertThat(after.items()).isEmpty();
      assertThat(after.nextToken()).isNull();
    }
    assertThat(store().searchPage(Search.in(namespace.child("absent"))).nextToken()).isNull();
  }

  @Test
  default void aTokenContinuesAfterItsItemIsDeleted() {
    var namespace = fresh();
    putNumbered(store(), namespace, 6);
    var token = tokenAfterFirst(Search.in(namespace).limit(3));
    store().delete(namespace, key(2));
    store().delete(namespace, key(3));
    assertThat(keys(store().search(Search.in(namespace).pageToken(token))))
        .containsExactly(key(4), key(5));
  }

  @Test
  default void aTokenContinuesAfterItsWholeNamespaceIsDeleted() {
    var root = fresh();
    for (var label : List.of("a", "b", "c")) {
      putNumbered(store(), root.child(label), 2);
    }
    var token = tokenAfterFirst(Search.in(root).limit(3));
    store().deleteNamespace(root.child("b"));
    assertThat(store().search(Search.in(root).pageToken(token)))
        .extracting(item -> item.namespace())
        .containsExactly(root.child("c"), root.child("c"));
  }

  @Test
  default void aTokenSeesWhatIsPutBehindItAndNotWhatIsPutBefore() {
    var namespace = fresh();
    putNumbered(store(), namespace, 6);
    var token = tokenAfterFirst(Search.in(namespace).limit(3));
    store().put(namespace, key(1) + "-before", Map.of());
    store().put(namespace, key(4) + "-behind", Map.of());
    store().put(namespace.child("behind"), "k", Map.of());
    assertThat(keys(store().search(Search.in(namespace).pageToken(token))))
        .containsExactly(key(3), key(4), key(4) + "-behind", key(5), "k");
  }

  @Test
  default void aTokenIsGoodMoreThanOnceAndForOtherLimits() {
    var namespace = fresh();
    putNumbered(store(), namespace, 9);
    var search = Search.in(namespace).limit(3);
    var token = tokenAfterFirst(search);
    for (var time = 0; time < 2; time++) {
      assertThat(keys(store().searchPage(search.pageToken(token)).items()))
          .isEqualTo(numberedKeys(3, 6));
    }
    assertThat(keys(store().searchPage(search.limit(100).consistent().pageToken(token)).items()))
        .isEqualTo(numberedKeys(3, 9));
  }

  @Test
  default void aNullTokenIsTheFirstPage() {
    var namespace = fresh();
    putNumbered(store(), namespace, 2);
    assertThat(keys(store().searchPage(Search.in(namespace).pageToken(null)).items()))
        .isEqualTo(numberedKeys(0, 2));
  }

  @Test
  default void anOffsetIsSkippedOnce() {
    var root = fresh();
    for (var label : List.of("a", "b", "c")) {
      putNumbered(store(), root.child(label), 5);
    }
    var search = Search.in(root).offset(7).limit(100);
    var all = store().search(search);
    assertThat(all).hasSize(8);
    assertThat(allPages(store(), search.limit(3))).isEqualTo(all);
    assertThat(allPages(store(), search.limit(3).maxRead(2))).isEqualTo(all);
  }

  @Test
  default void oddNamesSurviveATokensTrip() {
    var root = fresh();
    for (var name : NameContract.ODD) {
      store().put(root.child(name), name, Map.of());
      store().put(root.child(name), name + "\u0001", Map.of());
    }
    var search = Search.in(root).limit(1_000);
    assertThat(allPages(store(), search.limit(1))).isEqualTo(store().search(search));
  }

  @Test
  default void maxReadEndsAPageEarlyAndThePagesAreStillComplete() {
    var namespace = fresh();
    putNumbered(store(), namespace, 30);
    var rare = Search.in(namespace).filter(Filter.eq("n", 29)).maxRead(10);
    var first = store().searchPage(rare);
    assertThat(first.items()).isEmpty();
    assertThat(first.nextToken()).isNotNull();
    assertThat(keys(allPages(store(), rare))).containsExactly(key(29));
    assertThat(allPages(store(), rare.filter(Filter.eq("n", 30)))).isEmpty();
    var page = store().searchPage(Search.in(namespace).maxRead(10).limit(25));
    assertThat(page.items()).hasSizeLessThanOrEqualTo(10);
    assertThat(keys(allPages(store(), Search.in(namespace).maxRead(7).limit(25))))
        .isEqualTo(numberedKeys(0, 30));
  }

  @Test
  default void maxReadHoldsAcrossNamespaces() {
    var root = fresh();
    var puts = new ArrayList<Put>();
    for (var n = 0; n < 20; n++) {
      puts.add(Put.of(root.child(key(n)), "k", Map.of("n", n)));
    }
    store().batch(puts);
    var rare = Search.in(root).filter(Filter.eq("n", 19)).maxRead(3);
    assertThat(store().searchPage(rare).items()).isEmpty();
    assertThat(allPages(store(), rare)).hasSize(1);
  }

  @Test
  default void aSearchWithoutMaxReadReadsToTheEnd() {
    var namespace = fresh();
    putNumbered(store(), namespace, 60);
    var search = Search.in(namespace).filter(Filter.eq("n", 59)).limit(1);
    assertThat(keys(store().search(search))).containsExactly(key(59));
    assertThat(keys(store().searchPage(search).items())).containsExactly(key(59));
  }

  @Test
  default void theOrderOfAFiltersFieldsDoesNotMatterToAToken() {
    var namespace = fresh();
    putNumbered(store(), namespace, 4);
    var ab = new LinkedHashMap<String, Object>();
    ab.put("n", Map.of("$gte", 0));
    ab.put("m", Map.of("$exists", false));
    var ba = new LinkedHashMap<String, Object>();
    ba.put("m", Map.of("$exists", false));
    ba.put("n", Map.of("$gte", 0.0));
    var token = tokenAfterFirst(Search.in(namespace).filter(Filter.of(ab)).limit(2));
    assertThat(keys(store().search(Search.in(namespace).filter(Filter.of(ba)).pageToken(token))))
        .isEqualTo(numberedKeys(2, 4));
  }

  @Test
  default void refusesTheTokenOfAnotherSearch() {
    var root = fresh();
    putNumbered(store(), root.child("a"), 4);
    putNumbered(store(), root.child("b"), 4);
    var search = Search.in(root.child("a")).filter(Filter.gte("n", 0)).limit(2);
    var token = tokenAfterFirst(search);
    assertRefused(Search.in(root.child("b")).filter(Filter.gte("n", 0)), token);
    assertRefused(Search.in(root).filter(Filter.gte("n", 0)), token);
    assertRefused(Search.in(root.child("a")).filter(Filter.gte("n", 1)), token);
    assertRefused(Search.in(root.child("a")).filter(Filter.gt("n", 0)), token);
    assertRefused(Search.in(root.child("a")), token);
    assertRefused(search.exact(), token);
  }

  @Test
  default void refusesATokenThatLeadsToAnotherTenant() {
    var mine = fresh();
    var theirs = fresh();
    putNumbered(store(), mine, 4);
    putNumbered(store(), theirs, 4);
    var search = Search.in(mine).limit(2);
    var token = tokenAfterFirst(search);
    assertRefused(search, forged(token, "n", theirs.labels()));
    assertRefused(search, forged(token, "n", List.of()));
    assertRefused(search, forged(token, "n", List.of("dynamory", "namespaces")));
    assertRefused(search, forged(token, "n", List.of(mine.labels().get(0) + "x")));
    var exact = Search.in(mine).exact().limit(2);
    assertRefused(exact, forged(tokenAfterFirst(exact), "n", mine.child("under").labels()));
  }

  @Test
  default void refusesWhatIsNoToken() {
    var namespace = fresh();
    putNumbered(store(), namespace, 4);
    var search = Search.in(namespace).limit(2);
    var token = tokenAfterFirst(search);
    assertRefused(search, "");
    assertRefused(search, "not a token");
    assertRefused(search, "AAAA");
    assertRefused(search, token.substring(0, token.length() / 2));
    assertRefused(search, "A" + token);
    assertRefused(search, forged(token, "v", 999));
    assertRefused(search, forged(token, "k", 7));
    assertRefused(search, forged(token, "k", ""));
    assertRefused(search, forged(token, "k", null));
    assertRefused(search, forged(token, "n", "label"));
    assertRefused(search, forged(token, "n", List.of(1)));
    assertRefused(search, forged(token, "h", 0));
  }

  private void fillTree(Namespace root) {
    var puts = new ArrayList<Put>();
    var namespaces =
        List.of(
            root, root.child("a"), root.child("a").child("b"), root.child("a-"), root.child("😀"));
    for (var namespace : namespaces) {
      for (var n = 0; n < 6; n++) {
        puts.add(Put.of(namespace, key(n), Map.of("n", n, "even", n % 2 == 0)));
      }
    }
    store().batch(puts);
  }

  private String tokenAfterFirst(Search search) {
    return Objects.requireNonNull(store().searchPage(search).nextToken(), "there is a next page");
  }

  private void assertRefused(Search search, String token) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> store().searchPage(search.pageToken(token)))
        .satisfies(e -> assertThat(e.argument()).isEqualTo("pageToken"));
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> store().search(search.pageToken(token)))
        .satisfies(e -> assertThat(e.argument()).isEqualTo("pageToken"));
  }

  /** The token with one field changed by somebody who knows the format. */
  private static String forged(String token, String field, @Nullable Object value) {
    var bytes = Base64.getUrlDecoder().decode(token);
    var document =
        new LinkedHashMap<String, @Nullable Object>(Payload.of(Payload.DOCUMENT, bytes).document());
    assertThat(document).containsKey(field);
    document.putAll(document(field, value));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Payload.of(document).bytes());
  }
}
