package dev.dynamory.langchain4j;

import dev.dynamory.Sessions;
import dev.dynamory.adapters.Rig;

/** The contract over the log layout, each store a process of its own. */
class DynamoDbChatMemoryStoreTest extends ChatMemoryStoreContract {
  private static final Rig RIG = new Rig();

  @Override
  Sessions sessions() {
    return RIG.sessions();
  }
}
