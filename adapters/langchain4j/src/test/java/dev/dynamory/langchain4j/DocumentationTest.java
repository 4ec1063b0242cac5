package dev.dynamory.langchain4j;

import dev.dynamory.adapters.Page;
import org.junit.jupiter.api.Test;

class DocumentationTest {
  @Test
  void theCodeOfThePageIsRun() throws Exception {
    Page.isQuotedFrom(
        "docs/adapters/langchain4j.md",
        "examples/langchain4j/src",
        "adapters/langchain4j/src/test");
  }
}
