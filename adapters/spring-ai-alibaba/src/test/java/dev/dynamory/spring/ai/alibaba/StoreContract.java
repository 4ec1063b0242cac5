package dev.dynamory.spring.ai.alibaba;

import static com.alibaba.cloud.ai.graph.StateGraph.END;
import static com.alibaba.cloud.ai.graph.StateGraph.START;
import static com.alibaba.cloud.ai.graph.action.AsyncNodeAction.node_async;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.alibaba.cloud.ai.graph.CompileConfig;
import com.alibaba.cloud.ai.graph.StateGraph;
import com.alibaba.cloud.ai.graph.store.NamespaceListRequest;
import com.alibaba.cloud.ai.graph.store.StoreItem;
import com.alibaba.cloud.ai.graph.store.StoreSearchRequest;
import dev.dynamory.Store;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the framework expects of a store, and what we promise beyond it. */
abstract class StoreContract {
  private static final List<String> ANA = List.of("users", "ana");

  /** The same store in another process. */
  abstract Store store();

  private DynamoryStore graphs() {
    return DynamoryStore.of(store());
  }

  private void put(List<String> namespace, String key, Map<String, Object> value) {
    graphs().putItem(StoreItem.of(namespace, key, value));
  }

  private static StoreSearchRequest.Builder everything() {
    return StoreSearchRequest.builder();
  }

  private List<String> found(StoreSearchRequest request) {
    return graphs().searchItems(request).getItems().stream().map(StoreItem::getKey).toList();
  }

  @BeforeEach
  void anEmptyStore() {
    graphs().clear();
  }

  @Test
  void whatIsPutIsThereInAnyProcessUntilItIsDeleted() {
    var value =
        Map.<String, Object>of(
            "theme", "dark", "size", 12, "ratio", 1.5, "nested", Map.of("list", List.of(1, "two")));
    put(ANA, "settings", value);
    var item = graphs().getItem(ANA, "settings").orElseThrow();
    assertThat(item.getNamespace()).isEqualTo(ANA);
    assertThat(item.getKey()).isEqualTo("settings");
    assertThat(item.getValue()).isEqualTo(value);
    assertThat(graphs().getItem(ANA, "other")).isEmpty();
    assertThat(graphs().getItem(List.of("users"), "settings")).isEmpty();
    assertThat(graphs().deleteItem(ANA, "settings")).isTrue();
    assertThat(graphs().deleteItem(ANA, "settings")).isFalse();
    assertThat(graphs().getItem(ANA, "settings")).isEmpty();
  }

  @Test
  void aPutReplacesTheValueAndKeepsTheTimeOfCreation() {
    put(ANA, "item", Map.of("version", 1, "old", true));
    var first = graphs().getItem(ANA, "item").orElseThrow();
    put(ANA, "item", Map.of("version", 2));
    var second = graphs().getItem(ANA, "item").orElseThrow();
    assertThat(second.getValue()).isEqualTo(Map.of("version", 2));
    assertThat(second.getCreatedAt()).isEqualTo(first.getCreatedAt());
    assertThat(second.getUpdatedAt()).isGreaterThanOrEqualTo(first.getUpdatedAt());
    assertThat(graphs().size()).isEqualTo(1);
  }

  @Test
  void badInputIsAnIllegalArgument() {
    var store = graphs();
    for (Callable<?> bad :
        List.<Callable<?>>of(
            () -> store.getItem(ANA, ""),
            () -> store.getItem(ANA, " "),
            () -> store.getItem(List.of(), "key"),
            () -> store.deleteItem(List.of(""), "key"),
            () -> store.getItem(List.of("dynamory"), "key"),
            () -> store.searchItems(everything().filter(Map.of("a", new Object())).build()))) {
      assertThatIllegalArgumentException().isThrownBy(bad::call);
    }
    assertThatIllegalArgumentException().isThrownBy(() -> put(ANA, "k", Map.of("a", new Object())));
    assertThatIllegalArgumentException().isThrownBy(() -> put(List.of(), "k", Map.of()));
  }

