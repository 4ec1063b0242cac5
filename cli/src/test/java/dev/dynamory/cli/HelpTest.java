package dev.dynamory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class HelpTest {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  private static CommandLine root() {
    return Cli.commandLine(new Console(System.in, System.out, System.err, false, false));
  }

  static Stream<String> commands() {
    return names(root()).filter(name -> !name.contains("generate-completion"));
  }

  private static Stream<String> names(CommandLine command) {
    return Stream.concat(
        Stream.of(command.getCommandSpec().qualifiedName()),
        command.getSubcommands().values().stream()
            .filter(sub -> !sub.getCommandSpec().usageMessage().hidden())
            .flatMap(HelpTest::names));
  }

  /** The words of a command line after the first, as a shell splits them. */
  static List<String> words(String line) {
    var words = new ArrayList<String>();
    var matcher = WORD.matcher(line);
    while (matcher.find()) {
      words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }
    return words.subList(1, words.size());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandSaysWhatItDoesWithAnExampleThatParses(String name) {
    var args = new ArrayList<>(words(name));
    args.add("--help");
    var help = Terminal.on().run(args.toArray(String[]::new));
    assertThat(help.code()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out()).contains("Usage: " + name).contains("Example");
    assertThat(help.out().lines()).allMatch(line -> line.length() <= 110);
    var examples = help.out().lines().filter(line -> line.startsWith("  dynamory ")).toList();
    assertThat(examples).isNotEmpty();
    for (var example : examples) {
      var command = words(example.replaceFirst(" > .*", ""));
      assertThat(root().parseArgs(command.toArray(String[]::new)).errors()).isEmpty();
    }
  }

  @Test
  void theContractsCommandsAreAllThere() {
    assertThat(commands())
        .contains(
            "dynamory demo",
            "dynamory local",
            "dynamory setup store",
            "dynamory schema store",
            "dynamory store put",
            "dynamory store get",
            "dynamory store delete",
            "dynamory store search",
            "dynamory store namespaces",
            "dynamory store import",
            "dynamory store export",
            "dynamory store adopt",
            "dynamory store sweep",
            "dynamory store delete-namespace",
            "dynamory setup sessions",
            "dynamory setup checkpoints",
            "dynamory schema sessions",
            "dynamory schema checkpoints",
            "dynamory session add",
            "dynamory session get",
            "dynamory session pop",
            "dynamory session trim",
            "dynamory session clear",
            "dynamory session delete",
            "dynamory session list",
            "dynamory session import",
            "dynamory checkpoint save",
            "dynamory checkpoint load",
            "dynamory checkpoint history",
            "dynamory checkpoint delete",
            "dynamory checkpoint list",
            "dynamory checkpoint prune");
  }

  @Test
  void noCommandIsBadInputAndShowsTheCommands() {
    var result = Terminal.on().run();
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("Commands:").contains("store");
  }

  @Test
  void anUnknownCommandIsNamedAndTheCommandsAreShown() {
    var result = Terminal.on().run("frob", "users");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .startsWith("dynamory: there is no command 'frob'")
        .contains("Commands:");
    assertThat(Terminal.on().run("stor").err()).contains("Did you mean: dynamory store");
  }

  @Test
  void whatIsNotJsonIsSaidWithoutTheParsersOwnTerms() {
    var result = Terminal.on().run("store", "put", "users/1", "k", "{");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("value: is not JSON: ", "line: 1").doesNotContain("Source");
  }

  @Test
  void versionIsPrinted() {
    assertThat(Terminal.on().run("--version").out()).startsWith("dynamory ");
  }

  @Test
  void completionIsAScriptThatKnowsTheCommands() {
    var script = Terminal.on().run("generate-completion");
    assertThat(script.code()).isZero();
    assertThat(script.out())
        .startsWith("#!/usr/bin/env bash")
        .contains("delete-namespace")
        .contains("--if-absent")
        .contains("aws-cli")
        .doesNotContain("demo-writer")
        .doesNotContain("demo-agent");
  }
}
