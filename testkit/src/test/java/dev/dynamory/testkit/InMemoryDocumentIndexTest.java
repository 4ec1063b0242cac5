package dev.dynamory.testkit;

import dev.dynamory.InMemory;

class InMemoryDocumentIndexTest implements DocumentIndexContract, DocumentIndexConcurrencyContract {
  @Override
  public Place emptyPlace() {
    var index = InMemory.documentIndex();
    return index::withClock;
  }
}
