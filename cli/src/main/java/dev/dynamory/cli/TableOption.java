package dev.dynamory.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The option that all commands of a group take: in which table. */
final class TableOption {
  @Option(
      names = "--table",
      paramLabel = "T",
      scope = ScopeType.INHERIT,
      description = "The table, if not the one that 'dynamory setup' makes.")
  private @Nullable String table;

  /** The table that was named, or this one. */
  String or(String usual) {
    return table == null ? usual : table;
  }
}
