package dev.dynamory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.cli.Terminal.Result;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class NamespaceCommandTest {
  private final Group group = Group.onNewTable("namespace", "namespaces");

  private Result namespace(String... args) {
    return group.run(args);
  }

  private void family() {
    group.succeeds("create", "research", "--name", "Research");
    group.succeeds("create", "papers", "--name", "Papers", "--parent", "research");
    group.succeeds("create", "2026", "--name", "This year", "--parent", "papers");
    group.succeeds("create", "notes", "--name", "Notes", "--parent", "research");
  }

  private static List<String> ids(Result result) {
    return result.json().stream()
        .map(line -> String.valueOf(((Map<?, ?>) line).get("id")))
        .toList();
  }

  @Test
  void whatIsCreatedIsGotUpdatedAndDeleted() {
    var created =
        group.succeeds(
            "create",
            "papers",
            "--name",
            "Papers",
            "--description",
            "What was read",
            "--metadata",
            "{\"owner\":\"ana\",\"n\":1.5}",
            "--filter-keys",
            "year,author");
    assertThat(created.object().keySet())
        .containsExactly(
            "id",
            "name",
            "description",
            "parent_id",
            "metadata",
            "filter_keys",
            "created_at",
            "updated_at");
    assertThat(created.object())
        .containsEntry("name", "Papers")
        .containsEntry("parent_id", null)
        .containsEntry("filter_keys", List.of("year", "author"))
        .containsEntry("metadata", Json.read("{\"owner\":\"ana\",\"n\":1.5}", "metadata"));
    assertThat(namespace("get", "papers", "--consistent").out()).isEqualTo(created.out());

    var updated =
        group.succeeds("update", "papers", "--metadata", "{\"n\":2}", "--filter-keys", "year");
    assertThat(updated.object())
        .containsEntry("description", "What was read")
        .containsEntry("filter_keys", List.of("year"))
        .containsEntry("metadata", Json.read("{\"owner\":\"ana\",\"n\":2}", "metadata"));
    assertThat(namespace("exists", "papers").out()).isEqualTo("{\"exists\":true}\n");
    assertThat(namespace("delete", "papers").out()).isEqualTo("{\"deleted\":1}\n");
    var again = namespace("delete", "papers");
    assertThat(again.out()).isEqualTo("{\"deleted\":0}\n");
    assertThat(again.code()).isEqualTo(1);
    var gone = namespace("exists", "papers");
    assertThat(gone.code()).isEqualTo(1);
    assertThat(gone.out()).isEqualTo("{\"exists\":false}\n");
  }

  @Test
  void treeIsNestedForProgramsAndDrawnForPeople() {
    family();
    var tree = namespace("tree").object();
    assertThat(tree).containsEntry("id", "research").containsKey("children");
    assertThat(
            ((List<?>) Objects.requireNonNull(tree.get("children")))
                .stream().map(child -> ((Map<?, ?>) child).get("id")))
        .map(String::valueOf)
        .containsExactly("notes", "papers");
    var plain = Terminal.on("--endpoint", Engine.endpoint());
    assertThat(group.run(plain, "tree").out())
        .isEqualTo(
            """
            research  Research
            ├── notes  Notes
            └── papers  Papers
                └── 2026  This year
            """);
    assertThat(group.run(plain, "tree", "papers").out())
        .isEqualTo("papers  Papers\n└── 2026  This year\n");
    assertThat(namespace("tree", "nothing").code()).isEqualTo(1);
  }

  @Test
  void whatOthersLeftUnattachedIsDrawnApartAndVerifyNamesIt() {
    family();
    Engine.client()
        .putItem(
            request ->
                request
                    .tableName(group.table())
                    .item(
                        Map.of(
                            "id", AttributeValue.fromS("lost"),
                            "name", AttributeValue.fromS("Lost"),
                            "description", AttributeValue.fromS(""),
                            "parent_id", AttributeValue.fromS("gone"),
                            "metadata", AttributeValue.fromS("{}"),
                            "filter_keys", AttributeValue.fromS("[]"),
                            "created_at", AttributeValue.fromS("2026-01-01T00:00:00.000000+00:00"),
                            "updated_at",
                                AttributeValue.fromS("2026-01-01T00:00:00.000000+00:00"))));
    assertThat(namespace("tree").json())
        .last()
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("id", "lost")
        .containsEntry("unattached", true);
    assertThat(group.run(Terminal.on("--endpoint", Engine.endpoint()), "tree").out())
        .endsWith("not attached to the root:\nlost  Lost\n");
    var verified = namespace("verify", "--repair");
    assertThat(verified.code()).isEqualTo(2);
    assertThat(String.valueOf(verified.object().get("differences"))).contains("lost");
    assertThat(namespace("move", "lost", "--root").code()).isZero();
    assertThat(namespace("verify").object()).containsEntry("differences", List.of());
  }

  @Test
  void listsPathsAndMoves() {
    family();
    assertThat(ids(namespace("list"))).containsExactly("research");
    assertThat(ids(namespace("list", "research"))).containsExactly("notes", "papers");
    assertThat(ids(namespace("list", "research", "--recursive")))
        .containsExactly("notes", "papers", "2026");
    assertThat(ids(namespace("list", "research", "--consistent")))
        .containsExactly("notes", "papers");
    assertThat(namespace("list", "nothing").code()).isEqualTo(1);
    assertThat(ids(namespace("path", "2026"))).containsExactly("research", "papers", "2026");
    assertThat(namespace("path", "nothing").code()).isEqualTo(1);

    assertThat(namespace("move", "papers", "--parent", "notes").object())
        .containsEntry("id", "papers")
        .containsEntry("parent_id", "notes");
    var cycle = namespace("move", "research", "--parent", "2026");
    assertThat(cycle.code()).isEqualTo(2);
    assertThat(cycle.err()).contains("below it");
    assertThat(namespace("move", "papers", "--root").object()).containsEntry("parent_id", null);
    assertThat(ids(namespace("path", "2026"))).containsExactly("papers", "2026");
    assertThat(namespace("move", "nothing", "--root").code()).isEqualTo(1);
  }

  @Test
  void aNamespaceWithChildrenIsDeletedOnlyWithThem() {
    family();
    var refused = namespace("delete", "research");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("research").contains("child");
    var deleted = namespace("delete", "research", "--cascade");
    assertThat(deleted.object()).containsEntry("deleted", Json.read("4", "n"));
    assertThat((List<?>) deleted.object().get("ids")).last().isEqualTo("research");
    assertThat(namespace("tree").out()).isEmpty();
    assertThat(namespace("delete", "research", "--cascade").code()).isEqualTo(1);
  }

  @Test
  void aPathIsCreatedWithItsParentsAndResolvedAgain() {
    var created = group.succeeds("create-path", "research/papers/2026").object();
    assertThat(created)
        .containsEntry("id", "research/papers/2026")
        .containsEntry("name", "2026")
        .containsEntry("parent_id", "research/papers");
    assertThat(group.succeeds("create-path", "research/papers/2026").object()).isEqualTo(created);
    assertThat(namespace("resolve", "research/papers").object()).containsEntry("name", "papers");
    assertThat(namespace("resolve", "research/books").code()).isEqualTo(1);
  }

  @Test
  void createNeverOverwritesAndNeedsItsParent() {
    family();
    var taken = namespace("create", "papers", "--name", "Other");
    assertThat(taken.code()).isEqualTo(2);
    assertThat(taken.err()).contains("papers");
    var orphan = namespace("create", "x", "--name", "X", "--parent", "nothing");
    assertThat(orphan.code()).isEqualTo(2);
    assertThat(orphan.err()).contains("nothing");
    assertThat(namespace("update", "nothing", "--name", "N").code()).isEqualTo(1);
    assertThat(namespace("get", "nothing").err())
        .isEqualTo("dynamory: there is no namespace nothing\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create a",
        "create --name A",
        "create a --name A --metadata [1]",
        "create a --name A --metadata {",
        "create a --name A --metadata {\"b\":{\"$bytes\":\"AQID\"}}",
        "create __ROOT__ --name A",
        "update a --metadata []",
        "move a",
        "move a --root --parent b",
        "get",
        "frobnicate",
        ""
      })
  void badInputIsOneClearMessageAndExitCode2(String arguments) {
    group.refuses(arguments);
    assertThat(namespace("tree").out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "namespaces,parent_id-index,dynamory-namespaces",
    "document-index,dynamory-light,dynamory-document-index",
    "documents,_id,dynamory-documents"
  })
  void schemaPrintsTheTables(String kind, String telltale, String table) {
    var json = Terminal.on("--json").run("schema", kind, "--format", "cloudformation").object();
    assertThat(json).containsEntry("table", table);
    assertThat(String.valueOf(json.get("text"))).contains(telltale);
  }
}
