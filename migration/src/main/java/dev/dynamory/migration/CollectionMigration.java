package dev.dynamory.migration;

import dev.dynamory.Async;
import dev.dynamory.DatabaseRules;
import dev.dynamory.Document;
import dev.dynamory.DocumentDatabase;
import dev.dynamory.Documents;
import dev.dynamory.InvalidInputException;
import dev.dynamory.NotFoundException;
import dev.dynamory.RevisionConflictException;
import dev.dynamory.ValueTooLargeException;
import dev.dynamory.migration.CheckpointFile.Position;
import dev.dynamory.migration.CheckpointFile.Step;
import dev.dynamory.migration.Tally.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Migrates one collection: all its documents, then what changed meanwhile. */
final class CollectionMigration {
  private static final int MAX_TRIES = 5;
  private static final int IN_FLIGHT = 25;

  private final MigrationSource source;
  private final DocumentDatabase target;
  private final String from;
  private final String to;
  private final MigrationOptions options;
  private final @Nullable CheckpointFile checkpoint;
  private final Tally tally = new Tally();

  CollectionMigration(
      MigrationSource source,
      DocumentDatabase target,
      Map.Entry<String, String> names,
      MigrationOptions options,
      @Nullable CheckpointFile checkpoint) {
    this.source = source;
    this.target = target;
    this.from = names.getKey();
    this.to = names.getValue();
    this.options = options;
    this.checkpoint = checkpoint;
  }

  CollectionReport run(OptionalLong total) {
    var position =
        Optional.ofNullable(checkpoint)
            .flatMap(file -> file.read(from, tally))
            .orElseGet(
                () -> new Position(Step.DOCUMENTS, null, source.position(from).orElse(null)));
    while (position.step() != Step.DONE) {
      position = step(position);
      if (checkpoint != null) {
        checkpoint.write(from, position, tally.report(from));
      }
      options.listener().accept(new MigrationProgress(from, tally.read(), total));
    }
    return tally.report(from);
  }

  private Position step(Position at) {
    if (at.step() == Step.DOCUMENTS) {
      var page = source.page(from, at.next());
      migrate(page.documents());
      var step =
          page.next() != null ? Step.DOCUMENTS : at.since() != null ? Step.CHANGES : Step.DONE;
      return new Position(step, page.next(), at.since());
    }
    var page = source.changes(from, Objects.requireNonNull(at.since()));
    migrate(page.documents());
    return new Position(page.next() == null ? Step.DONE : Step.CHANGES, null, page.next());
  }

  private void migrate(List<SourceDocument> documents) {
    if (options.dryRun()) {
      dry(documents).forEach(tally::add);
      return;
    }
    for (var first = 0; first < documents.size(); first += IN_FLIGHT) {
      var some = documents.subList(first, Math.min(documents.size(), first + IN_FLIGHT));
      var results =
          some.stream()
              .map(
                  document ->
                      CompletableFuture.supplyAsync(
                          () -> migrate(document), Async.sharedExecutor()))
              .toList();
      results.forEach(result -> tally.add(join(result)));
    }
  }

