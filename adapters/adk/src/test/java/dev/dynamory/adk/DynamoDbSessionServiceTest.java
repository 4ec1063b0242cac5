package dev.dynamory.adk;

import dev.dynamory.SessionDirectory;
import dev.dynamory.Store;
import dev.dynamory.adapters.Rig;

/** Each service is a process of its own. */
class DynamoDbSessionServiceTest extends SessionServiceContract {
  private final Rig rig = new Rig();

  @Override
  SessionDirectory sessions() {
    return rig.sessions();
  }

  @Override
  Store store() {
    return rig.store();
  }
}
