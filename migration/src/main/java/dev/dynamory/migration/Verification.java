package dev.dynamory.migration;

import dev.dynamory.DatabaseRules;
import dev.dynamory.Document;
import dev.dynamory.DocumentDatabase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a collection in source and target again and lists where they differ. */
final class Verification {
  private static final int PAGE = 100;

  private final MigrationSource source;
  private final DocumentDatabase target;
  private final String from;
  private final String to;
  private final MigrationOptions options;
  private final List<Finding> missing = new ArrayList<>();
  private final List<Finding> different = new ArrayList<>();
  private final List<String> extra = new ArrayList<>();
  private long compared;

  Verification(
      MigrationSource source,
      DocumentDatabase target,
      Map.Entry<String, String> names,
      MigrationOptions options) {
    this.source = source;
    this.target = target;
    this.from = names.getKey();
    this.to = names.getValue();
    this.options = options;
  }

  CollectionDifferences run(boolean withExtra) {
    var total = source.count(from);
    var there = target.hasCollection(to);
    @Nullable String next = null;
    do {
      var page = source.page(from, next);
      compare(page.documents(), there);
      next = page.next();
      options.listener().accept(new MigrationProgress(from, compared, total));
    } while (next != null);
    if (withExtra && there) {
      findExtra();
    }
    return new CollectionDifferences(from, compared, missing, different, extra);
  }

  private void compare(List<SourceDocument> documents, boolean there) {
    var wanted = new LinkedHashMap<String, SourceDocument>();
    for (var document : documents) {
      if (document.unreadable() != null) {
        missing.add(new Finding(document.id(), Outcome.FAILED, document.unreadable()));
      } else if (!CollectionMigration.isDesign(document)) {
        wanted.put(document.id(), document);
      }
    }
    var found = new HashMap<String, Document>();
    if (there && !wanted.isEmpty()) {
      target.getAll(to, wanted.keySet()).forEach(document -> found.put(document.id(), document));
    }
    wanted.forEach((id, document) -> compare(document, found.get(id)));
    compared += wanted.size();
  }

  private void compare(SourceDocument document, @Nullable Document found) {
    var prepared = options.prepare(source, from, document);
    if (found == null) {
      var reason = prepared.document() == null ? prepared.note() : "is not in the target";
      missing.add(new Finding(document.id(), Outcome.FAILED, reason));
      return;
    }
    var revision = DatabaseRules.withoutDigest(found.revision());
    if (document.revision() != null && !document.revision().equals(revision)) {
      differs(document, "has revision " + document.revision() + ", in the target " + revision);
    } else if (prepared.document() != null
        && !CollectionMigration.sameFields(prepared.document(), found.value())) {
      differs(document, "has other content in the target");
    }
  }

  private void differs(SourceDocument document, String how) {
    different.add(new Finding(document.id(), Outcome.CHANGED_IN_TARGET, how));
  }

  private void findExtra() {
    var lookup = source.lookup(from);
    var ids = new ArrayList<String>();
    try (var all = target.listAll(to)) {
      all.map(Document::id)
          .forEach(
              id -> {
                ids.add(id);
                if (ids.size() == PAGE) {
                  addExtra(ids, lookup);
                }
              });
    }
    addExtra(ids, lookup);
    extra.sort(null);
  }

  private void addExtra(List<String> ids, Function<Collection<String>, Set<String>> lookup) {
    if (!ids.isEmpty()) {
      var existing = lookup.apply(ids);
      ids.stream().filter(id -> !existing.contains(id)).forEach(extra::add);
      ids.clear();
    }
  }
}
