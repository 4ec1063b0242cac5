package dev.dynamory.spring.ai.session;

import dev.dynamory.InMemory;
import dev.dynamory.SessionDirectory;
import dev.dynamory.Store;

/** The contract in memory. */
class InMemorySessionRepositoryTest extends SessionRepositoryContract {
  private static final SessionDirectory SESSIONS = InMemory.sessions();
  private static final Store STORE = InMemory.store();

  @Override
  DynamorySessionRepository repository() {
    return DynamorySessionRepository.of(SESSIONS, STORE);
  }
}
