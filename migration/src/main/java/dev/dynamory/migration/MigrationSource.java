package dev.dynamory.migration;

import dev.dynamory.DocumentDatabase;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** Where a migration reads its documents. Reading changes nothing there. */
public abstract sealed class MigrationSource permits MigrationSource.Pending {
  MigrationSource() {}

  static final class Pending extends MigrationSource {}

  /**
   * A CouchDB server by its HTTP address, such as {@code http://localhost:5984}; user and password
   * may stand in it. A collection is a database.
   */
  public static MigrationSource couchDb(URI server) {
    throw new UnsupportedOperationException();
  }

  /** A CouchDB server by its HTTP address, with the user's name and password. */
  public static MigrationSource couchDb(URI server, String user, String password) {
    throw new UnsupportedOperationException();
  }

  /** Any document database. */
  public static MigrationSource of(DocumentDatabase database) {
    throw new UnsupportedOperationException();
  }

  /**
   * Files of JSON objects, one a line, each with its {@code _id} and, if it has one, {@code _rev}:
   * a folder in which collection {@code agents} is {@code agents.jsonl}, or one file, which is then
   * any collection asked for.
   */
  public static MigrationSource jsonLines(Path folderOrFile) {
    throw new UnsupportedOperationException();
  }

  /** The names of the collections that there are, sorted; CouchDB's own {@code _…} left out. */
  public List<String> collections() {
    throw new UnsupportedOperationException();
  }
}
