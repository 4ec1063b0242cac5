package dev.dynamory.spring.ai.session;

import dev.dynamory.adapters.Page;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The page shows code that runs. */
class DocumentationTest {
  @Test
  void thePageIsQuotedFromCodeThatRuns() throws IOException {
    Page.isQuotedFrom(
        "docs/adapters/spring-ai-session.md",
        "examples/spring-ai-session/src",
        "adapters/spring-ai-session/src/test");
  }
}
