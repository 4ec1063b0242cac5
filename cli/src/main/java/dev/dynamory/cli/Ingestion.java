package dev.dynamory.cli;

import dev.dynamory.DocumentChange;
import dev.dynamory.DocumentIndex;
import dev.dynamory.IndexedDocument;
import dev.dynamory.RefusedException;
import dev.dynamory.Reservation;
import java.util.Locale;
import java.util.Objects;

/** Adds documents to an index, those that are not there, or are there with other content. */
final class Ingestion {
  private final DocumentIndex index;

  Ingestion(DocumentIndex index) {
    this.index = index;
  }

  /** What became of a document. */
  enum State {
    ADDED,
    CHANGED,
    UNCHANGED,
    IN_PROGRESS;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The document that the file now is, and what became of it. */
  record Answer(State state, String documentId) {
    String text() {
      var id = Console.printable(documentId);
      return switch (state) {
        case ADDED -> "added " + id;
        case CHANGED -> "the content of " + id + " has changed";
        case UNCHANGED -> "nothing to do: the file is there, as " + id;
        case IN_PROGRESS -> "another program is adding the file, as " + id;
      };
    }
  }

  Answer add(IndexedDocument document) {
    var hash = document.contentHash();
    if (hash == null) {
      return new Answer(State.ADDED, index.create(document).id());
    }
    var reservation = Reservation.of(document);
    var answer = index.reserve(reservation);
    return switch (answer.state()) {
      case RESERVED -> reserved(document, reservation);
      case IN_PROGRESS -> new Answer(State.IN_PROGRESS, answer.documentId());
      case ALREADY -> already(document, hash, answer.documentId());
    };
  }

  private Answer reserved(IndexedDocument document, Reservation reservation) {
    try {
      return new Answer(State.ADDED, index.create(document, reservation).id());
    } catch (RuntimeException e) {
      index.release(reservation);
      if (e instanceof RefusedException && isThere(document, document.id())) {
        return new Answer(State.UNCHANGED, document.id()); // added by who does not reserve
      }
      throw e;
    }
  }

  private Answer already(IndexedDocument document, String hash, String id) {
    if (isThere(document, id)) {
      return new Answer(State.UNCHANGED, id);
    }
    index.update(
        new DocumentChange(
            document.namespace(), id, null, null, document.contentType(), hash, null, null, null));
    return new Answer(State.CHANGED, id);
  }

  private boolean isThere(IndexedDocument document, String id) {
    return index
        .get(document.namespace(), id)
        .filter(there -> Objects.equals(there.contentHash(), document.contentHash()))
        .filter(there -> there.status() == IndexedDocument.Status.ACTIVE)
        .isPresent();
  }
}
