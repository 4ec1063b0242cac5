package dev.dynamory.migration;

import java.net.URI;

/**
 * The document database of a CouchDB server, for reading: every write is refused with {@link
 * dev.dynamory.RefusedException.Reason#READ_ONLY}. Collections are its databases, revisions its
 * own; design documents are left out. A call that fails is a {@link CouchDbException}.
 */
public final class CouchDbDatabase {
  private CouchDbDatabase() {}

  /** The server at this address; user and password may stand in it. */
  public static CouchDbDatabase at(URI server) {
    throw new UnsupportedOperationException();
  }

  /** The server at this address, with the user's name and password. */
  public static CouchDbDatabase at(URI server, String user, String password) {
    throw new UnsupportedOperationException();
  }
}
