package dev.dynamory.cli;

import dev.dynamory.Embedder;
import dev.dynamory.Embedding;
import dev.dynamory.InvalidInputException;
import dev.dynamory.dynamodb.DynamoDbStore;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.UnaryOperator;

/** The model that embeds in this process, where there is one on the class path. */
final class ProcessModel {
  private ProcessModel() {}

  /** Whether there is one; it is not loaded. */
  static boolean isHere() {
    return found().isPresent();
  }

  /**
   * A view of a store that embeds whole documents and ranks by them: exactly, or by the table's
   * index. Loads the model; where there is none, that is bad input of this option.
   */
  static UnaryOperator<DynamoDbStore> embedding(String option, boolean byIndex) {
    var model =
        found()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        option,
                        "needs a model in this process; DYNAMORY_MODEL=1 ./dynamory … builds it in"
                            + " (137 MB)"));
    var dimensions = dimensions(model);
    return store -> {
      var embedding = store.withEmbedder(model, dimensions);
      return byIndex ? embedding : embedding.withExactRanking();
    };
  }

  /** How whole documents are embedded, if there is one; loads it. */
  static Optional<Embedding> embedding() {
    return found().map(model -> Embedding.of(model, dimensions(model)));
  }

  private static int dimensions(Embedder model) {
    return model.embedQuery("How many numbers has a vector?").length;
  }

  private static Optional<Embedder> found() {
    return ServiceLoader.load(Embedder.class).findFirst();
  }
}
