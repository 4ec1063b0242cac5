package dev.dynamory.tables;

import static dev.dynamory.tables.AttributeType.NUMBER;
import static dev.dynamory.tables.AttributeType.STRING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableDefinitionTest {

  @Test
  void theStoreIsLaidOutAsItsOriginal() {
    var store = TableDefinition.STORE;

    assertThat(store.name()).isEqualTo("dynamory-store");
    assertThat(store.keys())
        .isEqualTo(new KeySchema(new KeyAttribute("PK", STRING), new KeyAttribute("SK", STRING)));
    assertThat(store.attributes()).isEqualTo(store.keys().attributes());
    assertThat(store.expiry()).hasValue("expires_at");
    assertThat(store.indexes()).isEmpty();
    assertThat(store.maxReadRequestUnits()).isEmpty();
    assertThat(store.maxWriteRequestUnits()).isEmpty();
  }

  @Test
  void runtimeActionsAreNeitherSetupNorScan() {
    assertThat(TableDefinition.STORE.actions())
        .isEqualTo(TableDefinition.STORE.actions(Purpose.RUNTIME))
        .isNotEmpty()
        .doesNotContain("Scan", "CreateTable", "UpdateTimeToLive");
    assertThat(TableDefinition.STORE.actions(Purpose.SETUP))
        .contains("CreateTable", "DescribeTable", "UpdateTimeToLive", "DescribeTimeToLive");
  }

  @Test
  void aPurposeThatATableDoesNotHaveNeedsNothing() {
    assertThat(Examples.INDEXED.actions(Purpose.ADOPT)).isEmpty();
    assertThat(Examples.INDEXED.permissions(Purpose.ADOPT)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Action.class)
  void operationsAreSpelledAsTheirConstants(Action action) {
    var camelCase =
        Arrays.stream(action.name().split("_"))
            .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
            .collect(Collectors.joining());

    assertThat(action.operation()).isEqualTo(camelCase);
  }

  @Test
  void viewsLeaveTheOriginalAsItWas() {
    var store = TableDefinition.STORE;
    var changed = store.named("memory").withMaxReadRequestUnits(10).withMaxWriteRequestUnits(20);

    assertThat(changed.name()).isEqualTo("memory");
    assertThat(changed.maxReadRequestUnits()).hasValue(10);
    assertThat(changed.maxWriteRequestUnits()).hasValue(20);
    assertThat(changed.actions()).isEqualTo(store.actions());
    assertThat(store.name()).isEqualTo("dynamory-store");
    assertThat(store.maxReadRequestUnits()).isEmpty();
    assertThat(store.maxWriteRequestUnits()).isEmpty();
  }

  @Test
  void definitionsWithTheSamePartsAreEqual() {
    var store = TableDefinition.STORE;

    assertThat(store.named("memory").named("dynamory-store"))
        .isEqualTo(store)
        .hasSameHashCodeAs(store);
    assertThat(store.named("memory")).isNotEqualTo(store);
    assertThat(store.withMaxReadRequestUnits(1)).isNotEqualTo(store);
    assertThat(Examples.INDEXED.named("dynamory-store")).isNotEqualTo(store);
  }

  @Test
  void listsAnAttributeOfSeveralKeysOnce() {
    assertThat(Examples.INDEXED.attributes())
        .extracting(KeyAttribute::name)
        .containsExactly("id", "seq", "owner", "digest", "at");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void refusesLimitsBelowOne(long units) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TableDefinition.STORE.withMaxReadRequestUnits(units))
        .withMessage("maxReadRequestUnits is %d, must be at least 1", units);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TableDefinition.STORE.withMaxWriteRequestUnits(units))
        .withMessage("maxWriteRequestUnits is %d, must be at least 1", units);
  }

  @Test
  void refusesAKeyAttributeOfTwoTypes() {
    var table =
        TableDefinition.table("events")
            .partitionKey("id", STRING)
            .sortKey("seq", NUMBER)
            .index("by-seq", new KeyAttribute("seq", STRING), null, Projection.all());

    assertThatIllegalArgumentException()
        .isThrownBy(table::build)
        .withMessageStartingWith("a key attribute has two types");
  }

  @Test
  void refusesASortKeyThatIsThePartitionKey() {
    var id = new KeyAttribute("id", STRING);

    assertThatIllegalArgumentException().isThrownBy(() -> new KeySchema(id, id));
  }

  @Test
  void refusesProjectionsThatDynamoDbRefuses() {
    assertThatIllegalArgumentException().isThrownBy(Projection::include);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Projection(Projection.Type.ALL, List.of("title")));
  }

  @Test
  void actionsCannotBeChangedFromOutside() {
    var actions = TableDefinition.STORE.actions();

    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> actions.remove("GetItem"));
  }

  @Test
  void anIndexOfVectorsBringsTheActionsItNeeds() {
    var vectors = TableDefinition.STORE.vectors(3, VectorIndex.DistanceFunction.EUCLIDEAN);

    assertThat(vectors.vectors())
        .contains(
            new VectorIndex(
                "memory-vector-index", "embedding", 3, VectorIndex.DistanceFunction.EUCLIDEAN));
    assertThat(vectors.actions())
        .contains("SearchVectors")
        .containsAll(TableDefinition.STORE.actions());
    assertThat(vectors.actions(Purpose.SETUP)).contains("SearchVectors", "UpdateTable");
    assertThat(TableDefinition.STORE.vectors()).isEmpty();
    assertThat(vectors).isNotEqualTo(TableDefinition.STORE.vectors(3));
  }

  @Test
  void refusesDimensionsThatDynamoDbDoesNotTake() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TableDefinition.STORE.vectors(0))
        .withMessageContaining("1 to 4096");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TableDefinition.STORE.vectors(4097))
        .withMessageContaining("1 to 4096");
  }
}
