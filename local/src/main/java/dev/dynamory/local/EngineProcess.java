package dev.dynamory.local;

import dev.dynamory.local.engine.Sign;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The engine's process, from its first word to its end. */
final class EngineProcess implements AutoCloseable {
  private static final int START_SECONDS = 60;
  private static final int STOP_SECONDS = 10;
  private static final int LAST_LINES = 20;
  private static final String MAIN = "dev.dynamory.local.engine.EngineServer";

  /** Quick to start rather than quick at its peak, and quiet. */
  private static final List<String> JVM_OPTIONS =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-XX:-UsePerfData",
          "-Xmx1g",
          "-Dfile.encoding=UTF-8",
          "-Djava.awt.headless=true",
          "-Dslf4j.internal.verbosity=ERROR",
          "-Dlog4j2.loggerContextFactory=org.apache.logging.log4j.simple.SimpleLoggerContextFactory");

  /** A debugger's port, an agent: once is enough. */
  private static final List<String> FOR_THE_PARENT =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private final Process process;
  private final Deque<String> lastLines = new ArrayDeque<>();
  private final Thread listener;
  private final Sign sign;
  private final int port;

  private EngineProcess(Process process) {
    this.process = process;
    listener = new Thread(this::keepLastLines, "dynamory-engine-output");
    listener.setDaemon(true);
    listener.start();
    String[] words = firstWords().split(" ", 2);
    sign = Sign.valueOf(words[0]);
    port = sign == Sign.READY ? Integer.parseInt(words[1]) : 0;
  }

  /** Returns when the engine has said whether it runs; a folder of null is memory. */
  static EngineProcess start(
      List<Path> jars,
      int port,
      @Nullable DatabaseFolder folder,
      boolean shared,
      IndexTiming timing) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_OPTIONS);
    if (folder != null) {
      command.add("-Djava.io.tmpdir=" + folder.temporary());
    }
    command.add("-cp");
    command.add(
        Stream.concat(Stream.of(ownClasses()), jars.stream())
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator)));
    command.add(MAIN);
    command.add(Integer.toString(port));
    command.add(folder == null ? "-" : folder.path().toString());
    command.add(shared ? "shared" : "private");
    command.add(timing.argument());
    var builder = new ProcessBuilder(command);
    builder.environment().keySet().removeAll(FOR_THE_PARENT);
    builder.environment().put("DDB_LOCAL_TELEMETRY", "0");
    try {
      return new EngineProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException("The engine's process did not start: " + command.get(0), e);
    }
  }

  Sign sign() {
    return sign;
  }

  /** Meaningful when it said {@link Sign#READY}. */
  URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** What it wrote to standard error last. */
  String lastLines() {
    synchronized (lastLines) {
      return String.join(System.lineSeparator(), lastLines);
    }
  }

  /** Ends its standard input and waits; what it acknowledged is on disk. */
  @Override
  public void close() {
    boolean interrupted = false;
    try {
      process.getOutputStream().close();
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(STOP_SECONDS, TimeUnit.SECONDS);
      }
      listener.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      interrupted = true;
      process.destroyForcibly();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private String firstWords() {
    var tooLate =
        CompletableFuture.runAsync(
            process::destroyForcibly,
            CompletableFuture.delayedExecutor(START_SECONDS, TimeUnit.SECONDS));
    try {
      String line =
          new BufferedReader(
                  new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
              .readLine();
      return line == null ? Sign.FAILED.name() : line;
    } catch (IOException e) {
      return Sign.FAILED.name();
    } finally {
      tooLate.cancel(false);
    }
  }

  private void keepLastLines() {
    try (var lines = process.errorReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (lastLines) {
          if (lastLines.size() == LAST_LINES) {
            lastLines.removeFirst();
          }
          lastLines.addLast(line);
        }
      }
    } catch (IOException e) {
      // The process is gone, and what it said is kept.
    }
  }

  private static Path ownClasses() {
    var location = EngineProcess.class.getProtectionDomain().getCodeSource().getLocation();
    try {
      return Path.of(location.toURI());
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
      throw new IllegalStateException(
          "The engine's classes must lie in a jar file or a folder of their own, not in "
              + location,
          e);
    }
  }
}
