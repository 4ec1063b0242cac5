package dev.dynamory.spring.ai;

import dev.dynamory.InMemory;
import dev.dynamory.Sessions;

/** The contract over sessions in memory. */
class InMemoryChatMemoryRepositoryTest extends ChatMemoryRepositoryContract {
  private final Sessions sessions = InMemory.sessions();

  @Override
  Sessions sessions() {
    return sessions;
  }
}
