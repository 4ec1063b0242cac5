package dev.dynamory.langchain4j;

import dev.dynamory.adapters.Rig;
import dev.dynamory.Sessions;

/** The contract over the log layout, each store a process of its own. */
class DynamoDbChatMemoryStoreTest extends ChatMemoryStoreContract {
  private static final Rig RIG = new Rig();

  @Override
  Sessions sessions() {
    return RIG.sessions();
  }
}
