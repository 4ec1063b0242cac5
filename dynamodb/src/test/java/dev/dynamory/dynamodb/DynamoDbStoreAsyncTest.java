package dev.dynamory.dynamodb;

import dev.dynamory.Store;
import dev.dynamory.testkit.AsyncStore;
import dev.dynamory.testkit.StoreOptions;

class DynamoDbStoreAsyncTest extends DynamoDbStoreTest {
  @Override
  public Store store(StoreOptions options) {
    return AsyncStore.over(super.store(options));
  }

  @Override
  public Store emptyStore(StoreOptions options) {
    return AsyncStore.over(super.emptyStore(options));
  }
}
