package dev.dynamory.dynamodb;

import dev.dynamory.Store;
import dev.dynamory.testkit.ConcurrencyContract;
import dev.dynamory.testkit.LargeValuesContract;
import dev.dynamory.testkit.ModelContract;
import dev.dynamory.testkit.StoreContract;
import dev.dynamory.testkit.StoreOptions;
import dev.dynamory.testkit.TimeToLiveContract;

class DynamoDbStoreTest
    implements StoreContract,
        TimeToLiveContract,
        LargeValuesContract,
        ConcurrencyContract,
        ModelContract {
  private static final String SHARED = newTable();

  @Override
  public Store store(StoreOptions options) {
    return with(options, SHARED);
  }

  @Override
  public Store emptyStore(StoreOptions options) {
    return with(options, newTable());
  }

  private static String newTable() {
    var table = Engine.newTable();
    Dynamory.using(Engine.client()).store(table).setup();
    return table;
  }

  static Store with(StoreOptions options, String table) {
    var store =
        Dynamory.builder().client(Engine.client()).clock(options.clock()).build().store(table);
    if (options.timeToLive() != null) {
      store = store.withTimeToLive(options.timeToLive());
    }
    return options.refreshOnRead() ? store.withRefreshOnRead() : store;
  }
}
