package dev.dynamory.migration;

import dev.dynamory.DocumentDatabase;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where a migration reads its documents. Reading changes nothing there. */
public abstract sealed class MigrationSource
    permits CouchDbSource, DatabaseSource, JsonLinesSource {
  MigrationSource() {}

  /**
   * A CouchDB server by its HTTP address, such as {@code http://localhost:5984}; user and password
   * may stand in it. A collection is a database.
   */
  public static MigrationSource couchDb(URI server) {
    return new CouchDbSource(CouchDb.at(server));
  }

  /** A CouchDB server by its HTTP address, with the user's name and password. */
  public static MigrationSource couchDb(URI server, String user, String password) {
    return new CouchDbSource(CouchDb.at(server, user, password));
  }

  /** Any document database. */
  public static MigrationSource of(DocumentDatabase database) {
    return database instanceof CouchDbDatabase couch
        ? new CouchDbSource(couch.server())
        : new DatabaseSource(database);
  }

  /**
   * Files of JSON objects, one a line, each with its {@code _id} and, if it has one, {@code _rev}:
   * a folder in which collection {@code agents} is {@code agents.jsonl}, or one file, which is then
   * any collection asked for.
   */
  public static MigrationSource jsonLines(Path folderOrFile) {
    return new JsonLinesSource(folderOrFile);
  }

  /**
   * The names of the collections that there are, sorted; CouchDB's own {@code _…} left out. {@link
   * dev.dynamory.InvalidInputException} of a source that cannot list them.
   */
  public abstract List<String> collections();

  /** Names the source in a checkpoint; without credentials. */
  abstract String description();

  /**
   * About how many documents a collection has, if that can be said at once; {@link
   * dev.dynamory.ConfigurationException} if there is no such collection.
   */
  abstract OptionalLong count(String collection);

  /** Some documents, after those of the pages before. */
  abstract SourcePage page(String collection, @Nullable String start);

  /** Says of ids which of them the collection has. */
  abstract Function<Collection<String>, Set<String>> lookup(String collection);

  /** Whether a document descends from another revision of it. */
  abstract boolean descends(String collection, SourceDocument document, String ancestor);

  /** Where changes stand now, for {@link #changes}; empty of a source that does not say. */
  Optional<String> position(String collection) {
    return Optional.empty();
  }

  /** Some documents that changed since; its {@code next} is null if none did. */
  SourcePage changes(String collection, String since) {
    return new SourcePage(List.of(), null);
  }

  /** A document's attachments by name, each a map with its type and bytes. */
  Map<String, Object> attachments(String collection, SourceDocument document) {
    return Map.of();
  }
}
