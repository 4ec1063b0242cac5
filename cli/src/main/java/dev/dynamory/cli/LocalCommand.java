package dev.dynamory.cli;

import dev.dynamory.InvalidInputException;
import dev.dynamory.local.IndexTiming;
import dev.dynamory.local.LocalDynamoDb;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dynamory local}. */
@Command(
    name = "local",
    description = "Serve DynamoDB on this machine, for any SDK in any language, until Ctrl-C.",
    footer = {
      "",
      "It answers on 127.0.0.1 only, to any region and any credentials. Other dynamory commands on the same",
      "folder use it while it runs.",
      "",
      "On AWS a vector index takes its time: seconds after a write, minutes to come to be. Here it"
          + " takes none, or",
      "what is said, so that a program that waits for it can be tried.",
      "",
      "Example:",
      "  dynamory local --port 8000",
      "  dynamory local --in-memory --index-lag 2s --index-allocating 5s --index-backfilling 10s"
    })
final class LocalCommand implements Callable<Integer> {
  private static final Duration LONGEST = Duration.ofDays(1);

  private final Cli cli;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8000",
      description = "The port; ${DEFAULT-VALUE} if not said, 0 takes a free one.")
  private int port;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "The folder that keeps the data; .dynamory if not said.")
  private @Nullable Path dir;

  @Option(names = "--in-memory", description = "Keep nothing.")
  private boolean inMemory;

  @Option(
      names = "--index-lag",
      paramLabel = "TIME",
      description = "How much later than a write a vector search sees it: 2s. At once if not said.")
  private Duration lag = Duration.ZERO;

  @Option(
      names = "--index-allocating",
      paramLabel = "TIME",
      description = "How long a new vector index is there without being filled: 5s, PT0.5S.")
  private Duration allocating = Duration.ZERO;

  @Option(
      names = "--index-backfilling",
      paramLabel = "TIME",
      description = "How long a vector index added to a table is then being filled: 10s.")
  private Duration backfilling = Duration.ZERO;

  LocalCommand(Cli cli) {
    this.cli = cli;
  }

  @Override
  public Integer call() throws InterruptedException {
    cli.requireEmbedded("local");
    if (inMemory && dir != null) {
      throw new InvalidInputException("options", "only one of --dir and --in-memory can be given");
    }
    if (port < 0 || port > 65_535) {
      throw new InvalidInputException("--port", "must be from 0 to 65535, but is " + port);
    }
    var folder = dir == null ? cli.folderOr(Cli.DEFAULT_FOLDER) : dir;
    var timing = timing();
    var engine =
        inMemory ? LocalDynamoDb.inMemory(port, timing) : LocalDynamoDb.serve(folder, port, timing);
    Runtime.getRuntime().addShutdownHook(new Thread(engine::close, "dynamory-local-close"));
    announce(engine.endpoint().toString(), inMemory ? null : folder.toString());
    new CountDownLatch(1).await(); // until the process is told to end
    return 0;
  }

  private IndexTiming timing() {
    return IndexTiming.INSTANT
        .withLag(checked("--index-lag", lag))
        .withPhases(
            checked("--index-allocating", allocating), checked("--index-backfilling", backfilling));
  }

  private static Duration checked(String option, Duration time) {
    if (time.isNegative() || time.compareTo(LONGEST) > 0) {
      throw new InvalidInputException(option, "must be from 0s to 1d, but is " + time);
    }
    return time;
  }

  private void announce(String endpoint, @Nullable String folder) {
    var record = new LinkedHashMap<String, @Nullable Object>();
    record.put("endpoint", endpoint);
    record.put("folder", folder);
    cli.print(
        record,
        """
        DynamoDB Local answers at %s and keeps %s. Ctrl-C ends it.

          dynamory:   ./dynamory --endpoint %s store search
          AWS CLI:    aws dynamodb list-tables --endpoint-url %s --region us-east-1
          any SDK:    export AWS_ENDPOINT_URL_DYNAMODB=%s AWS_REGION=us-east-1 \\
                             AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local
          boto3:      boto3.resource("dynamodb", endpoint_url="%s", region_name="us-east-1",
                                     aws_access_key_id="local", aws_secret_access_key="local")"""
            .formatted(
                endpoint,
                folder == null ? "nothing" : "its data in " + folder,
                endpoint,
                endpoint,
                endpoint,
                endpoint));
    cli.console().out().flush();
  }
}
