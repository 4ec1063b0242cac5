package dev.dynamory.tables;

import java.util.List;
import java.util.stream.Collectors;

/** Lines of text. */
final class Text {
  private Text() {}

  /** Every line two spaces further in, save empty ones. */
  static String indent(String lines) {
    return lines.replaceAll("(?m)^(?=.)", "  ");
  }

  /** The lines as comments, each with its newline; nothing for no lines. */
  static String comment(List<String> lines) {
    return lines.stream().map(line -> "# " + line + "\n").collect(Collectors.joining());
  }
}
