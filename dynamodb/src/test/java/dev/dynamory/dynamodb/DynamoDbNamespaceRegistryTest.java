package dev.dynamory.dynamodb;

import dev.dynamory.testkit.NamespaceRegistryConcurrencyContract;
import dev.dynamory.testkit.NamespaceRegistryContract;
import dev.dynamory.testkit.NamespaceRegistryModelContract;

class DynamoDbNamespaceRegistryTest
    implements NamespaceRegistryContract,
        NamespaceRegistryConcurrencyContract,
        NamespaceRegistryModelContract {
  @Override
  public Place emptyPlace() {
    var table = Engine.newTable();
    Dynamory.using(Engine.client()).namespaces(table).setup();
    return clock ->
        Dynamory.builder().client(Engine.client()).clock(clock).build().namespaces(table);
  }
}
