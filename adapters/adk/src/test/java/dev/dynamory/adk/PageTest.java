package dev.dynamory.adk;

import dev.dynamory.adapters.Page;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PageTest {
  @Test
  void quotesCodeThatRuns() throws IOException {
    Page.isQuotedFrom("docs/adapters/adk.md", "examples/adk/src", "adapters/adk/src/test");
  }
}
