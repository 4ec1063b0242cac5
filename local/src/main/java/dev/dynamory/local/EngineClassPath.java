package dev.dynamory.local;

import dev.dynamory.local.JarRepository.Jar;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The jars DynamoDB Local runs on, as this module was built with, and where they are on this
 * machine.
 */
record EngineClassPath(List<Jar> jars, JarRepository repository) {
  private static final String RESOURCE = "engine.classpath";

  static EngineClassPath ofThisMachine() {
    return new EngineClassPath(listed(), JarRepository.ofThisMachine());
  }

  static List<Jar> listed() {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(EngineClassPath.class.getResourceAsStream(RESOURCE)),
                StandardCharsets.UTF_8))) {
      return lines.lines().map(EngineClassPath::jar).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** True when something was missing here and is now there. */
  boolean fetchMissing() {
    return fetch(repository.missing(jars));
  }

  /** True when a jar was not what it should be and now is. */
  boolean fetchCorrupt() {
    return fetch(repository.corrupt(jars));
  }

  List<Path> files() {
    return jars.stream().map(repository::file).toList();
  }

  private static Jar jar(String line) {
    String[] words = line.split(" ", 3);
    return new Jar(words[0], Long.parseLong(words[1]), words[2]);
  }

  private boolean fetch(List<Jar> wanted) {
    if (wanted.isEmpty()) {
      return false;
    }
    Licence.sayWhatIsFetched(wanted, repository);
    repository.fetch(wanted);
    return true;
  }
}
