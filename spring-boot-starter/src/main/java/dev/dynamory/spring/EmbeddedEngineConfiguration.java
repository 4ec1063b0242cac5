package dev.dynamory.spring;

import dev.dynamory.local.LocalDynamoDb;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** An engine in memory that ends with the application context. */
@Configuration(proxyBeanMethods = false)
class EmbeddedEngineConfiguration {

  @Bean
  LocalDynamoDb localDynamoDb() {
    return LocalDynamoDb.inMemory();
  }
}
