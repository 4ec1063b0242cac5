package dev.dynamory.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.adapters.Printed;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example says what it remembers. */
class MainTest {

  @Test
  void goesOnWhereTheFirstApplicationEnded(@TempDir Path folder) throws Exception {
    assertThat(Printed.by(Main::main, folder))
        .containsExactly(
            "ana: Rome?",
            "assistant: 16 degrees",
            "ana: Oslo?",
            "assistant: 16 degrees; before, you asked of [Rome]",
            "stored of ana: 8 messages",
            "-- the application ended; another one goes on",
            "ana: Lima?",
            "assistant: 16 degrees; before, you asked of [Rome, Oslo]",
            "stored of ana: 12 messages");
  }
}
