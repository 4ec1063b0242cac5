package dev.dynamory.dynamodb;

import dev.dynamory.Checkpointer;
import dev.dynamory.testkit.CheckpointerContract;
import dev.dynamory.testkit.CheckpointerOptions;

/** All but the history: this layout has none. */
class DynamoDbSingleItemCheckpointerTest implements CheckpointerContract {
  private static final String SHARED = newTable();

  @Override
  public Checkpointer checkpointer(CheckpointerOptions options) {
    return with(options, SHARED);
  }

  @Override
  public Checkpointer emptyCheckpointer(CheckpointerOptions options) {
    return with(options, newTable());
  }

  private static String newTable() {
    var table = Engine.newTable();
    Dynamory.using(Engine.client()).singleItemCheckpointer(table).setup();
    return table;
  }

  private static Checkpointer with(CheckpointerOptions options, String table) {
    var checkpointer =
        Dynamory.builder()
            .client(Engine.client())
            .clock(options.clock())
            .build()
            .singleItemCheckpointer(table);
    var timeToLive = options.timeToLive();
    return timeToLive == null ? checkpointer : checkpointer.withTimeToLive(timeToLive);
  }
}
