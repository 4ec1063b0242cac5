package dev.dynamory.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.cli.Terminal.Result;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The commands of a group, all with the same options, on the engine of the tests. */
record Group(String name, List<String> options) {

  /** A group with these options, whose table is made first. */
  static Group onNewTable(String name, String setup, String... options) {
    var group = onMissingTable(name, options);
    var args = new ArrayList<>(List.of("setup", setup));
    args.addAll(group.options);
    var made = Engine.terminal().run(args.toArray(String[]::new));
    assertThat(made.code()).as(made.err()).isZero();
    assertThat(made.object()).containsEntry("differences", List.of());
    return group;
  }

  /** A group with these options, on a table that nobody has made. */
  static Group onMissingTable(String name, String... options) {
    var all = new ArrayList<>(List.of("--table", Engine.newTable()));
    all.addAll(Arrays.asList(options));
    return new Group(name, List.copyOf(all));
  }

  String table() {
    return options.get(1);
  }

  Result run(String... args) {
    return run(Engine.terminal(), args);
  }

  Result run(Terminal terminal, String... args) {
    var all = new ArrayList<>(List.of(name));
    all.addAll(Arrays.asList(args));
    all.addAll(options);
    return terminal.run(all.toArray(String[]::new));
  }

  /** Runs words that a space parts, which must be bad input: one clear message, exit code 2. */
  Result refuses(String arguments) {
    var all = new ArrayList<>(List.of(name, "--table", table()));
    all.addAll(arguments.isEmpty() ? List.of() : List.of(arguments.split(" ")));
    return isRefused(Engine.terminal().run(all.toArray(String[]::new)));
  }

  /** Bad input, in one clear message. */
  static Result isRefused(Result result) {
    assertThat(result.code()).as(result.err()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .startsWith("dynamory: ")
        .doesNotContain("\tat ")
        .doesNotContain("Exception");
    return result;
  }

  /** Runs a command, which must succeed. */
  Result succeeds(String... args) {
    var result = run(args);
    assertThat(result.code()).as(result.err()).isZero();
    return result;
  }
}
