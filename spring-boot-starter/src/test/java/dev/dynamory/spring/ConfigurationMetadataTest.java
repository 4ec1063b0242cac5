package dev.dynamory.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.json.JsonParserFactory;

/** What editors are told of the properties. */
class ConfigurationMetadataTest {
  private static final String CHAT = "spring.ai.chat.memory.repository.dynamodb.";

  private static List<Map<?, ?>> properties() throws IOException {
    try (var json =
        DynamoryProperties.class.getResourceAsStream(
            "/META-INF/spring-configuration-metadata.json")) {
      var text = new String(Objects.requireNonNull(json).readAllBytes(), StandardCharsets.UTF_8);
      var properties = (List<?>) JsonParserFactory.getJsonParser().parseMap(text).get("properties");
      return Objects.requireNonNull(properties).stream().<Map<?, ?>>map(Map.class::cast).toList();
    }
  }

  private static String text(Map<?, ?> property, String name) {
    return property.containsKey(name) ? String.valueOf(property.get(name)) : "";
  }

  @Test
  void everyPropertyHasItsTypeAndDefault() throws IOException {
    assertThat(properties())
        .extracting(
            p -> text(p, "name"),
            p -> text(p, "type").replaceAll("[\\w.]*[.$]", ""),
            p -> text(p, "defaultValue"))
        .containsExactlyInAnyOrder(
            tuple("dynamory.endpoint", "URI", ""),
            tuple("dynamory.region", "String", ""),
            tuple("dynamory.profile", "String", ""),
            tuple("dynamory.create-tables", "Boolean", ""),
            tuple("dynamory.store.table", "String", ""),
            tuple("dynamory.store.time-to-live", "Duration", ""),
            tuple("dynamory.store.refresh-on-read", "Boolean", "false"),
            tuple("dynamory.store.consistent-reads", "Boolean", "false"),
            tuple("dynamory.store.dimensions", "Integer", ""),
            tuple("dynamory.store.fields", "List<String>", ""),
            tuple("dynamory.store.distance", "Distance", "cosine"),
            tuple("dynamory.store.exact-ranking", "Boolean", "false"),
            tuple("dynamory.sessions.table", "String", ""),
            tuple("dynamory.sessions.time-to-live", "Duration", ""),
            tuple("dynamory.sessions.consistent-reads", "Boolean", "false"),
            tuple("dynamory.checkpoints.table", "String", ""),
            tuple("dynamory.checkpoints.time-to-live", "Duration", ""),
            tuple("dynamory.checkpoints.consistent-reads", "Boolean", "false"),
            tuple(CHAT + "enabled", "Boolean", "true"),
            tuple(CHAT + "table", "String", "spring-ai-chat-memory"),
            tuple(CHAT + "time-to-live", "Duration", ""),
            tuple(CHAT + "create-table", "Boolean", ""),
            tuple(CHAT + "consistent-reads", "Boolean", "true"),
            tuple(CHAT + "on-conflict", "OnConflict", "fail"),
            tuple(CHAT + "endpoint", "URI", ""),
            tuple(CHAT + "region", "String", ""),
            tuple("management.health.dynamory.enabled", "Boolean", "true"));
  }

  @Test
  void everyPropertyIsDescribed() throws IOException {
    assertThat(properties())
        .allSatisfy(p -> assertThat(text(p, "description")).as(text(p, "name")).endsWith("."));
  }
}
