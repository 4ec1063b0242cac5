package dev.dynamory.dynamodb;

import dev.dynamory.testkit.DocumentIndexConcurrencyContract;
import dev.dynamory.testkit.DocumentIndexContract;

class DynamoDbDocumentIndexTest implements DocumentIndexContract, DocumentIndexConcurrencyContract {
  @Override
  public Place emptyPlace() {
    var table = Engine.newTable();
    Dynamory.using(Engine.client()).documentIndex(table).setup();
    return clock ->
        Dynamory.builder().client(Engine.client()).clock(clock).build().documentIndex(table);
  }
}
