package dev.dynamory.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example says where it goes on. */
class MainTest {

  @Test
  void goesOnWhereTheLastProcessWasInterrupted(@TempDir Path folder) throws Exception {
    var out = System.out;
    var said = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      Main.main(new String[] {folder.toString()});
    } finally {
      System.setOut(out);
    }
    assertThat(said.toString(StandardCharsets.UTF_8).lines())
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
