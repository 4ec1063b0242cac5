package dev.dynamory.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.adapters.Printed;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example says where it goes on. */
class MainTest {

  @Test
  void goesOnWhereTheLastProcessWasInterrupted(@TempDir Path folder) throws Exception {
    assertThat(Printed.by(Main::main, folder))
        .startsWith(
            "user: Lisbon",
            "call: Lisbon",
            "2 checkpoints, next: tool",
            "-- the process ends; somebody agrees, and another one goes on",
            "result: 6 degrees",
            "assistant: It has 6 degrees.",
            "4 checkpoints, next: __END__",
            "user: Oslo",
            "call: Oslo",
            "6 checkpoints, next: tool",
            "-- the process ends; somebody agrees, and another one goes on",
            "result: 4 degrees",
            "assistant: It has 4 degrees.",
            "8 checkpoints, next: __END__")
        .hasSize(15);
  }
}
