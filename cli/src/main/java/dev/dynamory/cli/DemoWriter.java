package dev.dynamory.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs {@link DemoWriterCommand} in a JVM of its own, and kills it. */
final class DemoWriter {
  private DemoWriter() {}

  /** The keys of all writes that were acknowledged before the process was killed. */
  static List<String> killedAfter(Path folder, int writes)
      throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Ddynamory.local.repository="
                    + System.getProperty("dynamory.local.repository", ""),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--local",
                folder.toString(),
                "demo-writer")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      var acknowledged = new ArrayList<String>();
      for (var key = lines.readLine(); key != null; key = lines.readLine()) {
        acknowledged.add(key);
        if (acknowledged.size() == writes) {
          process.toHandle().destroyForcibly(); // Process itself would close the pipe unread
        }
      }
      if (acknowledged.size() < writes) {
        throw new IllegalStateException(
            "the writing process ended with "
                + process.waitFor()
                + " after "
                + acknowledged.size()
                + " writes");
      }
      return acknowledged;
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}
