package dev.dynamory.adapters;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a program prints. */
public final class Printed {
  private Printed() {}

  /** What is started with arguments. */
  public interface Program {
    void run(String[] arguments) throws Exception;
  }

  /** The lines that it writes to standard output. */
  public static List<String> by(Program program, Object... arguments) throws Exception {
    var out = System.out;
    var printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      program.run(List.of(arguments).stream().map(Object::toString).toArray(String[]::new));
    } finally {
      System.setOut(out);
    }
    return printed.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
