package dev.dynamory.migration;

import dev.dynamory.DatabaseRules;
import dev.dynamory.Document;
import dev.dynamory.DocumentDatabase;
import dev.dynamory.InvalidInputException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Any document database, page by page. What changes while it is read may be missed. */
final class DatabaseSource extends MigrationSource {
  private static final int PAGE = 100;

  /** Of this library: a generation, the operation, and the operation before it. */
  private static final Pattern REVISION =
      Pattern.compile(
          "(?<generation>[0-9]{1,18})-(?<operation>[0-9a-f]{16})(?<parent>[0-9a-f]{16})");

  private final DocumentDatabase database;

  DatabaseSource(DocumentDatabase database) {
    this.database = database;
  }

  @Override
  public List<String> collections() {
    throw new InvalidInputException(
        "collections", "must be named: a document database does not list its collections");
  }

  @Override
  String description() {
    return database.getClass().getSimpleName();
  }

  @Override
  OptionalLong count(String collection) {
    database.list(collection, 1, null);
    return OptionalLong.empty();
  }

  @Override
  SourcePage page(String collection, @Nullable String start) {
    var page = database.list(collection, PAGE, start);
    return new SourcePage(
        page.items().stream().map(DatabaseSource::document).toList(), page.nextToken());
  }

  private static SourceDocument document(Document document) {
    var fields = new LinkedHashMap<String, @Nullable Object>(document.value());
    fields.remove(DatabaseRules.ID);
    fields.remove(DatabaseRules.REVISION);
    var revision = DatabaseRules.broughtRevision(document.value()).orElse(null);
    return SourceDocument.of(document.id(), revision, fields);
  }

  @Override
  Function<Collection<String>, Set<String>> lookup(String collection) {
    return ids ->
        database.getAll(collection, ids).stream()
            .map(Document::id)
            .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  boolean descends(String collection, SourceDocument document, String ancestor) {
    var child = REVISION.matcher(String.valueOf(document.revision()));
    var parent = REVISION.matcher(ancestor);
    return child.matches()
        && parent.matches()
        && child.group("parent").equals(parent.group("operation"))
        && Long.parseLong(child.group("generation"))
            == Long.parseLong(parent.group("generation")) + 1;
  }
}
