package dev.dynamory.local;

import dev.dynamory.local.engine.Sign;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How one engine comes to run: which jars, who holds the folder, how long to wait for it. */
record Start(
    EngineClassPath jars,
    DatabaseFolder folder,
    int port,
    boolean isShared,
    IndexTiming timing,
    Duration patience) {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(50);

  static Start on(Path folder, int port) {
    check(port);
    return new Start(
        EngineClassPath.ofThisMachine(),
        DatabaseFolder.at(folder),
        port,
        false,
        IndexTiming.INSTANT,
        PATIENCE);
  }

  static LocalDynamoDb inMemory(EngineClassPath jars, int port, IndexTiming timing) {
    check(port);
    jars.fetchMissing();
    var engine = start(jars, port, null, false, timing);
    return new LocalDynamoDb(engine.endpoint(), engine);
  }

  Start shared() {
    return new Start(jars, folder, port, true, timing, patience);
  }

  Start timed(IndexTiming indexes) {
    return new Start(jars, folder, port, isShared, indexes, patience);
  }

  Start waiting(Duration longest) {
    return new Start(jars, folder, port, isShared, timing, longest);
  }

  LocalDynamoDb now() {
    boolean isNew = folder.isNew();
    if (!jars.fetchMissing() && isNew) {
      Licence.sayWhatRuns();
    }
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      if (!folder.isTaken()) {
        var engine = start(jars, port, folder, isShared, timing);
        if (engine.sign() == Sign.READY) {
          return new LocalDynamoDb(engine.endpoint(), engine);
        }
        engine.close();
      } else {
        Optional<URI> endpoint = folder.sharedEndpoint();
        if (endpoint.isPresent()) {
          return connect(endpoint.get());
        }
      }
      if (System.nanoTime() >= deadline) {
        throw new IllegalStateException(
            "The database folder "
                + folder.path()
                + " is in use by another process (waited "
                + patience.toSeconds()
                + " s). End that process, or take another folder");
      }
      pause();
    }
  }

  private LocalDynamoDb connect(URI endpoint) {
    if (isShared) {
      throw new IllegalStateException(
          "The database folder "
              + folder.path()
              + " is already served at "
              + endpoint
              + (timing.equals(IndexTiming.INSTANT)
                  ? ""
                  : ", by an engine whose vector indexes keep the timing it was started with. End it,"
                      + " or take another folder"));
    }
    if (port != 0 && port != endpoint.getPort()) {
      throw new IllegalStateException(
          "The database folder "
              + folder.path()
              + " is served at "
              + endpoint
              + ", not on port "
              + port);
    }
    return new LocalDynamoDb(endpoint, null);
  }

  /** An engine that runs, or one that found its folder taken. */
  private static EngineProcess start(
      EngineClassPath jars,
      int port,
      @Nullable DatabaseFolder folder,
      boolean shared,
      IndexTiming timing) {
    var engine = EngineProcess.start(jars.files(), port, folder, shared, timing);
    if (engine.sign() == Sign.FAILED && jars.fetchCorrupt()) {
      engine.close();
      engine = EngineProcess.start(jars.files(), port, folder, shared, timing);
    }
    return switch (engine.sign()) {
      case READY, FOLDER_TAKEN -> engine;
      case PORT_TAKEN -> {
        engine.close();
        throw new IllegalStateException(
            "Port "
                + port
                + " of 127.0.0.1 is in use, or not for this user; take another, or 0 for a free one");
      }
      case FAILED -> {
        engine.close();
        throw new IllegalStateException(
            "DynamoDB Local did not start"
                + (folder == null ? "" : " on " + folder.path())
                + ". Its last words: "
                + engine.lastLines());
      }
    };
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for the database folder", e);
    }
  }

  private static void check(int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be between 0 and 65535, not " + port);
    }
  }
}
