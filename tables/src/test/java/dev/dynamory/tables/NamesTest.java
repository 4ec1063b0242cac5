package dev.dynamory.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

  @ParameterizedTest
  @CsvSource({
    "dynamory-store, DynamoryStoreTable, dynamory_store",
    "agentMemory, AgentMemoryTable, agentmemory",
    "a.b_c-d, ABCDTable, a_b_c_d",
    "2024.memory, Table2024Memory, table_2024_memory",
    "---, Table, table",
    "_x_, XTable, x",
  })
  void makesIdentifiersOfAnyTableName(String name, String resource, String label) {
    assertThat(Names.resource(name)).isEqualTo(resource);
    assertThat(Names.label(name)).isEqualTo(label);
  }

  @Test
  void keepsLogicalIdsWithinTheLimitOfCloudFormation() {
    assertThat(Names.resource("a".repeat(255))).hasSizeLessThanOrEqualTo(255);
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "...", "-a-", "A_9.z-"})
  void acceptsWhatDynamoDbAccepts(String name) {
    assertThatCode(() -> TableDefinition.STORE.named(name)).doesNotThrowAnyException();
    assertThatCode(() -> TableDefinition.STORE.named(name.repeat(255 / name.length())))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ab", "a b c", "täble", "a/b", "abc\n", "abc\"", "${abc}", "ab'c"})
  void refusesOtherTableNamesAndSaysTheRule(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TableDefinition.STORE.named(name))
        .withMessage(
            "table name \"%s\" must be 3 to 255 characters, each of A-Z a-z 0-9 _ . -", name);
  }

  @Test
  void refusesTableNamesThatAreTooLong() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TableDefinition.STORE.named("a".repeat(256)))
        .withMessageContaining("3 to 255 characters");
  }
}
