package dev.dynamory.local.engine;

import dev.dynamory.local.engine.vectors.Timing;
import dev.dynamory.local.engine.vectors.VectorFront;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/**
 * The engine's own process: DynamoDB Local on loopback, from its {@link Sign} on standard output
 * until standard input ends, which it does however the parent ends.
 */
final class EngineServer {
  /** Longer than any client keeps an idle connection, so that no client writes to a closing one. */
  private static final long IDLE_MILLIS = 300_000;

  private static final long CLOSE_SECONDS = 5;

  private final @Nullable HeldFolder folder;
  private final LocalDynamoDBRequestHandler database;
  private final Server server = new Server(daemonThreads());
  private final ServerConnector connector;

  /** Loads the database and the web server at once, and does not listen yet. */
  private EngineServer(int port, @Nullable HeldFolder folder, Timing timing) throws Exception {
    this.folder = folder;
    var loading = CompletableFuture.supplyAsync(() -> open(folder));
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_MILLIS);
    var front = new Front();
    server.setHandler(front);
    server.start();
    database = loading.join();
    // Both before the first request: making one of them resets what the other answers with.
    var rehearsals = new LocalDynamoDBServerHandler(open(null), null);
    var engine = new LocalDynamoDBServerHandler(database, null);
    front.setHandler(
        new VectorFront(folder == null ? null : folder.path(), timing, engine, rehearsals));
    server.addConnector(connector);
  }

  /**
   * The port, a folder or {@code -}, {@code shared} or {@code private}, then the {@link Timing}.
   */
  public static void main(String[] arguments) throws Exception {
    PrintStream parent = System.out;
    System.setOut(System.err);
    Thread.currentThread().setUncaughtExceptionHandler((thread, e) -> fail(e));
    boolean inMemory = arguments[1].equals("-");
    var folder = inMemory ? null : HeldFolder.take(Path.of(arguments[1]));
    if (folder == null && !inMemory) {
      parent.println(Sign.FOLDER_TAKEN);
      return;
    }
    var engine =
        new EngineServer(Integer.parseInt(arguments[0]), folder, Timing.parse(arguments[3]));
    if (!engine.listens()) {
      parent.println(Sign.PORT_TAKEN);
      System.exit(1);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(engine::stop));
    int port = engine.connector.getLocalPort();
    if (folder != null && arguments[2].equals("shared")) {
      folder.share(port);
    }
    parent.println(Sign.READY + " " + port);
    while (System.in.read() >= 0) {
      // Nobody writes; the end is the message.
    }
    System.exit(0);
  }

  private static LocalDynamoDBRequestHandler open(@Nullable HeldFolder folder) {
    return folder == null
        ? new LocalDynamoDBRequestHandler(0, true, null, true, false)
        : new LocalDynamoDBRequestHandler(0, false, folder.path().toString(), true, false);
  }

  /** False when the port is taken. */
  private boolean listens() throws Exception {
    try {
      connector.start();
      return true;
    } catch (IOException e) {
      if (e.getCause() instanceof BindException) {
        return false;
      }
      throw e;
    }
  }

  private static QueuedThreadPool daemonThreads() {
    var threads = new QueuedThreadPool();
    threads.setDaemon(true);
    return threads;
  }

  private static void fail(Throwable e) {
    e.printStackTrace();
    System.exit(1);
  }

  private void stop() {
    if (folder != null) {
      folder.stopSharing();
    }
    LifeCycle.stop(server);
    if (folder != null) {
      closeDatabase();
    }
  }

  /** DynamoDB Local waits for an index that is being built, and that may be for ever. */
  private void closeDatabase() {
    try {
      var closing = CompletableFuture.runAsync(database::shutdown);
      closing.get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      // What was acknowledged is in the file.
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
