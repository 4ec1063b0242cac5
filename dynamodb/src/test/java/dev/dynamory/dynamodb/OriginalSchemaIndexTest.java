package dev.dynamory.dynamodb;

/** On a table exactly as stache has it, by an index that expects ours. */
class OriginalSchemaIndexTest extends DynamoDbDocumentIndexTest {
  @Override
  public Place emptyPlace() {
    var table = Engine.newTable();
    Dynamory.using(Engine.client()).documentIndex(table).withOriginalSchema().setup();
    return clock ->
        Dynamory.builder().client(Engine.client()).clock(clock).build().documentIndex(table);
  }
}
