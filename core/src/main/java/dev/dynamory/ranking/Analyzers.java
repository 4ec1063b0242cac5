package dev.dynamory.ranking;

import dev.dynamory.Analyzer;
import java.util.Optional;
import java.util.ServiceLoader;

/** The analyzer on the class path or module path, looked for once. */
final class Analyzers {
  private Analyzers() {}

  private static final class Found {
    static final Optional<Analyzer> FIRST =
        ServiceLoader.load(Analyzer.class)
            .findFirst()
            .or(
                () ->
                    ServiceLoader.load(Analyzer.class, Analyzer.class.getClassLoader())
                        .findFirst());
  }

  static Optional<Analyzer> first() {
    return Found.FIRST;
  }
}
