package dev.dynamory.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.Checkpointer;
import dev.dynamory.ConfigurationException;
import dev.dynamory.InMemory;
import dev.dynamory.Namespace;
import dev.dynamory.SessionDirectory;
import dev.dynamory.Sessions;
import dev.dynamory.Store;
import dev.dynamory.WriteConflictException;
import dev.dynamory.dynamodb.DynamoDbSessions;
import dev.dynamory.dynamodb.Dynamory;
import dev.dynamory.local.LocalDynamoDb;
import dev.dynamory.spring.ai.DynamoryChatMemoryRepository;
import dev.dynamory.spring.ai.MessageKind;
import io.awspring.cloud.autoconfigure.core.AwsAutoConfiguration;
import io.awspring.cloud.autoconfigure.core.CredentialsProviderAutoConfiguration;
import io.awspring.cloud.autoconfigure.core.RegionProviderAutoConfiguration;
import io.awspring.cloud.autoconfigure.dynamodb.DynamoDbAutoConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.ChatMemoryRepository;
import org.springframework.ai.chat.memory.InMemoryChatMemoryRepository;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.model.chat.memory.autoconfigure.ChatMemoryAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What is configured for which application. */
class AutoConfigurationTest {
  private static final String CHAT = "spring.ai.chat.memory.repository.dynamodb.";
  private static final LocalDynamoDb ENGINE = LocalDynamoDb.inMemory();

