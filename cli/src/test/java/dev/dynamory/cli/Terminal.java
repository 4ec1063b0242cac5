package dev.dynamory.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs commands in this JVM, with what comes before every one of them, and keeps what they print.
 */
record Terminal(List<String> options, InputStream in, boolean watched) {

  /** What a command printed, and its exit code. */
  record Result(int code, String out, String err) {
    List<String> lines() {
      return out.lines().toList();
    }

    /** Standard output, which must be lines of JSON and nothing else. */
    List<@Nullable Object> json() {
      var values = new ArrayList<@Nullable Object>();
      lines().forEach(line -> values.add(Json.read(line, "standard output")));
      return values;
    }

    /** The only line of standard output. */
    Map<String, @Nullable Object> object() {
      return Json.readObject(out, "standard output");
    }
  }

  static Terminal on(String... options) {
    return new Terminal(List.of(options), InputStream.nullInputStream(), false);
  }

  Terminal typing(String input) {
    return new Terminal(
        options, new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), watched);
  }

  /** A person watches standard output and standard error. */
  Terminal isWatched() {
    return new Terminal(options, in, true);
  }

  Result run(String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var console =
        new Console(
            in,
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            watched,
            watched);
    var all = new ArrayList<>(options);
    all.addAll(Arrays.asList(args));
    var code = Cli.run(console, all.toArray(String[]::new));
    console.out().flush();
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
