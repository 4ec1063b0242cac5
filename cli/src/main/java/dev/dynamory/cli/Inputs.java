package dev.dynamory.cli;

import dev.dynamory.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Arguments that may be {@code -}, standard input, or {@code @file}. */
final class Inputs {
  private static final String STANDARD_INPUT = "-";

  private Inputs() {}

  /** The argument itself, or what the file or standard input holds. */
  static String text(Console console, String argument, String name) {
    if (argument.equals(STANDARD_INPUT) || argument.startsWith("@")) {
      try (var in = open(console, argument, name)) {
        return decode(in.readAllBytes(), 0, name);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return argument;
  }

  /** Standard input, or the file; {@code @} before its name is optional. */
  static InputStream open(Console console, String argument, String name) {
    if (argument.equals(STANDARD_INPUT)) {
      return console.in();
    }
    try {
      return Files.newInputStream(path(argument));
    } catch (IOException | InvalidPathException e) {
      throw new InvalidInputException(
          name, "cannot read the file '" + argument + "': " + reason(e));
    }
  }

  /** How many bytes the file has; -1 for standard input and what is no plain file. */
  static long size(String argument) {
    try {
      var path = argument.equals(STANDARD_INPUT) ? null : path(argument);
      return path != null && Files.isRegularFile(path) ? Files.size(path) : -1;
    } catch (IOException e) {
      return -1;
    }
  }

  /** The bytes from there on as UTF-8; anything else is bad input. */
  static String decode(byte[] bytes, int from, String name) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, from, bytes.length - from))
          .toString();
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(name, "is not UTF-8");
    }
  }

  private static Path path(String argument) {
    return Path.of(argument.startsWith("@") ? argument.substring(1) : argument);
  }

  static String reason(Exception e) {
    return e instanceof java.nio.file.NoSuchFileException ? "there is none" : String.valueOf(e);
  }
}