  private final String table = "table-" + UUID.randomUUID();
  private final ApplicationContextRunner application =
      new ApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  LocalDynamoDbAutoConfiguration.class,
                  EmbeddingModelAutoConfiguration.class,
                  DynamoryAutoConfiguration.class,
                  ChatMemoryRepositoryAutoConfiguration.class,
                  DynamoryHealthAutoConfiguration.class,
                  ChatMemoryAutoConfiguration.class))
          .withPropertyValues(CHAT + "table=" + table);
  private final ApplicationContextRunner onTheEngine =
      application.withBean(
          LocalDynamoDb.class, () -> ENGINE, bean -> bean.setDestroyMethodName(""));

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  @Test
  void keepsSpringAisChatMemoryInDynamoDb() {
    onTheEngine.run(
        context -> {
          assertThat(context).hasSingleBean(ChatMemoryRepository.class);
          assertThat(context).hasSingleBean(DynamoryChatMemoryRepository.class);
          context.getBean(ChatMemory.class).add("ana", new UserMessage("hello"));
        });
    onTheEngine.run(
        context -> {
          assertThat(context.getBean(ChatMemory.class).get("ana"))
              .containsExactly(new UserMessage("hello"));
          assertThat(context.getBean(ChatMemoryRepository.class).findConversationIds())
              .containsExactly("ana");
        });
  }

  @Test
  void isThereForAChatMemoryOfTheApplicationsOwn() {
    onTheEngine
        .withUserConfiguration(OwnMemory.class)
        .run(
            context -> {
              assertThat(context).hasSingleBean(DynamoryChatMemoryRepository.class);
              var memory = context.getBean(ChatMemory.class);
              memory.add("ana", List.of(new UserMessage("1"), new UserMessage("2")));
              memory.add("ana", new UserMessage("3"));
              assertThat(memory.get("ana")).hasSize(2);
            });
  }

  @Configuration(proxyBeanMethods = false)
  static class OwnMemory {
    @Bean
    ChatMemory chatMemory(ChatMemoryRepository repository) {
      return MessageWindowChatMemory.builder()
          .chatMemoryRepository(repository)
          .maxMessages(2)
          .build();
    }
  }

  @Test
  void backsOffWhenTheApplicationHasARepositoryOrDoesNotWantOne() {
    onTheEngine
        .withBean(ChatMemoryRepository.class, InMemoryChatMemoryRepository::new)
        .run(
            context -> {
              assertThat(context).doesNotHaveBean(DynamoryChatMemoryRepository.class);
              assertThat(context).doesNotHaveBean("chatMemorySessions");
            });
    onTheEngine
        .withPropertyValues(CHAT + "enabled=false")
        .run(
            context -> {
              assertThat(context).hasSingleBean(InMemoryChatMemoryRepository.class);
              assertThat(context).hasSingleBean(Dynamory.class);
            });
  }

  @Test
  void isThereWithoutSpringAiWithoutActuatorAndWithoutTheEngine() {
    application
        .withClassLoader(
            new FilteredClassLoader(
                "org.springframework.ai", "org.springframework.boot.health", "dev.dynamory.local"))
        .withPropertyValues(
            "dynamory.endpoint=" + ENGINE.endpoint(),
            "dynamory.region=eu-west-1",
            "dynamory.create-tables=true",
            "dynamory.store.table=store-" + table)
        .run(
            context -> {
              assertThat(context).hasNotFailed().hasSingleBean(Store.class);
              var store = context.getBean(Store.class);
              store.put(Namespace.of("users"), "ana", Map.of("theme", "dark"));
              assertThat(store.search(Namespace.ROOT)).hasSize(1);
              assertThat(context).doesNotHaveBean("chatMemoryRepository");
            });
  }

  @Test
  void makesABeanOfEachTableThatIsNamed() {
    onTheEngine.run(
        context ->
            assertThat(context)
                .doesNotHaveBean(Store.class)
                .doesNotHaveBean(Checkpointer.class)
                .hasSingleBean(Dynamory.class));
    onTheEngine
        .withPropertyValues(
            "dynamory.store.table=store-" + table,
            "dynamory.store.time-to-live=30d",
            "dynamory.store.refresh-on-read=true",
            "dynamory.store.consistent-reads=true",
            "dynamory.sessions.table=sessions-" + table,
            "dynamory.sessions.time-to-live=1h",
            "dynamory.sessions.consistent-reads=true",
            "dynamory.checkpoints.table=checkpoints-" + table,
            "dynamory.checkpoints.time-to-live=1h",
            "dynamory.checkpoints.consistent-reads=true")
        .run(
            context -> {
              var store = context.getBean(Store.class);
              store.put(Namespace.of("users"), "ana", Map.of("theme", "dark"));
              assertThat(store.get(Namespace.of("users"), "ana").orElseThrow().expiresAt())
                  .isNotNull();
              var sessions = context.getBeanProvider(Sessions.class).getObject();
              assertThat(sessions)
                  .isSameAs(context.getBeanProvider(SessionDirectory.class).getObject())
                  .isSameAs(context.getBean("dynamorySessions"))
                  .isNotSameAs(context.getBean("chatMemorySessions"));
              sessions.session("ana").addItems(List.of(Map.of("role", "user")));
              assertThat(sessions.session("ana").getItems()).hasSize(1);
              context.getBean(Checkpointer.class).saveState("ana", Map.of("step", 1));
              assertThat(context.getBean(Checkpointer.class).loadState("ana")).isPresent();
            });
  }

  @Test
  void leavesStoresToTheApplicationThatHasItsOwn() {
    onTheEngine
        .withPropertyValues(
            "dynamory.store.table=store-" + table, "dynamory.sessions.table=sessions-" + table)
        .withBean(Store.class, InMemory::store)
        .withBean(Sessions.class, InMemory::sessions)
        .run(
            context ->
                assertThat(context)
                    .hasSingleBean(Store.class)
                    .doesNotHaveBean("dynamoryStore")
                    .doesNotHaveBean("dynamorySessions")
                    .hasSingleBean(DynamoryChatMemoryRepository.class));
  }

  @Test
  void usesTheApplicationsClientAndLeavesItOpen() {
    application
        .withBean(DynamoDbClient.class, ENGINE::client, bean -> bean.setDestroyMethodName(""))
        .withPropertyValues(CHAT + "create-table=true")
        .run(context -> context.getBean(ChatMemory.class).add("ana", new UserMessage("hello")));
    assertThat(ENGINE.client().listTables().tableNames()).contains(table);
  }

  @Test
  void usesSpringCloudAwssClient() {
    application
        .withConfiguration(
            AutoConfigurations.of(
                AwsAutoConfiguration.class,
                CredentialsProviderAutoConfiguration.class,
                RegionProviderAutoConfiguration.class,
                DynamoDbAutoConfiguration.class))
        .withPropertyValues(
            CHAT + "create-table=true",
            "spring.cloud.aws.region.static=eu-west-1",
            "spring.cloud.aws.credentials.access-key=local",
            "spring.cloud.aws.credentials.secret-key=local",
            "spring.cloud.aws.dynamodb.endpoint=" + ENGINE.endpoint())
        .run(
            context -> {
              context.getBean(ChatMemory.class).add("ana", new UserMessage("hello"));
              assertThat(context.getBean(DynamoDbClient.class).listTables().tableNames())
                  .contains(table);
            });
  }

  @Test
  void theEngineOfATestIsAlsoSpringCloudAwss() {
    onTheEngine
        .withConfiguration(
            AutoConfigurations.of(
                AwsAutoConfiguration.class,
                CredentialsProviderAutoConfiguration.class,
                RegionProviderAutoConfiguration.class,
                DynamoDbAutoConfiguration.class))
        .withPropertyValues("spring.cloud.aws.region.static=eu-west-1", "dynamory.region=eu-west-1")
        .run(
            context -> assertThat(context.getBean(DynamoDbClient.class)).isSameAs(ENGINE.client()));
  }

  @Test
  void buildsAClientWhereThereIsNone() {
    application
        .withPropertyValues(
            CHAT + "endpoint=" + ENGINE.endpoint(),
            CHAT + "region=eu-west-1",
            CHAT + "create-table=true",
            CHAT + "time-to-live=1h")
        .run(
            context -> {
              assertThat(context).doesNotHaveBean(DynamoDbClient.class);
              context.getBean(ChatMemory.class).add("ana", new UserMessage("hello"));
              assertThat(ENGINE.client().listTables().tableNames()).contains(table);
              var rows = ENGINE.client().scan(scan -> scan.tableName(table)).items();
              assertThat(rows).isNotEmpty().anyMatch(row -> row.containsKey("ttl"));
            });
  }

  @Test
  void saysSoIfSettingsWouldDoNothing() {
    application
        .withBean(DynamoDbClient.class, ENGINE::client, bean -> bean.setDestroyMethodName(""))
        .withPropertyValues(CHAT + "region=eu-west-1")
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .rootCause()
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("DynamoDbClient"));
  }

  @Test
  void createsNoTableUnlessAskedToOrOnTheEngine() {
    onTheEngine
        .withPropertyValues("dynamory.create-tables=false")
        .run(context -> assertThat(context).hasNotFailed());
    application
        .withBean(DynamoDbClient.class, ENGINE::client, bean -> bean.setDestroyMethodName(""))
        .run(context -> assertThat(context).hasNotFailed());
    assertThat(ENGINE.client().listTables().tableNames()).doesNotContain(table);
  }

  @Test
  void tellsOfConflictsOrMergesThem() {
    for (var merging : List.of(false, true)) {
      onTheEngine
          .withPropertyValues(merging ? CHAT + "on-conflict=merge" : CHAT + "on-conflict=fail")
          .run(
              context -> {
                var repository = context.getBean(ChatMemoryRepository.class);
                var list = new ArrayList<>(repository.findByConversationId("merging " + merging));
                context
                    .getBean("chatMemorySessions", DynamoDbSessions.class)
                    .session("merging " + merging)
                    .addItems(List.of(Map.of("type", "USER", "text", "theirs")));
                list.add(new UserMessage("mine"));
                try {
                  repository.saveAll("merging " + merging, list);
                  assertThat(merging).isTrue();
                } catch (WriteConflictException e) {
                  assertThat(merging).isFalse();
                }
                assertThat(repository.findByConversationId("merging " + merging))
                    .hasSize(merging ? 2 : 1);
              });
    }
  }

  @Test
  void keepsTheKindsOfMessagesThatTheApplicationNames() {
    class Rated extends AssistantMessage {
      Rated(String text) {
        super(text);
      }
    }
    onTheEngine
        .withBean(
            MessageKind.class,
            () ->
                new MessageKind<>(
                    "RATED",
                    Rated.class,
                    rated -> Map.of("text", String.valueOf(rated.getText())),
                    parts -> new Rated(String.valueOf(parts.get("text")))))
        .run(
            context -> {
              var repository = context.getBean(ChatMemoryRepository.class);
              repository.saveAll("ana", List.of(new Rated("good")));
              assertThat(repository.findByConversationId("ana"))
                  .singleElement()
                  .isInstanceOf(Rated.class);
            });
  }

  private static Health health(ApplicationContext context) {
    var indicator = context.getBean("dynamoryHealthContributor", HealthIndicator.class);
    return Objects.requireNonNull(indicator.health());
  }

  @Test
  void healthIsThatOfTheTables() {
    onTheEngine
        .withPropertyValues(
            "dynamory.store.table=store-" + table, "dynamory.checkpoints.table=cp-" + table)
        .run(
            context -> {
              assertThat(health(context).getStatus()).isEqualTo(Status.UP);
              assertThat(health(context).getDetails())
                  .containsOnlyKeys(table, "store-" + table, "cp-" + table);
              ENGINE.client().deleteTable(gone -> gone.tableName("cp-" + table));
              assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
              assertThat(health(context).getDetails())
                  .containsEntry("cp-" + table, "does not answer")
                  .containsKey("error");
            });
    onTheEngine
        .withPropertyValues("management.health.dynamory.enabled=false")
        .run(context -> assertThat(context).doesNotHaveBean("dynamoryHealthContributor"));
  }
}
