package dev.dynamory.migration;

import dev.dynamory.DatabaseRules;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a migration is to be done; decides what a document becomes. */
record MigrationOptions(
    boolean dryRun,
    Attachments attachments,
    Conflicts conflicts,
    @Nullable Path checkpoint,
    Consumer<? super MigrationProgress> listener) {
  private static final long MAX_BYTES = 400 * 1024;

  static final MigrationOptions DEFAULT =
      new MigrationOptions(false, Attachments.FAIL, Conflicts.WINNER, null, progress -> {});

  /** A document with id and revision, its attachments and conflicts dealt with. */
  Prepared prepare(MigrationSource source, String collection, SourceDocument document) {
    if (document.unreadable() != null) {
      return Prepared.refused(document.unreadable());
    }
    var notes = new ArrayList<String>();
    if (!document.losingRevisions().isEmpty()) {
      var losers = String.join(", ", document.losingRevisions());
      if (conflicts == Conflicts.FAIL) {
        return Prepared.refused("has conflicting revisions: " + losers);
      }
      notes.add("losing revisions were left behind: " + losers);
    }
    var fields = new LinkedHashMap<String, @Nullable Object>(document.fields());
    if (!document.attachments().isEmpty()) {
      var names =
          document.attachments().stream()
              .map(SourceDocument.Attachment::toString)
              .collect(Collectors.joining(", "));
      var bytes = document.attachments().stream().mapToLong(SourceDocument.Attachment::bytes).sum();
      if (attachments == Attachments.FAIL) {
        return Prepared.refused("has attachments: " + names);
      } else if (attachments == Attachments.DROP) {
        notes.add("attachments were dropped: " + names);
      } else if (bytes > MAX_BYTES) {
        return Prepared.refused("has attachments that do not fit: " + names);
      } else {
        fields.put("_attachments", source.attachments(collection, document));
      }
    }
    fields.put(DatabaseRules.ID, document.id());
    if (document.revision() != null) {
      fields.put(DatabaseRules.REVISION, document.revision());
    }
    return new Prepared(whole(fields), String.join("; ", notes));
  }

  /** A document's map may hold null, which JSpecify's {@code Map<String, Object>} does not say. */
  @SuppressWarnings("unchecked")
  static Map<String, Object> whole(Map<String, ?> fields) {
    return (Map<String, Object>) fields;
  }
}
