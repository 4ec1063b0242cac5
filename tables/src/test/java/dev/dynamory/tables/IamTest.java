package dev.dynamory.tables;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Reads the policy back (JSON is YAML) and compares it with the definition. */
class IamTest {

  @Test
  void grantsEachPurposeInAStatementOfItsOwn() {
    assertThat(actions(TableDefinition.STORE))
        .containsOnlyKeys(
            "DynamoryStoreRuntime",
            "DynamoryStoreSetup",
            "DynamoryStoreSweep",
            "DynamoryStoreAdopt",
            "DynamoryStoreScan")
        .allSatisfy(
            (sid, actions) -> {
              var purpose =
                  Purpose.valueOf(sid.substring("DynamoryStore".length()).toUpperCase(Locale.ROOT));
              assertThat(actions)
                  .isEqualTo(List.copyOf(TableDefinition.STORE.permissions(purpose)));
            });
  }

  @Test
  void theStoreNeverScansAndCreatesNothingAtRuntime() {
    assertThat(actions(TableDefinition.STORE).get("DynamoryStoreRuntime"))
        .containsExactly(
            "dynamodb:BatchGetItem",
            "dynamodb:ConditionCheckItem",
            "dynamodb:DeleteItem",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
            "dynamodb:UpdateItem");
  }

  @Test
  void permitsTransactionsByWhatTheyDoToItems() {
    assertThat(actions(Examples.INDEXED).get("EventsV21Runtime"))
        .containsExactly(
            "dynamodb:ConditionCheckItem",
            "dynamodb:DeleteItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
            "dynamodb:UpdateItem");
  }

  @Test
  void namesTheTableAndItsIndexesOnlyIfItHasSome() {
    var store = "arn:aws:dynamodb:*:*:table/dynamory-store";
    var indexed = "arn:aws:dynamodb:*:*:table/events.v2_1";

    assertThat(statements(TableDefinition.STORE))
        .allSatisfy(statement -> assertThat(statement.get("Resource")).isEqualTo(List.of(store)));
    assertThat(statements(Examples.INDEXED))
        .allSatisfy(
            statement ->
                assertThat(statement.get("Resource"))
                    .isEqualTo(List.of(indexed, indexed + "/index/*")));
  }

  @Test
  void searchesVectorsInStatementsOfTheirOwnWhoseResourceIsTheIndexAlone() {
    var index = "arn:aws:dynamodb:*:*:table/dynamory-store/index/memory-vector-index";
    var searching =
        statements(Examples.VECTORS).stream()
            .filter(statement -> ((String) statement.get("Sid")).endsWith("Vectors"))
            .toList();

    assertThat(searching)
        .extracting(statement -> statement.get("Sid"))
        .containsExactly("DynamoryStoreRuntimeVectors", "DynamoryStoreSetupVectors");
    assertThat(searching)
        .allSatisfy(
            statement ->
                assertThat(statement)
                    .containsEntry("Action", List.of("dynamodb:SearchVectors"))
                    .containsEntry("Resource", List.of(index))
                    .doesNotContainKey("Condition"));
    assertThat(actions(Examples.VECTORS).get("DynamoryStoreSetup"))
        .contains("dynamodb:UpdateTable")
        .doesNotContain("dynamodb:SearchVectors");
  }

  @Test
  void leavesOutPurposesThatTheTableDoesNotHave() {
    assertThat(actions(Examples.INDEXED)).containsOnlyKeys("EventsV21Runtime", "EventsV21Setup");
  }

  @Test
  void allowsAndHasIdsThatIamAccepts() {
    assertThat(statements(TableDefinition.STORE.named("--2024..on")))
        .allSatisfy(
            statement -> {
              assertThat(statement.get("Effect")).isEqualTo("Allow");
              assertThat((String) statement.get("Sid")).matches("[A-Za-z0-9]+");
            });
  }

  private static Map<String, List<String>> actions(TableDefinition table) {
    return statements(table).stream()
        .collect(Collectors.toMap(statement -> (String) statement.get("Sid"), IamTest::actionsOf));
  }

  @SuppressWarnings("unchecked")
  private static List<String> actionsOf(Map<String, Object> statement) {
    return (List<String>) requireNonNull(statement.get("Action"));
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> statements(TableDefinition table) {
    var load = new Load(LoadSettings.builder().setAllowDuplicateKeys(false).build());
    var policy = (Map<String, Object>) load.loadFromString(table.render(TemplateFormat.IAM));
    assertThat(policy)
        .containsOnlyKeys("Version", "Statement")
        .containsEntry("Version", "2012-10-17");
    return (List<Map<String, Object>>) requireNonNull(policy.get("Statement"));
  }
}
