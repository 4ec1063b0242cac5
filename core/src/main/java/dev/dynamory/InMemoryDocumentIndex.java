package dev.dynamory;

import dev.dynamory.IndexedDocument.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A document index in memory. Views made by the {@code with} methods share the documents. */
public final class InMemoryDocumentIndex implements DocumentIndex {
  private static final Duration RETENTION = Duration.ofDays(30);
  private static final Duration RESERVED_FOR = Duration.ofMinutes(15);

  private final Kept kept;
  private final InstantSource clock;

  InMemoryDocumentIndex() {
    this(new Kept(), InstantSource.system());
  }

  private InMemoryDocumentIndex(Kept kept, InstantSource clock) {
    this.kept = kept;
    this.clock = clock;
  }

  /** A view with another clock. */
  public InMemoryDocumentIndex withClock(InstantSource clock) {
    return new InMemoryDocumentIndex(kept, clock);
  }

  private record Key(String namespace, String id) {}

  private record Row(IndexedDocument document, long order, @Nullable Instant trashedAt) {}

  private record Held(String documentId, Instant since, boolean complete) {}

  /** Whoever uses it holds its monitor. */
  private static final class Kept {
    private final Map<Key, Row> rows = new HashMap<>();
    private final Map<List<String>, Held> reservations = new HashMap<>();
    private long lastOrder;
  }

  @Override
  public IndexedDocument create(IndexedDocument document) {
    synchronized (kept) {
      var key = new Key(document.namespace(), document.id());
      var old = kept.rows.get(key);
      if (old != null && old.document.status() != Status.PURGED) {
        throw old.document.status() == Status.ACTIVE
            ? refused(
                RefusedException.Reason.ALREADY_EXISTS,
                "document '" + document.id() + "' is there already")
            : inTrash(document.id());
      }
      var now = clock.instant();
      var created = document.at(Status.ACTIVE, now, now);
      kept.rows.put(key, new Row(created, ++kept.lastOrder, null));
      return created;
    }
  }

  private static RefusedException refused(RefusedException.Reason reason, String message) {
    return new RefusedException(reason, message, null);
  }

  private static RefusedException inTrash(String id) {
    return refused(
        RefusedException.Reason.IN_TRASH,
        "document '" + id + "' is in the trash; restore or purge it first");
  }

  @Override
  public IndexedDocument create(IndexedDocument document, Reservation reservation) {
    synchronized (kept) {
      var held = kept.reservations.get(file(reservation));
      if (held == null || held.complete || !held.documentId.equals(reservation.documentId())) {
        throw refused(
            RefusedException.Reason.BUSY,
            "the reservation of '" + reservation.filename() + "' is another's by now");
      }
      var created = create(document);
      kept.reservations.put(file(reservation), new Held(held.documentId, held.since, true));
      return created;
    }
  }

  private static List<String> file(Reservation reservation) {
    var path = reservation.sourcePath();
    return path == null
        ? List.of(
            "HASH", reservation.namespace(), reservation.contentHash(), reservation.filename())
        : List.of("SOURCE", reservation.namespace(), path);
  }

  @Override
  public Optional<IndexedDocument> get(String namespace, String id) {
    IndexRules.checkName("namespace", namespace);
    IndexRules.checkName("id", id);
    synchronized (kept) {
      return Optional.ofNullable(kept.rows.get(new Key(namespace, id))).map(Row::document);
    }
  }

  @Override
  public Page<IndexedDocument> list(
      String namespace, @Nullable Filter filter, int limit, @Nullable String pageToken) {
    IndexRules.checkPage(limit);
    synchronized (kept) {
      var before = pageToken == null ? Long.MAX_VALUE : parse(pageToken);
      var found =
          active(namespace, document -> filter == null || filter.matches(document.fields()))
              .filter(row -> row.order < before)
              .limit(limit + 1L)
              .toList();
      var page = found.subList(0, Math.min(limit, found.size()));
      return new Page<>(
          page.stream().map(Row::document).toList(),
          found.size() <= limit ? null : Long.toString(page.get(page.size() - 1).order));
    }
  }

