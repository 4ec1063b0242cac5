package dev.dynamory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.local.LocalDynamoDb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the command lines of the pages under docs. */
class CommandLineDocsTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
  private static final Pattern CODE = Pattern.compile("# exit code (\\d)");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"command-line.md, 40", "documents.md, 5", "namespaces.md, 3", "document-index.md, 6"})
  void everyCommandLineOfThePageDoesWhatThePageSays(String page, int atLeast) throws IOException {
    var lines =
        BLOCK
            .matcher(Files.readString(DOCS.resolve(page)))
            .results()
            .flatMap(block -> block.group(1).lines())
            .toList();
    assertThat(lines).hasSizeGreaterThan(atLeast).allMatch(line -> line.startsWith("./dynamory "));
    try (var engine = LocalDynamoDb.serve(folder.resolve("data"), 0)) {
      assertThat(engine.endpoint()).isNotNull();
      for (var line : lines) {
        run(line);
      }
    }
  }

  private void run(String line) throws IOException {
    var code =
        CODE.matcher(line)
            .results()
            .map(match -> Integer.valueOf(match.group(1)))
            .findFirst()
            .orElse(0);
    var words = HelpTest.words(line.replaceFirst("\\s+#.*", ""));
    var target = words.indexOf(">");
    var args = new ArrayList<>(target < 0 ? words : words.subList(0, target));
    args.replaceAll(word -> word.endsWith(".jsonl") ? folder.resolve(word).toString() : word);
    args.replaceAll(word -> word.matches("docs(/.*)?") ? "../" + word : word);
    if (runsElsewhere(args)) {
      assertThat(
              Cli.commandLine(new Console(System.in, System.out, System.err, false, false))
                  .parseArgs(args.toArray(String[]::new))
                  .errors())
          .as(line)
          .isEmpty();
      return;
    }
    var result =
        Terminal.on("--local", folder.resolve("data").toString()).run(args.toArray(String[]::new));
    assertThat(result.code()).as(line + "\n" + result.err()).isEqualTo(code);
    if (target >= 0) {
      Files.writeString(folder.resolve(words.get(target + 1)), result.out());
    } else if (args.contains("--json")) {
      assertThat(result.json()).as(line).isNotEmpty();
    }
  }

  /** On AWS, until Ctrl-C, on a file of the user's, or in a test of its own: only parsed here. */
  private static boolean runsElsewhere(List<String> args) {
    return args.contains("--aws")
        || args.stream().anyMatch(word -> word.startsWith("http"))
        || args.contains("local")
        || args.contains("demo")
        || args.contains("benchmark");
  }

  @Test
  void thePageNamesEveryCommand() throws IOException {
    var page = Files.readString(DOCS.resolve("command-line.md"));
    var missing =
        HelpTest.commands()
            .map(name -> name.substring(name.lastIndexOf(' ') + 1))
            .filter(name -> !page.contains(name))
            .toList();
    assertThat(missing).isEmpty();
  }
}
