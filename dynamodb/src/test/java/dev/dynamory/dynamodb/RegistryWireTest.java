package dev.dynamory.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dynamory.CorruptDataException;
import dev.dynamory.NamespaceChange;
import dev.dynamory.NamespaceTree;
import dev.dynamory.RefusedException;
import dev.dynamory.RegisteredNamespace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The table is stache's: its rows are read, and ours are what it would write and a little more. */
@SuppressWarnings("NullAway") // a test may dereference what is not there
class RegistryWireTest {
  private static final String TIME = "2096-11-21T10:00:00.123456+00:00";

  private final Watched watched = new Watched();
  private final DynamoDbNamespaceRegistry registry = watched.newProcess().namespaces(watched.table);

  @BeforeEach
  void setUp() {
    registry.setup();
    watched.clock.set(Instant.parse("2096-11-21T10:00:00.123456Z"));
  }

  /** A row as stache's create_namespace puts it. */
  private void stache(String id, String parent, String metadata) {
    put(
        Map.of(
            "id",
            id,
            "name",
            "Name of " + id,
            "description",
            "",
            "parent_id",
            parent,
            "metadata",
            metadata,
            "filter_keys",
            "[\"year\"]",
            "created_at",
            "2026-01-02T03:04:05+00:00",
            "updated_at",
            TIME));
  }

  private void put(Map<String, String> row) {
    var item = new HashMap<String, AttributeValue>();
    row.forEach((name, text) -> item.put(name, AttributeValue.fromS(text)));
    Engine.client().putItem(request -> request.tableName(watched.table).item(item));
  }

  private Map<String, AttributeValue> row(String id) {
    return new TreeMap<>(
        Engine.client()
            .getItem(
                request ->
                    request
                        .tableName(watched.table)
                        .key(Map.of("id", AttributeValue.fromS(id)))
                        .consistentRead(true))
            .item());
  }

  @Test
  void aRowHasExactlyTheOriginalsAttributesAndOurs() {
    registry.create(
        RegisteredNamespace.of("mba", "MBA")
            .metadata(Map.of("city", "Zürich"))
            .filterKeys("year", "term"));
    registry.create(RegisteredNamespace.of("mba/finance", "Finance").under("mba").description("D"));
    var top = row("mba");
    assertThat(top.keySet())
        .containsExactly(
            "created_at",
            "description",
            "filter_keys",
            "id",
            "metadata",
            "name",
            "op",
            "parent_id",
            "updated_at");
    assertThat(top.get("parent_id").s()).isEqualTo("__ROOT__");
    assertThat(top.get("description").s()).isEmpty();
    assertThat(top.get("metadata").s()).isEqualTo("{\"city\": \"Z\\u00fcrich\"}");
    assertThat(top.get("filter_keys").s()).isEqualTo("[\"year\", \"term\"]");
    assertThat(top.get("created_at").s()).isEqualTo(TIME).isEqualTo(top.get("updated_at").s());
    assertThat(top.get("op").s()).matches("[0-9a-f]{16}");
    var child = row("mba/finance");
    assertThat(child.get("parent_id").s()).isEqualTo("mba");
    assertThat(child.get("metadata").s()).isEqualTo("{}");
    assertThat(child.get("leaf").bool()).isTrue();
  }

  @Test
  void whatStacheWroteIsReadAndChanged() {
    stache("a", "__ROOT__", "{\"k\": 1, \"text\": \"\\u00e9\"}");
    stache("b", "a", "{}");
    var a = registry.get("a").orElseThrow();
    assertThat(a.metadata()).isEqualTo(Map.of("k", 1, "text", "é"));
    assertThat(a.description()).isNull();
    assertThat(a.filterKeys()).containsExactly("year");
    assertThat(a.createdAt()).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
    assertThat(registry.list("a")).extracting(RegisteredNamespace::id).containsExactly("b");
    registry.update(NamespaceChange.of("a").metadata(Map.of("m", 2)));
    assertThat(row("a").get("metadata").s())
        .isEqualTo("{\"k\": 1, \"text\": \"\\u00e9\", \"m\": 2}");
    registry.create(RegisteredNamespace.of("c", "C").under("b"));
    registry.move("b", null);
    assertThat(row("b").get("parent_id").s()).isEqualTo("__ROOT__");
    assertThat(registry.deleteTree("b")).containsExactly("c", "b");
    assertThat(registry.delete("a")).as("stache's, of which no leaf is noted").isTrue();
  }

