package dev.dynamory.cli;

import picocli.CommandLine.Option;

/** The option of reads that are to see every write that was acknowledged before. */
final class Consistency {
  @Option(
      names = "--consistent",
      description = "See every write that was acknowledged before, for twice the units.")
  private boolean wanted;

  boolean wanted() {
    return wanted;
  }
}
