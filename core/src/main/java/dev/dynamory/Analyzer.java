package dev.dynamory;

import java.util.List;

/**
 * Makes the terms of a text by which words are compared; found by {@link java.util.ServiceLoader},
 * as {@code dynamory-lucene} is. Must be safe for any number of threads.
 */
@FunctionalInterface
public interface Analyzer {
  /** In the order of the text, a term as often as it stands there. */
  List<String> terms(String text);
}
