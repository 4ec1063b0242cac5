package dev.dynamory.langchain4j;

import dev.dynamory.InMemory;
import dev.dynamory.Sessions;

/** The contract over sessions in memory. */
class InMemoryChatMemoryStoreTest extends ChatMemoryStoreContract {
  private final Sessions sessions = InMemory.sessions();

  @Override
  Sessions sessions() {
    return sessions;
  }
}
