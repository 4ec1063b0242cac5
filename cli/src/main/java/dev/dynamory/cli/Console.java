package dev.dynamory.cli;

import java.io.InputStream;
import java.io.PrintStream;

/** Where a command reads and writes, and which of its outputs a person watches. */
record Console(
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean outIsTerminal,
    boolean errIsTerminal) {
  private static final int LONG_TEXT = 100;

  /** Bold where a person watches. Control characters of stored text never reach the terminal. */
  String bold(String text) {
    return outIsTerminal ? "\u001b[1m" + printable(text) + "\u001b[0m" : printable(text);
  }

  /** The beginning of a text, in one line. */
  static String excerpt(String text) {
    var line = printable(text);
    return line.length() > LONG_TEXT ? line.substring(0, LONG_TEXT - 1) + "…" : line;
  }

  /** The text in one line, with control characters written as {@code \\u001b}. */
  static String printable(String text) {
    if (text.chars().noneMatch(Character::isISOControl)) {
      return text;
    }
    var safe = new StringBuilder();
    text.chars()
        .forEach(
            c -> {
              if (Character.isISOControl(c)) {
                safe.append(String.format("\\u%04x", c));
              } else {
                safe.append((char) c);
              }
            });
    return safe.toString();
  }
}
