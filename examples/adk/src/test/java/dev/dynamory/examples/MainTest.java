package dev.dynamory.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.adapters.Printed;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  @TempDir Path folder;

  @Test
  void theSecondProcessGoesOnWithTheSessionOfTheFirst() throws Exception {
    assertThat(Printed.by(Main::main, folder))
        .containsSubsequence(
            "assistant: It has 6 degrees; you asked 1 times.",
            "4 events in the session, state {user:city=Lisbon}",
            "assistant: It has 4 degrees; you asked 2 times.",
            "8 events in the session, state {user:city=Oslo}");
  }
}
