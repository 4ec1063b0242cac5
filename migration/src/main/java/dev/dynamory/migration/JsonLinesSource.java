package dev.dynamory.migration;

import com.fasterxml.jackson.core.exc.StreamReadException;
import dev.dynamory.ConfigurationException;
import dev.dynamory.DatabaseRules;
import dev.dynamory.InvalidInputException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Files of JSON lines. A page's token is the line it begins with and the byte that is at. */
final class JsonLinesSource extends MigrationSource {
  private static final int PAGE = 100;
  private static final String SUFFIX = ".jsonl";
  private static final String BYTE_ORDER_MARK = "\ufeff";

  private final Path place;

  JsonLinesSource(Path place) {
    this.place = place;
  }

  @Override
  public List<String> collections() {
    if (!Files.isDirectory(place)) {
      throw new InvalidInputException(
          "collections", "must be named: the file " + place + " does not say what it is of");
    }
    try (var files = Files.list(place)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  String description() {
    return place.toAbsolutePath().normalize().toString();
  }

  private Path file(String collection) {
    var file = Files.isDirectory(place) ? place.resolve(collection + SUFFIX) : place;
    if (!Files.isReadable(file)) {
      throw new ConfigurationException(
          "there is no collection " + collection + ": no readable file " + file);
    }
    return file;
  }

  @Override
  OptionalLong count(String collection) {
    file(collection);
    return OptionalLong.empty();
  }

  @Override
  SourcePage page(String collection, @Nullable String start) {
    var colon = start == null ? -1 : start.indexOf(':');
    var line = start == null ? 1 : Long.parseLong(start.substring(0, colon));
    var at = start == null ? 0 : Long.parseLong(start.substring(colon + 1));
    var documents = new ArrayList<SourceDocument>();
    try (var in = new BufferedInputStream(Files.newInputStream(file(collection)))) {
      in.skipNBytes(at);
      while (documents.size() < PAGE) {
        var bytes = line(in);
        if (bytes == null) {
          return new SourcePage(documents, null);
        }
        at += bytes.length;
        add(documents, line, bytes);
        line++;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SourcePage(documents, line + ":" + at);
  }

  /** The bytes to the end of the line, that included; null at the end of the file. */
  private static byte @Nullable [] line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (var b = in.read(); b >= 0; b = in.read()) {
      line.write(b);
      if (b == '\n') {
        break;
      }
    }
    return line.size() == 0 ? null : line.toByteArray();
  }

  private static void add(List<SourceDocument> documents, long line, byte[] bytes) {
    var place = "line " + line;
    try {
      var text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString().strip();
      if (line == 1 && text.startsWith(BYTE_ORDER_MARK)) {
        text = text.substring(1);
      }
      if (!text.isEmpty()) {
        documents.add(document(text, place));
      }
    } catch (CharacterCodingException e) {
      documents.add(SourceDocument.unreadable(place, "is not UTF-8"));
    }
  }

  private static SourceDocument document(String text, String place) {
    try {
      var fields = Json.object(text);
      if (!(fields.remove(DatabaseRules.ID) instanceof String id)) {
        return SourceDocument.unreadable(place, "has no _id that is a string");
      }
      var revision = fields.remove(DatabaseRules.REVISION);
      var kept =
          revision instanceof String own
              ? DatabaseRules.broughtRevision(Map.of(DatabaseRules.REVISION, own)).orElse(null)
              : null;
      return SourceDocument.of(id, kept, fields);
    } catch (StreamReadException e) {
      return SourceDocument.unreadable(place, "is not a JSON object: " + e.getOriginalMessage());
    }
  }

  /** Reads the file once, and keeps its ids. */
  @Override
  Function<Collection<String>, Set<String>> lookup(String collection) {
    var all = new HashSet<String>();
    @Nullable String next = null;
    do {
      var page = page(collection, next);
      page.documents().forEach(document -> all.add(document.id()));
      next = page.next();
    } while (next != null);
    return ids -> ids.stream().filter(all::contains).collect(Collectors.toUnmodifiableSet());
  }

  /** A line says nothing of what it was before. */
  @Override
  boolean descends(String collection, SourceDocument document, String ancestor) {
    return false;
  }
}
