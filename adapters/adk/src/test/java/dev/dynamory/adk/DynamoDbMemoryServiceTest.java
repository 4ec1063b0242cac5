package dev.dynamory.adk;

import dev.dynamory.Store;
import dev.dynamory.adapters.Rig;

/** Each service is a process of its own. */
class DynamoDbMemoryServiceTest extends MemoryServiceContract {
  private final Rig rig = new Rig();

  @Override
  Store store() {
    return rig.store();
  }
}
