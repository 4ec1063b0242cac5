package dev.dynamory.testkit;

class InMemoryDocumentIndexAsyncTest extends InMemoryDocumentIndexTest {
  @Override
  public Place emptyPlace() {
    var place = super.emptyPlace();
    return clock -> AsyncDocumentIndex.over(place.index(clock));
  }
}
