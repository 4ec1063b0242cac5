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
  void goesOnWhereTheFirstProcessEnded(@TempDir Path folder) throws Exception {
    var out = System.out;
    var said = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      Main.main(new String[] {folder.toString()});
    } finally {
      System.setOut(out);
    }
    assertThat(said.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "ana: Rome?",
            "assistant: 16 degrees",
            "ana: Oslo?",
            "assistant: 16 degrees; before, you asked of [Rome]",
            "stored: 8 events, 8 of them active",
            "deleted, as they had expired: 0",
            "-- the application ended; another one goes on",
            "ana: Lima?",
            "assistant: 16 degrees; before, you asked of [Oslo]",
            "ana: Bonn?",
            "assistant: 16 degrees; before, you asked of [Lima]",
            "stored: 16 events, 8 of them active",
            "deleted, as they had expired: 0");
  }
}
