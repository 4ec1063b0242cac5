package dev.dynamory.adk;

import dev.dynamory.InMemory;
import dev.dynamory.SessionDirectory;
import dev.dynamory.Store;

class InMemorySessionServiceTest extends SessionServiceContract {
  private final SessionDirectory sessions = InMemory.sessions();
  private final Store store = InMemory.store();

  @Override
  SessionDirectory sessions() {
    return sessions;
  }

  @Override
  Store store() {
    return store;
  }
}
