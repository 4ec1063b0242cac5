package dev.dynamory.spring.ai.alibaba;

import dev.dynamory.adapters.Page;
import org.junit.jupiter.api.Test;

/** The page of the adapter. */
class PageTest {

  @Test
  void itsJavaIsInTheExampleOrTheTests() throws Exception {
    Page.isQuotedFrom(
        "docs/adapters/spring-ai-alibaba.md",
        "examples/spring-ai-alibaba/src",
        "adapters/spring-ai-alibaba/src/test");
  }
}
