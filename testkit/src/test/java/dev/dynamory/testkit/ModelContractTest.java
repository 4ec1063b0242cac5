package dev.dynamory.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dynamory.Delete;
import dev.dynamory.Get;
import dev.dynamory.InMemory;
import dev.dynamory.InvalidInputException;
import dev.dynamory.Item;
import dev.dynamory.ListNamespaces;
import dev.dynamory.Namespace;
import dev.dynamory.Operation;
import dev.dynamory.Page;
import dev.dynamory.Put;
import dev.dynamory.Search;
import dev.dynamory.Store;
import dev.dynamory.Write;
import dev.dynamory.WriteCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The model contract finds every store out that does one thing wrong. */
class ModelContractTest {

  /** A right store, one operation of which a test gets wrong. */
  private static class Right implements Store {
    final Store right;

    Right(Store right) {
      this.right = right;
    }

    @Override
    public long put(Put put) {
      return right.put(put);
    }

    @Override
    public Optional<Item> get(Get get) {
      return right.get(get);
    }

    @Override
    public void delete(Delete delete) {
      right.delete(delete);
    }

    @Override
    public List<Item> search(Search search) {
      return right.search(search);
    }

    @Override
    public Page<Item> searchPage(Search search) {
      return right.searchPage(search);
    }

    @Override
    public List<Namespace> listNamespaces(ListNamespaces which) {
      return right.listNamespaces(which);
    }

    @Override
    public <R> List<R> batch(List<? extends Operation<? extends R>> operations) {
      return right.batch(operations);
    }

    @Override
    public List<Long> transact(List<? extends Write> writes) {
      return right.transact(writes);
    }

    @Override
    public long deleteNamespace(Namespace prefix) {
      return right.deleteNamespace(prefix);
    }
  }

  @Test
  void passesARightStore() {
    assertThatCode(() -> run(Right::new)).doesNotThrowAnyException();
  }

  @Test
  void findsOutWhoForgetsAnOffset() {
    findsOut(
        store ->
            new Right(store) {
              @Override
              public List<Item> search(Search search) {
                return right.search(search.offset(0));
              }
            });
  }

  @Test
  void findsOutWhoCutsAPage() {
    findsOut(
        store ->
            new Right(store) {
              @Override
              public Page<Item> searchPage(Search search) {
                var page = right.searchPage(search);
                var items = page.items();
                return items.size() < 3
                    ? page
                    : new Page<>(items.subList(1, items.size()), page.nextToken());
              }
            });
  }

  @Test
  void findsOutWhoIgnoresAVersion() {
    findsOut(
        store ->
            new Right(store) {
              @Override
              public long put(Put put) {
                return right.put(put.when(WriteCondition.any()));
              }
            });
  }

  @Test
  void findsOutWhoForgetsATimeToLive() {
    findsOut(
        store ->
            new Right(store) {
              @Override
              public long put(Put put) {
                return right.put(put.timeToLive(Put.FOREVER));
              }
            });
  }

  @Test
  void findsOutWhoGivesAnotherPutsVersion() {
    findsOut(
        store ->
            new Right(store) {
              @Override
              public long put(Put put) {
                return Math.max(1, right.put(put) >> 50);
              }
            });
  }

  @Test
  void findsOutWhoDeletesTooLittle() {
    findsOut(
        store ->
            new Right(store) {
              @Override
              public long deleteNamespace(Namespace prefix) {
                var items = right.search(Search.in(prefix).exact().limit(1_000));
                items.forEach(item -> right.delete(item.namespace(), item.key()));
                return items.size();
              }
            });
  }

  @Test
  void findsOutWhoListsUnsorted() {
    findsOut(
        store ->
            new Right(store) {
              @Override
              public List<Namespace> listNamespaces(ListNamespaces which) {
                return right.listNamespaces(which).stream()
                    .sorted((a, b) -> a.toString().compareTo(b.toString()))
                    .toList();
              }
            });
  }

  @Test
  void findsOutWhoseBatchReadsItsOwnWrites() {
    findsOut(
        store ->
            new Right(store) {
              @Override
              public <R> List<R> batch(List<? extends Operation<? extends R>> operations) {
                var results = new ArrayList<R>();
                operations.forEach(one -> results.addAll(right.<R>batch(List.of(one))));
                return results;
              }
            });
  }

  @Test
  void findsOutWhoseTransactionsAreNone() {
    findsOut(
        store ->
            new Right(store) {
              @Override
              public List<Long> transact(List<? extends Write> writes) {
                writes.forEach(write -> right.<Long>batch(List.of(write)));
                return right.transact(writes);
              }
            });
  }

  @Test
  void saysTheSeedOfAFailure() {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(
            () ->
                run(
                    store ->
                        new Right(store) {
                          @Override
                          public Optional<Item> get(Get get) {
                            throw new InvalidInputException("get", "never works");
                          }
                        }))
        .withMessageMatching("(?s)seed -?\\d+, .*operation \\d+: .*");
  }

  /** Operations are random: one run in some may not come across what is wrong. */
  private static void findsOut(UnaryOperator<Store> wrong) {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(
            () -> {
              for (var run = 0; run < 10; run++) {
                run(wrong);
              }
            });
  }

  private static void run(UnaryOperator<Store> store) {
    ModelContract contract =
        new ModelContract() {
          @Override
          public Store store(StoreOptions options) {
            return emptyStore(options);
          }

          @Override
          public Store emptyStore(StoreOptions options) {
            return store.apply(InMemoryStoreTest.with(options, InMemory.store()));
          }
        };
    contract.anySequenceOfOperationsGivesWhatTheInMemoryStoreGives();
  }
}
