package dev.dynamory.spring;

import dev.dynamory.local.LocalDynamoDb;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Where the application has an embedded engine, that is its DynamoDB: also for what else asks for a
 * client, such as Spring Cloud AWS.
 */
@AutoConfiguration(
    beforeName = "io.awspring.cloud.autoconfigure.dynamodb.DynamoDbAutoConfiguration")
@ConditionalOnClass(LocalDynamoDb.class)
@ConditionalOnBean(LocalDynamoDb.class)
final class LocalDynamoDbAutoConfiguration {

  /** That there is one, for those who must not load its class. */
  record EmbeddedEngine() {}

  @Bean(destroyMethod = "") // the engine closes it
  @Primary
  DynamoDbClient localDynamoDbClient(LocalDynamoDb engine) {
    return engine.client();
  }

  @Bean
  EmbeddedEngine embeddedEngine() {
    return new EmbeddedEngine();
  }
}
