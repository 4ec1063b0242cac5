package dev.dynamory.testkit;

import dev.dynamory.Async;
import dev.dynamory.Document;
import dev.dynamory.DocumentDatabase;
import dev.dynamory.Page;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sends every operation through the async view, so that the contracts run through it. */
public final class AsyncDocumentDatabase implements DocumentDatabase {
  private final Async<? extends DocumentDatabase> view;

  private AsyncDocumentDatabase(DocumentDatabase database) {
    this.view = database.async();
  }

  /** The same database, through {@link DocumentDatabase#async}. */
  public static AsyncDocumentDatabase over(DocumentDatabase database) {
    return new AsyncDocumentDatabase(database);
  }

  @Override
  public String save(
      String collection, String id, Map<String, ?> document, @Nullable String expectedRevision) {
    return AsyncStore.await(view.call(d -> d.save(collection, id, document, expectedRevision)));
  }

  @Override
  public String save(String collection, String id, Record document) {
    return AsyncStore.await(view.call(d -> d.save(collection, id, document)));
  }

  @Override
  public String create(String collection, String id, Map<String, ?> document) {
    return AsyncStore.await(view.call(d -> d.create(collection, id, document)));
  }

  @Override
  public String restore(
      String collection, String id, Map<String, ?> document, @Nullable String replacedRevision) {
    return AsyncStore.await(view.call(d -> d.restore(collection, id, document, replacedRevision)));
  }

  @Override
  public void check(String collection, String id, Map<String, ?> document) {
    AsyncStore.await(view.run(d -> d.check(collection, id, document)));
  }

  @Override
  public boolean hasCollection(String collection) {
    return AsyncStore.await(view.call(d -> d.hasCollection(collection)));
  }

  @Override
  public Optional<Document> get(String collection, String id) {
    return AsyncStore.await(view.call(d -> d.get(collection, id)));
  }

  @Override
  public List<Document> getAll(String collection, Collection<String> ids) {
    return AsyncStore.await(view.call(d -> d.getAll(collection, ids)));
  }

  @Override
  public List<String> saveAll(String collection, List<? extends Map<String, ?>> documents) {
    return AsyncStore.await(view.call(d -> d.saveAll(collection, documents)));
  }

  @Override
  public void delete(String collection, String id, @Nullable String expectedRevision) {
    AsyncStore.await(view.run(d -> d.delete(collection, id, expectedRevision)));
  }

  @Override
  public List<Boolean> deleteAll(String collection, List<String> ids) {
    return AsyncStore.await(view.call(d -> d.deleteAll(collection, ids)));
  }

  @Override
  public Document update(String collection, String id, UnaryOperator<Map<String, Object>> change) {
    return AsyncStore.await(view.call(d -> d.update(collection, id, change)));
  }

  @Override
  public Page<Document> list(String collection, int limit, @Nullable String pageToken) {
    return AsyncStore.await(view.call(d -> d.list(collection, limit, pageToken)));
  }

  @Override
  public Stream<Document> listAll(String collection) {
    return AsyncStore.await(view.call(d -> d.listAll(collection)));
  }
}