  private static long parse(String token) {
    try {
      return Long.parseLong(token);
    } catch (NumberFormatException e) {
      throw new InvalidInputException("pageToken", "is not one of this listing's");
    }
  }

  private Stream<Row> active(String namespace, Predicate<IndexedDocument> which) {
    IndexRules.checkName("namespace", namespace);
    return kept.rows.values().stream()
        .filter(row -> row.document.namespace().equals(namespace))
        .filter(row -> row.document.status() == Status.ACTIVE)
        .filter(row -> which.test(row.document))
        .sorted(Comparator.comparing((Row row) -> -row.order));
  }

  @Override
  public List<IndexedDocument> findByFilename(String namespace, String filename) {
    IndexRules.checkName("filename", filename);
    synchronized (kept) {
      return active(namespace, document -> document.filename().equals(filename))
          .map(Row::document)
          .toList();
    }
  }

  @Override
  public List<IndexedDocument> findBySourcePath(String namespace, String sourcePath) {
    IndexRules.checkName("sourcePath", sourcePath);
    synchronized (kept) {
      return active(namespace, document -> sourcePath.equals(document.sourcePath()))
          .map(Row::document)
          .toList();
    }
  }

  private Row required(String namespace, String id) {
    IndexRules.checkName("namespace", namespace);
    IndexRules.checkName("id", id);
    var row = kept.rows.get(new Key(namespace, id));
    if (row == null || row.document.status() == Status.PURGED) {
      throw new NotFoundException("document '" + id + "' in namespace '" + namespace + "'");
    }
    return row;
  }

  private Row requiredActive(String namespace, String id) {
    var row = required(namespace, id);
    if (row.document.status() != Status.ACTIVE) {
      throw inTrash(id);
    }
    return row;
  }

  private IndexedDocument put(Row row, IndexedDocument document, @Nullable Instant trashedAt) {
    var changed = document.at(document.status(), document.createdAt(), clock.instant());
    kept.rows.put(
        new Key(document.namespace(), document.id()), new Row(changed, row.order, trashedAt));
    return changed;
  }

  @Override
  public IndexedDocument update(DocumentChange change) {
    synchronized (kept) {
      var row = requiredActive(change.namespace(), change.id());
      var document = row.document;
      if (change.title() != null) {
        document = document.title(change.title());
      }
      if (change.source() != null) {
        document = document.source(change.source());
      }
      if (change.contentType() != null) {
        document = document.contentType(change.contentType());
      }
      if (change.summary() != null) {
        document = document.summary(change.summary());
      }
      if (change.chunkIds() != null) {
        document = document.chunkIds(change.chunkIds());
      }
      if (change.contentHash() != null) {
        document = document.contentHash(change.contentHash());
      }
      if (change.metadata() != null) {
        var merged = new LinkedHashMap<>(document.metadata());
        merged.putAll(change.metadata());
        document = document.metadata(merged);
      }
      return put(row, document, null);
    }
  }

  @Override
  public IndexedDocument rename(String namespace, String id, String filename) {
    synchronized (kept) {
      var row = requiredActive(namespace, id);
      return put(row, row.document.filename(filename), null);
    }
  }

  @Override
  public IndexedDocument move(String namespace, String id, String toNamespace) {
    IndexRules.checkName("toNamespace", toNamespace);
    synchronized (kept) {
      var row = requiredActive(namespace, id);
      if (namespace.equals(toNamespace)) {
        return row.document;
      }
      var there = kept.rows.get(new Key(toNamespace, id));
      if (there != null && there.document.status() != Status.PURGED) {
        throw refused(
            RefusedException.Reason.ALREADY_EXISTS,
            "namespace '" + toNamespace + "' has a document '" + id + "' already");
      }
      kept.rows.remove(new Key(namespace, id));
      moveReservation(row.document, toNamespace);
      return put(row, row.document.in(toNamespace), null);
    }
  }

  private void moveReservation(IndexedDocument document, String toNamespace) {
    if (document.contentHash() == null) {
      return;
    }
    var from = file(Reservation.of(document));
    var held = kept.reservations.get(from);
    var to = file(Reservation.of(document.in(toNamespace)));
    if (held != null
        && held.documentId.equals(document.id())
        && !kept.reservations.containsKey(to)) {
      kept.reservations.remove(from);
      kept.reservations.put(to, held);
    }
  }

