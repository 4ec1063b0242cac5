package dev.dynamory.dynamodb;

import dev.dynamory.testkit.AsyncNamespaceRegistry;

class DynamoDbNamespaceRegistryAsyncTest extends DynamoDbNamespaceRegistryTest {
  @Override
  public Place emptyPlace() {
    var place = super.emptyPlace();
    return clock -> AsyncNamespaceRegistry.over(place.registry(clock));
  }
}
