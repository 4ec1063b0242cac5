package dev.dynamory.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.adapters.Printed;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  @TempDir Path folder;

  @Test
  void theSecondProcessKnowsWhatTheFirstWasAsked() throws Exception {
    assertThat(Printed.by(Main::main, folder))
        .contains("assistant: It has 6 degrees; you asked 1 times.", "4 messages in memory")
        .contains("assistant: It has 4 degrees; you asked 2 times.", "8 messages in memory");
  }
}