  private static Result join(CompletableFuture<Result> result) {
    try {
      return result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  private Result migrate(SourceDocument document) {
    if (isDesign(document)) {
      return new Result(document.id(), Outcome.DESIGN_DOCUMENT, "");
    } else if (document.deleted()) {
      return delete(document);
    }
    var prepared = options.prepare(source, from, document);
    if (prepared.document() == null) {
      return new Result(document.id(), Outcome.FAILED, prepared.note());
    }
    try {
      return write(document, prepared.document(), prepared.note());
    } catch (InvalidInputException | ValueTooLargeException e) {
      return new Result(document.id(), Outcome.FAILED, String.valueOf(e.getMessage()));
    }
  }

  static boolean isDesign(SourceDocument document) {
    return document.id().startsWith("_design/");
  }

  private Result write(SourceDocument document, Map<String, Object> value, String note) {
    var id = document.id();
    try {
      target.restore(to, id, value, null);
      return new Result(id, Outcome.WRITTEN, note);
    } catch (RevisionConflictException e) {
      var current = e.current();
      for (var tries = 1; tries < MAX_TRIES && current.isPresent(); tries++) {
        var outcome = against(document, value, current.get());
        if (outcome == Outcome.ALREADY_THERE) {
          return new Result(id, outcome, note);
        } else if (outcome == Outcome.CHANGED_IN_TARGET) {
          return new Result(id, outcome, changed(document, current.get()));
        }
        try {
          target.restore(to, id, value, current.get().revision());
          return new Result(id, outcome, note);
        } catch (RevisionConflictException overtaken) {
          current = overtaken.current();
        }
      }
      return new Result(id, Outcome.CHANGED_IN_TARGET, "is being changed in the target");
    }
  }

  /** What a document of the source is to one that stands in the target. */
  private Outcome against(SourceDocument document, Map<String, Object> value, Document current) {
    var revision = DatabaseRules.withoutDigest(current.revision());
    var known = document.revision();
    if (known == null || known.equals(revision) || DatabaseRules.isDerived(revision)) {
      return sameFields(value, current.value()) ? Outcome.ALREADY_THERE : Outcome.CHANGED_IN_TARGET;
    }
    return source.descends(from, document, revision)
        ? Outcome.BROUGHT_FORWARD
        : Outcome.CHANGED_IN_TARGET;
  }

  static boolean sameFields(Map<String, Object> a, Map<String, Object> b) {
    return Documents.equal(fields(a), fields(b));
  }

  private static Map<String, Object> fields(Map<String, Object> document) {
    var fields = new LinkedHashMap<>(document);
    fields.remove(DatabaseRules.ID);
    fields.remove(DatabaseRules.REVISION);
    return fields;
  }

  private static String changed(SourceDocument document, Document current) {
    return "the target has revision "
        + current.revision()
        + ", the source "
        + (document.revision() == null ? "none" : document.revision());
  }

  private Result delete(SourceDocument document) {
    var id = document.id();
    var current = current(List.of(id)).get(id);
    if (current == null) {
      return new Result(id, Outcome.DELETED_IN_SOURCE, "");
    }
    var revision = DatabaseRules.withoutDigest(current.revision());
    if (!source.descends(from, document, revision)) {
      return new Result(id, Outcome.CHANGED_IN_TARGET, changed(document, current));
    }
    try {
      if (!options.dryRun()) {
        target.delete(to, id, current.revision());
      }
      return new Result(id, Outcome.DELETED, "");
    } catch (NotFoundException e) {
      return new Result(id, Outcome.DELETED_IN_SOURCE, "");
    } catch (RevisionConflictException e) {
      return new Result(id, Outcome.CHANGED_IN_TARGET, "is being changed in the target");
    }
  }

  private Map<String, Document> current(List<String> ids) {
    var found = new LinkedHashMap<String, Document>();
    if (!ids.isEmpty() && target.hasCollection(to)) {
      target.getAll(to, ids).forEach(document -> found.put(document.id(), document));
    }
    return found;
  }

  /** The same reads and checks, and no write. */
  private List<Result> dry(List<SourceDocument> documents) {
    var results = new ArrayList<Result>();
    var valid = new LinkedHashMap<SourceDocument, Prepared>();
    for (var document : documents) {
      if (isDesign(document)) {
        results.add(new Result(document.id(), Outcome.DESIGN_DOCUMENT, ""));
      } else if (document.deleted()) {
        results.add(delete(document));
      } else {
        var prepared = options.prepare(source, from, document);
        var refused = prepared.document() == null ? prepared.note() : refused(prepared, document);
        if (refused == null) {
          valid.put(document, prepared);
        } else {
          results.add(new Result(document.id(), Outcome.FAILED, refused));
        }
      }
    }
    var current = current(valid.keySet().stream().map(SourceDocument::id).distinct().toList());
    valid.forEach(
        (document, prepared) -> results.add(dry(document, prepared, current.get(document.id()))));
    return results;
  }

  private @Nullable String refused(Prepared prepared, SourceDocument document) {
    try {
      target.check(to, document.id(), Objects.requireNonNull(prepared.document()));
      return null;
    } catch (InvalidInputException | ValueTooLargeException e) {
      return e.getMessage();
    }
  }

  private Result dry(SourceDocument document, Prepared prepared, @Nullable Document current) {
    if (current == null) {
      return new Result(document.id(), Outcome.WRITTEN, prepared.note());
    }
    var outcome = against(document, Objects.requireNonNull(prepared.document()), current);
    return new Result(
        document.id(),
        outcome,
        outcome == Outcome.CHANGED_IN_TARGET ? changed(document, current) : prepared.note());
  }
}
