package dev.dynamory.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.adapters.Printed;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example says what it remembers. */
class MainTest {

  @Test
  void goesOnInTheNextProcess(@TempDir Path folder) throws Exception {
    assertThat(Printed.by(Main::main, folder))
        .containsSubsequence(
            "ana: Lisbon",
            "assistant: It has 6 degrees; the warmest so far: Lisbon.",
            "4 messages, 4 checkpoints",
            "ana: Oslo",
            "assistant: It has 4 degrees; the warmest so far: Lisbon.",
            "8 messages, 8 checkpoints");
  }
}
