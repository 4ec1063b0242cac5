package dev.dynamory.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example says what it remembers. */
class MainTest {

  @Test
  void goesOnInTheNextProcess(@TempDir Path folder) throws Exception {
    var out = System.out;
    var said = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      Main.main(new String[] {folder.toString()});
    } finally {
      System.setOut(out);
    }
    assertThat(said.toString(StandardCharsets.UTF_8).lines().filter(line -> !line.isEmpty()))
        .containsSubsequence(
            "ana: Lisbon",
            "assistant: It has 6 degrees; the warmest so far: Lisbon.",
            "4 messages, 4 checkpoints",
            "ana: Oslo",
            "assistant: It has 4 degrees; the warmest so far: Lisbon.",
            "8 messages, 8 checkpoints");
  }
}
