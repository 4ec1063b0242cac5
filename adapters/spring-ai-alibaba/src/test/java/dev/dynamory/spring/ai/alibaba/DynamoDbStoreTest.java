package dev.dynamory.spring.ai.alibaba;

import dev.dynamory.Store;
import dev.dynamory.adapters.Rig;

/** The contract over DynamoDB, each store a process of its own. */
class DynamoDbStoreTest extends StoreContract {
  private final Rig rig = new Rig();

  @Override
  Store store() {
    return rig.store();
  }
}
