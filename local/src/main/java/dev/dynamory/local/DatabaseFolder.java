package dev.dynamory.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A folder that one engine at a time holds.
 *
 * <pre>
 * shared-local-instance.db   DynamoDB Local's
 * lock                       locked by the engine's process as long as it lives
 * tmp                        the engine's temporary files (a native library); emptied at each start
 * endpoint                   where a shared engine answers; believed only while the lock is held
 * </pre>
 */
record DatabaseFolder(Path path) {
  private static final int ANSWER_MILLIS = 2_000;

  /** Created where it is missing. */
  static DatabaseFolder at(Path path) {
    try {
      var folder = new DatabaseFolder(Files.createDirectories(path).toRealPath());
      Files.createDirectories(folder.temporary());
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException("The database folder " + path + " cannot be used: " + e, e);
    }
  }

  Path temporary() {
    return path.resolve("tmp");
  }

  boolean isNew() {
    return !Files.exists(path.resolve("lock"));
  }

  /** Looks without waiting; another may take it right after. */
  boolean isTaken() {
    try (var channel =
            FileChannel.open(
                path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = channel.tryLock()) {
      return lock == null;
    } catch (OverlappingFileLockException e) {
      return true; // another thread of this JVM is looking
    } catch (IOException e) {
      throw new UncheckedIOException("The database folder " + path + " cannot be used: " + e, e);
    }
  }

  /** Where the engine that holds the folder now can be shared, if it says so and answers. */
  Optional<URI> sharedEndpoint() {
    try {
      URI endpoint = URI.create(Files.readString(path.resolve("endpoint")));
      var connection = (HttpURLConnection) endpoint.toURL().openConnection();
      connection.setConnectTimeout(ANSWER_MILLIS);
      connection.setReadTimeout(ANSWER_MILLIS);
      connection.getResponseCode();
      connection.disconnect();
      return Optional.of(endpoint);
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
