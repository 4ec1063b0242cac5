package dev.dynamory.local.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The database folder while this process holds it. Whoever ends the process frees the folder; so
 * does losing the last reference to this, for a channel that nobody refers to is closed.
 */
record HeldFolder(Path path, FileLock lock) {
  private static final int ATTEMPTS = 20;

  /** Null when another process holds it; one that only looks holds it for a moment too. */
  static @Nullable HeldFolder take(Path path) throws IOException, InterruptedException {
    var channel =
        FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        var folder = new HeldFolder(path, lock);
        folder.clearAfterAKill();
        NewDatabase.createAt(path.resolve("shared-local-instance.db"));
        return folder;
      }
      Thread.sleep(10);
    }
    channel.close();
    return null;
  }

  private void clearAfterAKill() throws IOException {
    Files.deleteIfExists(endpoint());
    try (var leftovers = Files.newDirectoryStream(path.resolve("tmp"))) {
      for (Path leftover : leftovers) {
        Files.deleteIfExists(leftover);
      }
    }
  }

  /** Says to every process that asks for the folder where its engine answers. */
  void share(int port) throws IOException {
    Path unfinished = path.resolve("endpoint.new");
    Files.writeString(unfinished, "http://127.0.0.1:" + port);
    Files.move(unfinished, endpoint(), StandardCopyOption.ATOMIC_MOVE);
  }

  void stopSharing() {
    try {
      Files.deleteIfExists(endpoint());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path endpoint() {
    return path.resolve("endpoint");
  }
}
