package dev.dynamory.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Where the process begins. */
public final class Main {
  private static final int BUFFER = 1 << 16;

  private Main() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    // The script says which of the two it is that a person watches, as "12", "1", "2" or "".
    var terminals = System.getProperty("dynamory.terminals", "");
    var out = new FileOutputStream(FileDescriptor.out);
    var console =
        new Console(
            System.in,
            new PrintStream(
                new java.io.BufferedOutputStream(out, BUFFER), false, StandardCharsets.UTF_8),
            new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
            terminals.contains("1"),
            terminals.contains("2"));
    var code = Cli.run(console, args);
    console.out().flush();
    console.err().flush();
    System.exit(code);
  }
}
