package dev.dynamory.spring;

import dev.dynamory.Checkpointer;
import dev.dynamory.ConfigurationException;
import dev.dynamory.Embedder;
import dev.dynamory.Sessions;
import dev.dynamory.Store;
import dev.dynamory.dynamodb.DynamoDbCheckpointer;
import dev.dynamory.dynamodb.DynamoDbSessions;
import dev.dynamory.dynamodb.DynamoDbStore;
import dev.dynamory.dynamodb.Dynamory;
import dev.dynamory.spring.EmbeddingModelAutoConfiguration.EmbeddingModels;
import dev.dynamory.spring.LocalDynamoDbAutoConfiguration.EmbeddedEngine;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * {@link Dynamory} over the application's DynamoDbClient, or one that it builds; and a bean for
 * each table that is named.
 */
@AutoConfiguration(
    after = {LocalDynamoDbAutoConfiguration.class, EmbeddingModelAutoConfiguration.class},
    afterName = "io.awspring.cloud.autoconfigure.dynamodb.DynamoDbAutoConfiguration")
@EnableConfigurationProperties({DynamoryProperties.class, ChatMemoryRepositoryProperties.class})
final class DynamoryAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  Dynamory dynamory(
      DynamoryProperties properties,
      ChatMemoryRepositoryProperties chatMemory,
      ObjectProvider<DynamoDbClient> clients,
      ObjectProvider<EmbeddedEngine> engines) {
    var endpoint = first(chatMemory.endpoint(), properties.endpoint());
    var region = first(chatMemory.region(), properties.region());
    var profile = properties.profile();
    var client = clients.getIfAvailable();
    if (client == null) {
      var builder = Dynamory.builder();
      if (endpoint != null) {
        builder.endpoint(endpoint);
      }
      if (region != null) {
        builder.region(region);
      }
      if (profile != null) {
        builder.profile(profile);
      }
      return builder.build();
    } else if (engines.getIfAvailable() == null
        && (endpoint != null || region != null || profile != null)) {
      throw new ConfigurationException(
          "the application has a DynamoDbClient, so dynamory.endpoint, region and profile (and"
              + " those of spring.ai.chat.memory.repository.dynamodb) would do nothing; set them"
              + " there",
          null);
    }
    return Dynamory.using(client);
  }

  private static <T> @Nullable T first(@Nullable T one, @Nullable T other) {
    return one == null ? other : one;
  }

  @Bean
  TableCreation tableCreation(
      DynamoryProperties properties, ObjectProvider<EmbeddedEngine> engines) {
    var asked = properties.createTables();
    return new TableCreation(asked == null ? engines.getIfAvailable() != null : asked);
  }

  @Bean
  @ConditionalOnMissingBean(Store.class)
  @ConditionalOnProperty("dynamory.store.table")
  DynamoDbStore dynamoryStore(
      Dynamory dynamory,
      DynamoryProperties properties,
      TableCreation creation,
      ObjectProvider<Embedder> embedders,
      ObjectProvider<EmbeddingModels> models) {
    var table = properties.store();
    var store = dynamory.store(Objects.requireNonNull(table.table()));
    if (table.dimensions() != null) {
      store =
          store
              .withEmbedder(
                  embedder(embedders, models),
                  table.dimensions(),
                  table.fields().toArray(String[]::new))
              .withDistance(table.distance());
    }
    if (table.exactRanking()) {
      store = store.withExactRanking();
    }
    if (table.timeToLive() != null) {
      store = store.withTimeToLive(table.timeToLive());
    }
    if (table.refreshOnRead()) {
      store = store.withRefreshOnRead();
    }
    return creation.of(table.consistentReads() ? store.withConsistentReads() : store);
  }

  /** The application's own, or that of its one embedding model. */
  private static Embedder embedder(
      ObjectProvider<Embedder> embedders, ObjectProvider<EmbeddingModels> models) {
    var own = embedders.getIfUnique();
    var model = models.getIfAvailable();
    var embedder = own == null && model != null ? model.one() : own;
    if (embedder == null) {
      throw new ConfigurationException(
          "dynamory.store.dimensions is set, so the application must have one EmbeddingModel of"
              + " Spring AI (or one that is primary), or one Embedder",
          null);
    }
    return embedder;
  }

  @Bean
  @ConditionalOnMissingBean(Sessions.class)
  @ConditionalOnProperty("dynamory.sessions.table")
  DynamoDbSessions dynamorySessions(
      Dynamory dynamory, DynamoryProperties properties, TableCreation creation) {
    var table = properties.sessions();
    var sessions = dynamory.sessions(Objects.requireNonNull(table.table()));
    if (table.timeToLive() != null) {
      sessions = sessions.withTimeToLive(table.timeToLive());
    }
    return creation.of(table.consistentReads() ? sessions.withConsistentReads() : sessions);
  }

  @Bean
  @ConditionalOnMissingBean(Checkpointer.class)
  @ConditionalOnProperty("dynamory.checkpoints.table")
  DynamoDbCheckpointer dynamoryCheckpointer(
      Dynamory dynamory, DynamoryProperties properties, TableCreation creation) {
    var table = properties.checkpoints();
    var checkpointer = dynamory.checkpointer(Objects.requireNonNull(table.table()));
    if (table.timeToLive() != null) {
      checkpointer = checkpointer.withTimeToLive(table.timeToLive());
    }
    return creation.of(table.consistentReads() ? checkpointer.withConsistentReads() : checkpointer);
  }
}
