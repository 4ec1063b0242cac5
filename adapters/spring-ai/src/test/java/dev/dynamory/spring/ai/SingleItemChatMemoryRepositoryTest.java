package dev.dynamory.spring.ai;

import dev.dynamory.Sessions;
import dev.dynamory.adapters.Rig;

/** The contract over the single layout, each repository a process of its own. */
class SingleItemChatMemoryRepositoryTest extends ChatMemoryRepositoryContract {
  private static final Rig RIG = new Rig();

  @Override
  Sessions sessions() {
    return RIG.singleItemSessions();
  }
}
