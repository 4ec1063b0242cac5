package dev.dynamory.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compiles and runs the Java of the README and of every page under docs: the blocks of a page, in
 * order, as one method, against the engine.
 */
class DocumentationTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
  private static final String PAGE =
      """
      import static dev.dynamory.Filter.*;
      import static dev.dynamory.WriteCondition.*;
      import dev.dynamory.*;
      import dev.dynamory.dynamodb.*;
      import dev.dynamory.local.*;
      import dev.dynamory.tables.*;
      import java.time.*;
      import java.util.*;

      public class Page%d {
        public static void run() throws Exception {
      %s
        }
      }
      """;

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> theCodeOfEveryPageRuns() throws IOException {
    var pages = new ArrayList<Path>(List.of(ROOT.resolve("README.md")));
    try (var docs = Files.list(ROOT.resolve("docs"))) {
      docs.filter(page -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages.stream()
        .filter(page -> !code(page).isEmpty())
        .map(
            page ->
                DynamicTest.dynamicTest(
                    ROOT.relativize(page).toString(), () -> run(page, pages.indexOf(page))));
  }

  private static String code(Path page) {
    try {
      return String.join(
          "\n",
          BLOCK.matcher(Files.readString(page)).results().map(block -> block.group(1)).toList());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void run(Path page, int number) throws Exception {
    var source = folder.resolve("Page" + number + ".java");
    Files.writeString(source, PAGE.formatted(number, code(page)));
    var messages = new StringWriter();
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      var options = List.of("-d", folder.toString(), "-cp", classPath());
      assertThat(
              compiler
                  .getTask(messages, files, null, options, null, files.getJavaFileObjects(source))
                  .call())
          .as("%s", messages)
          .isTrue();
    }
    withTheEngineAsDefault(
        () -> {
          try (var loader =
              new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
            loader.loadClass("Page" + number).getMethod("run").invoke(null);
          }
        });
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private interface Body {
    void run() throws Exception;
  }

  /** What a shell's environment would say to the SDK. */
  private static void withTheEngineAsDefault(Body body) throws Exception {
    var properties =
        Map.of(
            "aws.region", "eu-west-1",
            "aws.accessKeyId", "local",
            "aws.secretAccessKey", "local",
            "aws.endpointUrl", Engine.endpoint().toString());
    properties.forEach(System::setProperty);
    try {
      body.run();
    } finally {
      properties.keySet().forEach(System::clearProperty);
    }
  }
}
