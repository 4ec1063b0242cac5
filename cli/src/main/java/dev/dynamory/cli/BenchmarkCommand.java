package dev.dynamory.cli;

import picocli.CommandLine.Command;

/** {@code dynamory benchmark}. */
@Command(
    name = "benchmark",
    description = "How well memories are found, measured.",
    subcommands = {},
    footer = {"", "Example:", "  dynamory benchmark recall conversations.json"})
final class BenchmarkCommand {}
