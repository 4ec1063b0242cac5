package dev.dynamory.cli;

import dev.dynamory.IndexedDocument;
import dev.dynamory.InvalidInputException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a file says of itself: its name, its media type, its size and the hash of its content. */
record FileFacts(String name, @Nullable String contentType, long size, String contentHash) {
  private static final Map<String, String> TYPES =
      Map.of(
          "md", "text/markdown",
          "adoc", "text/asciidoc",
          "rst", "text/x-rst",
          "java", "text/x-java",
          "py", "text/x-python",
          "sh", "text/x-shellscript",
          "json", "application/json",
          "jsonl", "application/jsonl",
          "yaml", "application/yaml",
          "csv", "text/csv");

  /** Reads the file once, without holding it; bad input if it cannot be read. */
  static FileFacts of(Path file) {
    var name = String.valueOf(file.getFileName());
    var digest = sha256();
    try (var in = new DigestInputStream(Files.newInputStream(file), digest)) {
      var size = in.transferTo(OutputStream.nullOutputStream());
      return new FileFacts(name, type(name), size, HexFormat.of().formatHex(digest.digest()));
    } catch (IOException e) {
      throw new InvalidInputException(
          "FILE", "cannot read the file '" + file + "': " + Inputs.reason(e));
    }
  }

  /** The document with these facts. */
  IndexedDocument document(String namespace, String id) {
    var document = IndexedDocument.of(namespace, id, name).size(size).contentHash(contentHash);
    return contentType == null ? document : document.contentType(contentType);
  }

  /** By the name alone, so that it is the same on every machine. */
  private static @Nullable String type(String name) {
    var extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    var known = TYPES.get(extension);
    return known == null ? URLConnection.guessContentTypeFromName(name) : known;
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
