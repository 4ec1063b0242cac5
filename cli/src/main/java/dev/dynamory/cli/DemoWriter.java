package dev.dynamory.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs {@link DemoWriterCommand} in a JVM of its own, and kills it. */
final class DemoWriter {
  private DemoWriter() {}

  /** The keys of all writes that were acknowledged before the process was killed. */
  static List<String> killedAfter(Path folder, int writes)
      throws IOException, InterruptedException {
    var acknowledged = new ArrayList<String>();
    var code =
        DemoProcess.run(
            folder,
            key -> {
              acknowledged.add(key);
              return acknowledged.size() == writes;
            },
            "demo-writer");
    if (acknowledged.size() < writes) {
      throw new IllegalStateException(
          "the writing process ended with " + code + " after " + acknowledged.size() + " writes");
    }
    return acknowledged;
  }
}
