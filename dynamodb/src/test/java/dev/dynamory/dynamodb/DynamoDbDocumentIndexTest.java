package dev.dynamory.dynamodb;

import dev.dynamory.testkit.DocumentIndexConcurrencyContract;
import dev.dynamory.testkit.DocumentIndexContract;
import dev.dynamory.testkit.DocumentIndexModelContract;

class DynamoDbDocumentIndexTest
    implements DocumentIndexContract, DocumentIndexConcurrencyContract, DocumentIndexModelContract {
  @Override
  public Place emptyPlace() {
    var table = Engine.newTable();
    Dynamory.using(Engine.client()).documentIndex(table).setup();
    return clock ->
        Dynamory.builder().client(Engine.client()).clock(clock).build().documentIndex(table);
  }
}