  @Override
  public boolean delete(String namespace, String id) {
    IndexRules.checkName("namespace", namespace);
    IndexRules.checkName("id", id);
    synchronized (kept) {
      return kept.rows.remove(new Key(namespace, id)) != null;
    }
  }

  private IndexedDocument status(Row row, Status status, @Nullable Instant trashedAt) {
    var document = row.document;
    return put(row, document.at(status, document.createdAt(), null), trashedAt);
  }

  @Override
  public void trash(String namespace, String id) {
    synchronized (kept) {
      status(requiredActive(namespace, id), Status.DELETING, clock.instant());
    }
  }

  @Override
  public void restore(String namespace, String id) {
    synchronized (kept) {
      var row = required(namespace, id);
      if (row.document.status() != Status.ACTIVE) {
        status(row, Status.ACTIVE, null);
      }
    }
  }

  @Override
  public List<String> purge(String namespace, String id) {
    synchronized (kept) {
      var row = required(namespace, id);
      requireTrashed(row);
      return status(row, Status.PURGING, null).chunkIds();
    }
  }

  private static void requireTrashed(Row row) {
    if (row.document.status() == Status.ACTIVE) {
      throw refused(
          RefusedException.Reason.NOT_IN_TRASH,
          "document '" + row.document.id() + "' is not in the trash; put it there first");
    }
  }

  @Override
  public void completePurge(String namespace, String id) {
    synchronized (kept) {
      var row = kept.rows.get(new Key(namespace, id));
      if (row != null && row.document.status() == Status.PURGED) {
        return;
      }
      row = required(namespace, id);
      if (row.document.status() != Status.PURGING) {
        throw refused(
            RefusedException.Reason.NOT_IN_TRASH,
            "document '" + id + "' is not being purged; purge it first");
      }
      var document = row.document.chunkIds(List.of());
      put(row, document.at(Status.PURGED, document.createdAt(), null), null);
    }
  }

  @Override
  public List<IndexedDocument> purgeExpired() {
    synchronized (kept) {
      var expired = new ArrayList<Row>();
      kept.rows.values().stream()
          .filter(
              row ->
                  row.trashedAt != null && row.trashedAt.plus(RETENTION).isBefore(clock.instant()))
          .forEach(expired::add);
      expired.sort(Comparator.comparing(row -> String.valueOf(row.trashedAt)));
      return expired.stream().map(row -> status(row, Status.PURGING, null)).toList();
    }
  }

  @Override
  public DocumentCount count(String namespace) {
    synchronized (kept) {
      var all = active(namespace, document -> true).map(Row::document).toList();
      return new DocumentCount(
          all.size(), all.stream().mapToLong(IndexedDocument::chunkCount).sum());
    }
  }

  @Override
  public Reservation.Answer reserve(Reservation reservation) {
    synchronized (kept) {
      var now = clock.instant();
      var held = kept.reservations.get(file(reservation));
      if (held != null && !isFree(reservation, held, now)) {
        return new Reservation.Answer(
            held.complete ? Reservation.State.ALREADY : Reservation.State.IN_PROGRESS,
            held.documentId);
      }
      kept.reservations.put(file(reservation), new Held(reservation.documentId(), now, false));
      return new Reservation.Answer(Reservation.State.RESERVED, reservation.documentId());
    }
  }

  private boolean isFree(Reservation reservation, Held held, Instant now) {
    if (!held.complete) {
      return held.since.plus(RESERVED_FOR).isBefore(now);
    }
    var row = kept.rows.get(new Key(reservation.namespace(), held.documentId));
    return row == null || row.document.status() == Status.PURGED;
  }

  @Override
  public void release(Reservation reservation) {
    synchronized (kept) {
      var held = kept.reservations.get(file(reservation));
      if (held != null && !held.complete && held.documentId.equals(reservation.documentId())) {
        kept.reservations.remove(file(reservation));
      }
    }
  }

  @Override
  public Async<InMemoryDocumentIndex> async() {
    return Async.of(this);
  }
}
