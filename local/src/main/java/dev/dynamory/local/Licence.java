package dev.dynamory.local;

import dev.dynamory.local.JarRepository.Jar;
import java.util.List;

/** What the user is told of DynamoDB Local: once when it is fetched, once for a new folder. */
final class Licence {
  private static final String TERMS =
      "It is Amazon's, under Amazon's licence (LICENSE.txt in its jar): for internal use with an AWS"
          + " account, not to be passed on.";

  private Licence() {}

  static void sayWhatIsFetched(List<Jar> jars, JarRepository repository) {
    long megabytes = jars.stream().mapToLong(Jar::size).sum() / 1_000_000;
    System.err.printf(
        "dynamory: fetching DynamoDB Local (%d files, %d MB) from %s into %s. %s%n",
        jars.size(), megabytes, repository.remote(), repository.folder(), TERMS);
  }

  static void sayWhatRuns() {
    System.err.println("dynamory: the embedded engine is DynamoDB Local. " + TERMS);
  }
}
