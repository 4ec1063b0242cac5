package dev.dynamory.cli;

import dev.dynamory.Embedder;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.function.Supplier;

/** A model that counts letters. Commands find it, or none, whatever else is on the class path. */
public final class LetterModel implements Embedder {
  private static final String SERVICE = "META-INF/services/" + Embedder.class.getName();

  @Override
  public List<float[]> embed(List<String> documents) {
    return documents.stream().map(LetterModel::vector).toList();
  }

  private static float[] vector(String text) {
    var vector = new float['z' - 'a' + 1];
    text.chars().filter(c -> c >= 'a' && c <= 'z').forEach(c -> vector[c - 'a']++);
    return vector;
  }

  /** What this gives while there is such a model. */
  static <T> T isThere(Supplier<T> then) {
    return with(LetterModel.class.getName(), then);
  }

  /** What this gives while there is no model. */
  static <T> T isNotThere(Supplier<T> then) {
    return with("", then);
  }

  private static <T> T with(String provider, Supplier<T> then) {
    var thread = Thread.currentThread();
    var before = thread.getContextClassLoader();
    thread.setContextClassLoader(new Providing(before, provider));
    try {
      return then.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Names one provider of embedders, or none. */
  private static final class Providing extends ClassLoader {
    private final String provider;

    Providing(ClassLoader parent, String provider) {
      super(parent);
      this.provider = provider;
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return name.equals(SERVICE)
          ? Collections.enumeration(List.of(url(provider)))
          : super.getResources(name);
    }

    private static URL url(String text) throws IOException {
      var file = Files.createTempFile("provider", "");
      file.toFile().deleteOnExit();
      return Files.writeString(file, text).toUri().toURL();
    }
  }
}
