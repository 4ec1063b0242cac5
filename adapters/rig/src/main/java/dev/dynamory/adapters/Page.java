package dev.dynamory.adapters;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A page of the documentation whose Java stands, line for line, in code that the build runs. */
public final class Page {
  private static final Path ROOT = root();
  private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

  private Page() {}

  /**
   * Fails unless each Java block of the page stands in a Java file below one of the folders, but
   * for white space.
   */
  public static void isQuotedFrom(String page, String... folders) throws IOException {
    var code = new StringBuilder();
    for (var folder : folders) {
      try (var files = Files.walk(ROOT.resolve(folder))) {
        for (var file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
          code.append(plain(Files.readString(file)));
        }
      }
    }
    var blocks =
        JAVA.matcher(Files.readString(ROOT.resolve(page))).results().map(b -> b.group(1)).toList();
    assertThat(blocks).as("Java blocks of %s", page).isNotEmpty();
    assertThat(blocks).allSatisfy(block -> assertThat(code.toString()).contains(plain(block)));
  }

  private static String plain(String java) {
    return List.of(java.split("\n")).stream()
        .map(line -> line.replaceAll("\\s+", ""))
        .collect(Collectors.joining());
  }

  private static Path root() {
    for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.isRegularFile(folder.resolve("mvnw"))) {
        return folder;
      }
    }
    throw new IllegalStateException("not run inside the project");
  }
}
