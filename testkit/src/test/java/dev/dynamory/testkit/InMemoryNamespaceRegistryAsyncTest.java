package dev.dynamory.testkit;

class InMemoryNamespaceRegistryAsyncTest extends InMemoryNamespaceRegistryTest {
  @Override
  public Place emptyPlace() {
    var place = super.emptyPlace();
    return clock -> AsyncNamespaceRegistry.over(place.registry(clock));
  }
}
