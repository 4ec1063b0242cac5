package dev.dynamory.dynamodb;

import dev.dynamory.testkit.AsyncDocumentIndex;

class DynamoDbDocumentIndexAsyncTest extends DynamoDbDocumentIndexTest {
  @Override
  public Place emptyPlace() {
    var place = super.emptyPlace();
    return clock -> AsyncDocumentIndex.over(place.index(clock));
  }
}
