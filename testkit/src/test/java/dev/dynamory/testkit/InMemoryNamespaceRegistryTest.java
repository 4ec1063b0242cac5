package dev.dynamory.testkit;

import dev.dynamory.InMemory;

class InMemoryNamespaceRegistryTest
    implements NamespaceRegistryContract, NamespaceRegistryConcurrencyContract {
  @Override
  public Place emptyPlace() {
    var registry = InMemory.namespaces();
    return registry::withClock;
  }
}
