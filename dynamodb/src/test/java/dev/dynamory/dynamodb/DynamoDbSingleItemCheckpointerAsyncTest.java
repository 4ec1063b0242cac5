package dev.dynamory.dynamodb;

import dev.dynamory.Checkpointer;
import dev.dynamory.testkit.AsyncCheckpointer;
import dev.dynamory.testkit.CheckpointerOptions;

class DynamoDbSingleItemCheckpointerAsyncTest extends DynamoDbSingleItemCheckpointerTest {
  @Override
  public Checkpointer checkpointer(CheckpointerOptions options) {
    return AsyncCheckpointer.over(super.checkpointer(options));
  }

  @Override
  public Checkpointer emptyCheckpointer(CheckpointerOptions options) {
    return AsyncCheckpointer.over(super.emptyCheckpointer(options));
  }
}
