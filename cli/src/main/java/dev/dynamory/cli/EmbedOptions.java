package dev.dynamory.cli;

import dev.dynamory.InvalidInputException;
import dev.dynamory.dynamodb.DynamoDbStore;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Option;

/** Whether what is put gets a vector, and where. */
final class EmbedOptions {
  @Option(
      names = "--embed",
      description = "With a vector of the document, by the model in this process.")
  private boolean embed;

  @Option(
      names = "--index",
      description = "With --embed: in the table's index of vectors (setup store --dimensions).")
  private boolean index;

  /** The view of the store that puts so. */
  UnaryOperator<DynamoDbStore> view() {
    if (index && !embed) {
      throw new InvalidInputException("--index", "is for --embed");
    }
    return embed ? ProcessModel.embedding("--embed", index) : UnaryOperator.identity();
  }
}
