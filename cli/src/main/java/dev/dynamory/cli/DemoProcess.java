package dev.dynamory.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A command of the demo in a JVM of its own. */
final class DemoProcess {
  private DemoProcess() {}

  /**
   * Runs the command and hands out each line it prints. The first line that is found to be enough
   * has the process killed; what it had printed by then is still handed out. Gives the exit code.
   */
  static int run(Path folder, Predicate<String> isEnough, String... command)
      throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(commandLine(folder, command))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (isEnough.test(line)) {
          process.toHandle().destroyForcibly(); // Process itself would close the pipe unread
        }
      }
      return process.waitFor();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static List<String> commandLine(Path folder, String... command) {
    var line = new ArrayList<String>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    line.add("-Ddynamory.local.repository=" + System.getProperty("dynamory.local.repository", ""));
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    line.addAll(List.of("--local", folder.toString()));
    line.addAll(List.of(command));
    return line;
  }
}
