package dev.dynamory.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Maven's repository on this machine, and the one that fills it. */
record JarRepository(Path folder, URI remote) {
  private static final int DOWNLOADS_AT_ONCE = 8;

  /** A jar's place in a repository, its size in bytes and its SHA-256 in hexadecimal. */
  record Jar(String path, long size, String sha256) {}

  static JarRepository ofThisMachine() {
    String folder =
        System.getProperty(
            "dynamory.local.repository",
            System.getProperty(
                "maven.repo.local",
                Path.of(System.getProperty("user.home"), ".m2", "repository").toString()));
    String remote =
        System.getProperty("dynamory.local.repository.url", "https://repo.maven.apache.org/maven2");
    return new JarRepository(Path.of(folder).toAbsolutePath(), URI.create(remote));
  }

  Path file(Jar jar) {
    return folder.resolve(jar.path());
  }

  /** Looks at sizes only: reading every jar at every start would take longer than the start. */
  List<Jar> missing(List<Jar> jars) {
    return jars.stream().filter(jar -> !hasSize(jar)).toList();
  }

  /** Reads every jar. */
  List<Jar> corrupt(List<Jar> jars) {
    return jars.stream().filter(jar -> !sha256(file(jar)).equals(jar.sha256())).toList();
  }

  /**
   * Puts each in its place, complete and with the right SHA-256, or throws and leaves nothing half.
   */
  void fetch(List<Jar> jars) {
    var http =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(15))
            .build();
    var threads = Executors.newFixedThreadPool(DOWNLOADS_AT_ONCE);
    try {
      for (Future<Path> fetched :
          threads.invokeAll(
              jars.stream().<Callable<Path>>map(jar -> () -> fetch(http, jar)).toList())) {
        fetched.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "DynamoDB Local could not be fetched into "
              + folder
              + ": "
              + e.getCause()
              + ". Look at the connection (behind a proxy: -Dhttps.proxyHost and -Dhttps.proxyPort),"
              + " or name another Maven repository with -Ddynamory.local.repository.url",
          e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while fetching DynamoDB Local", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private Path fetch(HttpClient http, Jar jar) throws IOException, InterruptedException {
    Path file = file(jar);
    Path place = Files.createDirectories(file.getParent());
    Path unfinished = Files.createTempFile(place, file.getFileName().toString(), ".part");
    try {
      URI source = URI.create(remote + "/" + jar.path());
      HttpResponse<Path> answer =
          http.send(
              HttpRequest.newBuilder(source).timeout(Duration.ofMinutes(2)).build(),
              BodyHandlers.ofFile(unfinished));
      if (answer.statusCode() != 200) {
        throw new IOException(source + " answered " + answer.statusCode());
      }
      String sha256 = sha256(unfinished);
      if (!sha256.equals(jar.sha256())) {
        throw new IOException(
            source + " is not the expected file: SHA-256 " + sha256 + ", not " + jar.sha256());
      }
      return Files.move(
          unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private boolean hasSize(Jar jar) {
    try {
      return Files.size(file(jar)) == jar.size();
    } catch (IOException e) {
      return false;
    }
  }

  private static String sha256(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      var digest = MessageDigest.getInstance("SHA-256");
      new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
