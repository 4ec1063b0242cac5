package dev.dynamory.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  @TempDir Path folder;

  @Test
  void theSecondProcessGoesOnWithTheSessionOfTheFirst() throws Exception {
    var out = System.out;
    var printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      Main.main(new String[] {folder.toString()});
    } finally {
      System.setOut(out);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("assistant: It has 6 degrees; you asked 1 times.", "4 events in the session")
        .contains("assistant: It has 4 degrees; you asked 2 times.", "8 events in the session")
        .contains("user:city=Oslo");
  }
}