  @Test
  @SuppressWarnings("NullAway") // what the framework's contract says of null
  void nullIsAnIllegalArgument() {
    var store = graphs();
    assertThatIllegalArgumentException().isThrownBy(() -> store.putItem(null));
    assertThatIllegalArgumentException().isThrownBy(() -> put(null, "key", Map.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> put(ANA, "key", null));
    assertThatIllegalArgumentException().isThrownBy(() -> store.getItem(null, "key"));
    assertThatIllegalArgumentException().isThrownBy(() -> store.getItem(ANA, null));
    assertThatIllegalArgumentException().isThrownBy(() -> store.deleteItem(ANA, null));
    assertThatIllegalArgumentException().isThrownBy(() -> store.searchItems(null));
    assertThatIllegalArgumentException().isThrownBy(() -> store.listNamespaces(null));
  }

  private void threeUsers() {
    put(List.of("users", "admin"), "profile", Map.of("name", "Administrator", "age", 50));
    put(List.of("users", "ana", "preferences"), "ui", Map.of("theme", "dark", "age", 9));
    put(List.of("users", "bob", "preferences"), "ui 2", Map.of("theme", "light", "age", 10.5));
    put(List.of("users2"), "Theme of all", Map.of("a.b[0]", "x", "$and", 1));
  }

  @Test
  void findsByNamespaceQueryAndFilterAndCountsAll() {
    threeUsers();
    assertThat(found(everything().build()))
        .containsExactly("profile", "ui", "ui 2", "Theme of all");
    assertThat(found(everything().namespace("users").build())).hasSize(3);
    assertThat(found(everything().namespace("users", "ana").build())).containsExactly("ui");
    assertThat(found(everything().namespace("use").build())).isEmpty();
    assertThat(found(everything().query("ADMINistrator").build())).containsExactly("profile");
    assertThat(found(everything().query("theme").build()))
        .containsExactly("ui", "ui 2", "Theme of all");
    assertThat(found(everything().query("theme").namespace("users2").build())).hasSize(1);
    assertThat(found(everything().query(" ").build())).hasSize(4);
    assertThat(found(everything().filter(Map.of("theme", "dark")).build())).containsExactly("ui");
    assertThat(found(everything().filter(Map.of("theme", "dark", "age", 9L)).build())).hasSize(1);
    assertThat(found(everything().filter(Map.of("theme", "dark", "age", 10)).build())).isEmpty();
    assertThat(found(everything().filter(Map.of("a.b[0]", "x", "$and", 1)).build()))
        .containsExactly("Theme of all");
    assertThat(found(everything().filter(Map.of("age", Map.of("$gt", 1))).build())).isEmpty();
    var missing = new HashMap<String, Object>();
    missing.put("age", null);
    assertThat(found(everything().filter(missing).build())).containsExactly("Theme of all");
    var result = graphs().searchItems(everything().offset(1).limit(2).build());
    assertThat(result.getItems()).extracting(StoreItem::getKey).containsExactly("ui", "ui 2");
    assertThat(result.getTotalCount()).isEqualTo(4);
    assertThat(result.getOffset()).isEqualTo(1);
    assertThat(result.getLimit()).isEqualTo(2);
    assertThat(result.hasMore()).isTrue();
    assertThat(graphs().searchItems(everything().offset(9).build()).getTotalCount()).isEqualTo(4);
    assertThat(found(everything().offset(9).build())).isEmpty();
  }

  @Test
  void sortsByAnyFieldWhateverTheKindsOfNumbers() {
    threeUsers();
    put(List.of("users2"), "large", Map.of("age", 5_000_000_000L));
    put(List.of("users2"), "text", Map.of("age", "unknown"));
    var byAge = everything().sortFields(List.of("age", "key"));
    var ascending = List.of("Theme of all", "ui", "ui 2", "profile", "large", "text");
    assertThat(found(byAge.build())).isEqualTo(ascending);
    var descending = new ArrayList<>(ascending);
    Collections.reverse(descending);
    assertThat(found(byAge.ascending(false).build())).isEqualTo(descending);
    assertThat(found(everything().sortFields(List.of("namespace", "key")).build()))
        .containsExactly("profile", "ui", "ui 2", "Theme of all", "large", "text");
    assertThat(found(everything().sortFields(List.of("createdAt", "updatedAt")).build()))
        .hasSize(6);
  }

  @Test
  void listsNamespacesWithThoseThatTheyLieUnder() {
    threeUsers();
    assertThat(namespaces(NamespaceListRequest.builder()))
        .containsExactly(
            "users",
            "users/admin",
            "users/ana",
            "users/ana/preferences",
            "users/bob",
            "users/bob/preferences",
            "users2");
    assertThat(namespaces(NamespaceListRequest.builder().maxDepth(1)))
        .containsExactly("users", "users2");
    assertThat(namespaces(NamespaceListRequest.builder().namespace("users", "ana")))
        .containsExactly("users", "users/ana", "users/ana/preferences");
    assertThat(namespaces(NamespaceListRequest.builder().namespace("*"))).isEmpty();
    assertThat(namespaces(NamespaceListRequest.builder().offset(2).limit(2)))
        .containsExactly("users/ana", "users/ana/preferences");
    assertThat(namespaces(NamespaceListRequest.builder().offset(20))).isEmpty();
  }

  private List<String> namespaces(NamespaceListRequest.Builder request) {
    return graphs().listNamespaces(request.build());
  }

  @Test
  void sizesAreOfTheWholeStoreAndClearingEmptiesIt() {
    assertThat(graphs().isEmpty()).isTrue();
    assertThat(graphs().size()).isZero();
    threeUsers();
    assertThat(graphs().isEmpty()).isFalse();
    assertThat(graphs().size()).isEqualTo(4);
    graphs().clear();
    assertThat(graphs().isEmpty()).isTrue();
    assertThat(namespaces(NamespaceListRequest.builder())).isEmpty();
  }

  @Test
  void ofManyThatDeleteAnItemOneHasDeletedIt() throws Exception {
    put(ANA, "item", Map.of("n", 1));
    var threads = Executors.newFixedThreadPool(6);
    try {
      var tasks =
          IntStream.range(0, 6)
              .<Callable<Boolean>>mapToObj(
                  n -> {
                    var process = graphs();
                    return () -> process.deleteItem(ANA, "item");
                  })
              .toList();
      var deleted = 0;
      for (var done : threads.invokeAll(tasks)) {
        deleted += done.get() ? 1 : 0;
      }
      assertThat(deleted).isEqualTo(1);
    } finally {
      threads.shutdown();
    }
  }

  /** What a graph's nodes put outlives the run, the graph and the process. */
  @Test
  void aGraphRemembersAUserFromRunToRun() throws Exception {
    for (var run = 1; run <= 3; run++) {
      var visits =
          new StateGraph(Map::of)
              .addNode(
                  "visit",
                  node_async(
                      state -> {
                        var user = List.of("users", state.value("user", ""));
                        var known = state.getStore().getItem(user, "visits");
                        var count =
                            known.map(item -> (Integer) item.getValue().get("count")).orElse(0) + 1;
                        state
                            .getStore()
                            .putItem(StoreItem.of(user, "visits", Map.of("count", count)));
                        return Map.of("count", count);
                      }))
              .addEdge(START, "visit")
              .addEdge("visit", END)
              .compile(CompileConfig.builder().store(graphs()).build());
      var state = visits.invoke(Map.of("user", "ana")).orElseThrow();
      assertThat(state.value("count")).contains(run);
    }
    assertThat(found(everything().filter(Map.of("count", 3)).build())).containsExactly("visits");
    assertThat(Arrays.asList(graphs().size(), graphs().isEmpty())).containsExactly(1L, false);
  }
}
