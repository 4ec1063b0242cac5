package dev.dynamory.cli;

import dev.dynamory.Namespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The documents and sources in a folder, cut into passages of some lines at blank lines. */
final class Passages {
  private static final Set<String> DOCUMENTS = Set.of("md", "txt", "adoc", "rst");
  private static final Set<String> SOURCES =
      Set.of("java", "kt", "scala", "py", "js", "ts", "go", "rs", "c", "h", "cpp", "sh", "sql");
  private static final int FEW_LINES = 15;
  private static final int MANY_LINES = 60;
  private static final long LARGEST_FILE = 1 << 20;

  private Passages() {}

  /** One passage, and where the demo keeps it. */
  record Passage(Namespace namespace, String key, Map<String, Object> value) {}

  /** At most so many passages, of files in the order of their paths. */
  static List<Passage> of(Path root, int most) {
    var passages = new ArrayList<Passage>();
    for (var file : files(root)) {
      if (passages.size() >= most) {
        break;
      }
      passages.addAll(cut(root.relativize(file), lines(file)));
    }
    return passages.subList(0, Math.min(most, passages.size()));
  }

  /** {@code docs/store}; {@code sources/core/main/dev.dynamory/Item}. */
  static Namespace namespaceOf(Path file) {
    var path = new ArrayList<String>();
    file.forEach(name -> path.add(name.toString()));
    var last = path.size() - 1;
    path.set(last, path.get(last).replaceFirst("\\.[^.]*$", ""));
    var src = path.indexOf("src");
    if (src >= 0 && src + 2 < last && path.get(src + 2).equals("java")) {
      var packageName = String.join(".", path.subList(src + 3, last));
      var short_ = new ArrayList<>(path.subList(0, src));
      short_.add(path.get(src + 1));
      if (!packageName.isEmpty()) {
        short_.add(packageName);
      }
      short_.add(path.get(last));
      path.clear();
      path.addAll(short_);
    } else if (path.size() > 1 && path.get(0).equals("docs")) {
      path.remove(0);
    }
    path.add(0, DOCUMENTS.contains(extension(file)) ? "docs" : "sources");
    return new Namespace(path);
  }

  /** The files in a folder that passages are cut of, in the order of their paths. */
  static List<Path> files(Path root) {
    return SourceFiles.in(root).stream().filter(Passages::isWanted).toList();
  }

  /** What cannot be read is no input of a demo. */
  private static boolean isWanted(Path file) {
    var extension = extension(file);
    try {
      return (DOCUMENTS.contains(extension) || SOURCES.contains(extension))
          && Files.size(file) <= LARGEST_FILE
          && Files.isReadable(file);
    } catch (IOException e) {
      return false;
    }
  }

  private static String extension(Path file) {
    var name = String.valueOf(file.getFileName());
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (MalformedInputException e) {
      return List.of(); // not text
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Passage> cut(Path file, List<String> lines) {
    var passages = new ArrayList<Passage>();
    var namespace = namespaceOf(file);
    for (var from = 0; from < lines.size(); ) {
      var to = from;
      while (to < lines.size()
          && to - from < MANY_LINES
          && !(to - from >= FEW_LINES && lines.get(to).isBlank())) {
        to++;
      }
      var text = String.join("\n", lines.subList(from, to)).strip();
      if (!text.isEmpty()) {
        var value = new LinkedHashMap<String, Object>();
        value.put("file", file.toString().replace('\\', '/'));
        value.put("line", from + 1);
        value.put("lines", to - from);
        value.put("text", text);
        passages.add(new Passage(namespace, "line-%05d".formatted(from + 1), value));
      }
      from = to + (to < lines.size() && lines.get(to).isBlank() ? 1 : 0);
    }
    return passages;
  }
}
