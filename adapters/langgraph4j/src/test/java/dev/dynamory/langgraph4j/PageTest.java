package dev.dynamory.langgraph4j;

import dev.dynamory.adapters.Page;
import org.junit.jupiter.api.Test;

/** The page of the adapter. */
class PageTest {

  @Test
  void itsJavaIsInTheExampleOrTheTests() throws Exception {
    Page.isQuotedFrom(
        "docs/adapters/langgraph4j.md",
        "examples/langgraph4j/src",
        "adapters/langgraph4j/src/test");
  }
}