  @Test
  void aRowThatStacheCannotListIsReadByItsId() {
    put(Map.of("id", "stub", "parent_id", "__ROOT__", "updated_at", TIME));
    assertThat(registry.get("stub").orElseThrow().name()).isEqualTo("stub");
    assertThat(registry.list(null)).hasSize(1);
  }

  @Test
  void orphansAndCyclesOfOthersAreShownApartAndReported() {
    stache("a", "__ROOT__", "{}");
    stache("orphan", "gone", "{}");
    stache("below", "orphan", "{}");
    stache("x", "y", "{}");
    stache("y", "x", "{}");
    stache("tail", "y", "{}");
    var forest = registry.tree();
    assertThat(forest.roots()).extracting(t -> t.namespace().id()).containsExactly("a");
    var apart = new ArrayList<List<String>>();
    forest.unattached().forEach(tree -> apart.add(ids(tree)));
    assertThat(apart).containsExactly(List.of("orphan", "below"), List.of("x", "y", "tail"));
    assertThat(registry.path("below"))
        .extracting(RegisteredNamespace::id)
        .containsExactly("orphan", "below");
    assertThat(registry.path("tail"))
        .extracting(RegisteredNamespace::id)
        .containsExactly("x", "y", "tail");
    assertThat(registry.tree("x").orElseThrow().descendants()).hasSize(2);
    assertThat(registry.verify())
        .containsExactly(
            "namespace 'orphan' is an orphan: its parent 'gone' is not there",
            "namespace 'x' is on a cycle of ancestors");
    registry.move("x", "a");
    registry.move("orphan", null);
    assertThat(registry.verify()).isEmpty();
    assertThat(registry.deleteTree("a")).containsExactlyInAnyOrder("tail", "y", "x", "a");
  }

  private static List<String> ids(NamespaceTree tree) {
    var ids = new ArrayList<String>();
    ids.add(tree.namespace().id());
    tree.descendants().forEach(below -> ids.add(below.id()));
    return ids;
  }

  @Test
  void aCycleOfOthersIsDeletedWhole() {
    stache("x", "y", "{}");
    stache("y", "x", "{}");
    assertThat(registry.deleteTree("x")).containsExactly("y", "x");
  }

  @Test
  void aChildThatStacheCreatedUnderOurLeafIsNotOrphaned() {
    registry.create(RegisteredNamespace.of("p", "P"));
    stache("c", "p", "{}");
    assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> registry.delete("p"));
    assertThat(registry.verify())
        .containsExactly("namespace 'p' is noted as a leaf, but has children");
    assertThat(registry.repair()).hasSize(1);
    assertThat(registry.verify()).isEmpty();
    assertThat(row("p")).doesNotContainKey("leaf");
  }

  @Test
  void jsonThatIsNoneNamesTheRow() {
    stache("nan", "__ROOT__", "{\"score\": NaN}");
    stache("list", "__ROOT__", "[]");
    for (var id : List.of("nan", "list")) {
      assertThatExceptionOfType(CorruptDataException.class)
          .isThrownBy(() -> registry.get(id))
          .withMessageContaining(id)
          .withMessageContaining("metadata");
      assertThatExceptionOfType(CorruptDataException.class)
          .isThrownBy(() -> registry.update(NamespaceChange.of(id).metadata(Map.of("a", 1))));
    }
    assertThat(row("nan").get("metadata").s()).isEqualTo("{\"score\": NaN}");
    assertThat(registry.verify()).hasSize(2).allMatch(finding -> finding.contains("metadata"));
  }
}
