package dev.dynamory.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dynamory.ConfigurationException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ConfiguredDatabaseTest {
  private static Map<String, String> local() {
    return new HashMap<>(
        Map.of(
            "DATABASE_PROVIDER", "dynamodb",
            "DYNAMODB_REGION", "us-east-1",
            "DYNAMODB_ENDPOINT_URL", Engine.endpoint().toString(),
            "AWS_ACCESS_KEY_ID", "local",
            "AWS_SECRET_ACCESS_KEY", "local"));
  }

  @Test
  void theDefaultIsMemoryAsInTheOriginal() {
    for (var variables :
        List.of(
            Map.<String, String>of(),
            Map.of("DATABASE_PROVIDER", "memory"),
            Map.of("DATABASE_PROVIDER", ""))) {
      try (var configured = ConfiguredDatabase.fromEnvironment(variables)) {
        assertThat(configured.provider()).isEqualTo(ConfiguredDatabase.Provider.MEMORY);
        configured.database().save("agents", "a", Map.of("n", 1));
        assertThat(configured.database().get("agents", "a")).isPresent();
      }
    }
  }

  /** gofannon then quietly keeps everything in memory, and loses it. */
  @Test
  void aMistypedProviderIsAnErrorThatNamesTheAllowedOnes() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> ConfiguredDatabase.fromEnvironment(Map.of("DATABASE_PROVIDER", "dynamo")))
        .withMessageContainingAll("dynamo", "memory, dynamodb or couchdb");
  }

  @Test
  void dynamoDbIsReachedByRegionAndEndpoint() {
    var collection = "c-" + UUID.randomUUID();
    var environment = local();
    try (var configured = ConfiguredDatabase.fromEnvironment(environment)) {
      assertThat(configured.provider()).isEqualTo(ConfiguredDatabase.Provider.DYNAMODB);
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> configured.database().save(collection, "a", Map.of()));
    }
    environment.put("DYNAMODB_CREATE_TABLES", "true");
    environment.put("DYNAMODB_TABLE_PREFIX", "p-");
    try (var configured = ConfiguredDatabase.fromEnvironment(environment)) {
      configured.database().save(collection, "a", Map.of());
      assertThat(Engine.newDatabase().get("p-" + collection, "a")).isPresent();
    }
  }

  @Test
  void couchDbIsForReading() {
    var couch = PouchDb.get();
    var collection = couch.newDatabase();
    couch.put(collection, "a", "{}");
    var environment =
        Map.of(
            "DATABASE_PROVIDER", "couchdb",
            "COUCHDB_URL", couch.server().toString(),
            "COUCHDB_USER", "any",
            "COUCHDB_PASSWORD", "any");
    try (var configured =
        ConfiguredDatabase.fromEnvironment(
            Map.of("DATABASE_PROVIDER", "couchdb", "COUCHDB_URL", couch.server().toString()))) {
      assertThat(configured.provider()).isEqualTo(ConfiguredDatabase.Provider.COUCHDB);
      assertThat(configured.database().get(collection, "a")).isPresent();
    }
    assertThat(ConfiguredDatabase.fromEnvironment(environment).database())
        .isInstanceOf(CouchDbDatabase.class);
  }

  @Test
  void aVariableThatIsMissingOrWrongIsAnErrorThatNamesIt() {
    var couch = Map.of("DATABASE_PROVIDER", "couchdb");
    assertWrong(couch, Map.of(), "COUCHDB_URL");
    assertWrong(couch, Map.of("COUCHDB_URL", "localhost:5984"), "COUCHDB_URL");
    assertWrong(
        couch,
        Map.of("COUCHDB_URL", "http://localhost:5984", "COUCHDB_USER", "u"),
        "COUCHDB_PASSWORD");
    assertWrong(
        local(), Map.of("DYNAMODB_ENDPOINT_URL", "localhost:8000"), "DYNAMODB_ENDPOINT_URL");
    assertWrong(local(), Map.of("DYNAMODB_CREATE_TABLES", "yes"), "DYNAMODB_CREATE_TABLES");
    assertWrong(local(), Map.of("AWS_SECRET_ACCESS_KEY", ""), "AWS_SECRET_ACCESS_KEY");
  }

  private static void assertWrong(
      Map<String, String> base, Map<String, String> more, String named) {
    var environment = new HashMap<>(base);
    environment.putAll(more);
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> ConfiguredDatabase.fromEnvironment(environment))
        .withMessageContaining(named);
  }
}
