package dev.dynamory.spring;

import dev.dynamory.dynamodb.Dynamory;
import dev.dynamory.dynamodb.Table;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** The health of the tables, where the application asks for health. */
@AutoConfiguration(
    after = {DynamoryAutoConfiguration.class, ChatMemoryRepositoryAutoConfiguration.class})
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(Dynamory.class)
final class DynamoryHealthAutoConfiguration {

  @Bean
  @ConditionalOnEnabledHealthIndicator("dynamory")
  @ConditionalOnMissingBean(name = {"dynamoryHealthIndicator", "dynamoryHealthContributor"})
  HealthIndicator dynamoryHealthContributor(ListableBeanFactory beans) {
    return new DynamoryHealth(beans.getBeansOfType(Table.class).values());
  }
}
