package dev.dynamory.migration;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some documents of a source, and where to go on; null if there are no more. */
record SourcePage(List<SourceDocument> documents, @Nullable String next) {
  SourcePage {
    documents = List.copyOf(documents);
  }
}
