package dev.dynamory.testkit;

import dev.dynamory.Async;
import dev.dynamory.DocumentChange;
import dev.dynamory.DocumentCount;
import dev.dynamory.DocumentIndex;
import dev.dynamory.Filter;
import dev.dynamory.IndexedDocument;
import dev.dynamory.Page;
import dev.dynamory.Reservation;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends every operation through the async view, so that the contracts run through it. */
public final class AsyncDocumentIndex implements DocumentIndex {
  private final Async<? extends DocumentIndex> view;

  private AsyncDocumentIndex(DocumentIndex index) {
    this.view = index.async();
  }

  /** The same index, through {@link DocumentIndex#async}. */
  public static AsyncDocumentIndex over(DocumentIndex index) {
    return new AsyncDocumentIndex(index);
  }

  @Override
  public IndexedDocument create(IndexedDocument document) {
    return AsyncStore.await(view.call(i -> i.create(document)));
  }

  @Override
  public IndexedDocument create(IndexedDocument document, Reservation reservation) {
    return AsyncStore.await(view.call(i -> i.create(document, reservation)));
  }

  @Override
  public Optional<IndexedDocument> get(String namespace, String id) {
    return AsyncStore.await(view.call(i -> i.get(namespace, id)));
  }

  @Override
  public Page<IndexedDocument> list(
      String namespace, @Nullable Filter filter, int limit, @Nullable String pageToken) {
    return AsyncStore.await(view.call(i -> i.list(namespace, filter, limit, pageToken)));
  }

  @Override
  public List<IndexedDocument> findByFilename(String namespace, String filename) {
    return AsyncStore.await(view.call(i -> i.findByFilename(namespace, filename)));
  }

  @Override
  public List<IndexedDocument> findBySourcePath(String namespace, String sourcePath) {
    return AsyncStore.await(view.call(i -> i.findBySourcePath(namespace, sourcePath)));
  }

  @Override
  public IndexedDocument update(DocumentChange change) {
    return AsyncStore.await(view.call(i -> i.update(change)));
  }

  @Override
  public IndexedDocument rename(String namespace, String id, String filename) {
    return AsyncStore.await(view.call(i -> i.rename(namespace, id, filename)));
  }

  @Override
  public IndexedDocument move(String namespace, String id, String toNamespace) {
    return AsyncStore.await(view.call(i -> i.move(namespace, id, toNamespace)));
  }

  @Override
  public boolean delete(String namespace, String id) {
    return AsyncStore.await(view.call(i -> i.delete(namespace, id)));
  }

  @Override
  public void trash(String namespace, String id) {
    AsyncStore.await(view.run(i -> i.trash(namespace, id)));
  }

  @Override
  public void restore(String namespace, String id) {
    AsyncStore.await(view.run(i -> i.restore(namespace, id)));
  }

  @Override
  public List<String> purge(String namespace, String id) {
    return AsyncStore.await(view.call(i -> i.purge(namespace, id)));
  }

  @Override
  public void completePurge(String namespace, String id) {
    AsyncStore.await(view.run(i -> i.completePurge(namespace, id)));
  }

  @Override
  public List<IndexedDocument> purgeExpired() {
    return AsyncStore.await(view.call(i -> i.purgeExpired()));
  }

  @Override
  public DocumentCount count(String namespace) {
    return AsyncStore.await(view.call(i -> i.count(namespace)));
  }

  @Override
  public Reservation.Answer reserve(Reservation reservation) {
    return AsyncStore.await(view.call(i -> i.reserve(reservation)));
  }

  @Override
  public void release(Reservation reservation) {
    AsyncStore.await(view.run(i -> i.release(reservation)));
  }
}
