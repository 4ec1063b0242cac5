package dev.dynamory.cli;

import dev.dynamory.Checkpoint;
import dev.dynamory.CheckpointHistory;
import dev.dynamory.CheckpointInfo;
import dev.dynamory.Checkpointer;
import dev.dynamory.InvalidInputException;
import dev.dynamory.NewCheckpoint;
import dev.dynamory.Payload;
import dev.dynamory.PendingWrite;
import dev.dynamory.Put;
import dev.dynamory.WriteCondition;
import dev.dynamory.dynamodb.DynamoDbCheckpointer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** {@code dynamory checkpoint}: the states of agents, by thread. */
@Command(
    name = "checkpoint",
    description = "The states of agents, by thread: each save is a checkpoint to go on from.",
    subcommands = {},
    footer = {
      "",
      "A JSON argument may be '-' (standard input) or '@file'. The layout 'single' keeps one state"
          + " a thread, in a",
      "table that others of that layout read and write too; 'history', this library's own, keeps"
          + " every checkpoint.",
      "",
      "Example:",
      "  dynamory checkpoint save user-123 '{\"step\": 1, \"plan\": [\"search\"]}'"
    })
final class CheckpointCommand {
  private final Cli cli;

  @Mixin private final TableOption table = new TableOption();

  @Option(
      names = "--layout",
      paramLabel = "LAYOUT",
      defaultValue = "history",
      scope = ScopeType.INHERIT,
      description = "One of: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} if nothing is said.")
  private CheckpointLayout layout = CheckpointLayout.HISTORY;

  @Option(
      names = "--namespace",
      paramLabel = "NS",
      scope = ScopeType.INHERIT,
      description = "The checkpoint namespace, such as a subgraph's; the root if not said.")
  private @Nullable String namespace;

  CheckpointCommand(Cli cli) {
    this.cli = cli;
  }

  @Command(
      description = "Save STATE, a JSON object, as the thread's newest checkpoint.",
      footer = {
        "",
        "Goes on from the newest, or from --parent: a branch. With a condition that does not hold,"
            + " nothing is",
        "written and the exit code is 2.",
        "",
        "Examples:",
        "  dynamory checkpoint save user-123 '{\"step\": 1}' --metadata '{\"by\": \"cli\"}'",
        "  dynamory checkpoint save user-123 @state.json --if-version 4"
      })
  int save(
      @Parameters(paramLabel = "THREAD", description = "The thread's id.") String thread,
      @Parameters(paramLabel = "STATE", description = "A JSON object, '-' or '@file'.")
          String state,
      @Option(names = "--parent", paramLabel = "ID", description = "Goes on from this checkpoint.")
          @Nullable String parent,
      @Option(
              names = "--metadata",
              paramLabel = "JSON",
              description = "Listed with the checkpoint; may be '-' or '@file'.")
          @Nullable String metadata,
      @Option(
              names = "--if-version",
              paramLabel = "V",
              description = "Only if the thread's newest has this version; 0 is none.")
          @Nullable Long version,
      @Mixin Lifetime lifetime) {
    check(thread);
    lifetime.check();
    requireHistory("--parent", parent);
    requireHistory("--metadata", metadata);
    var payload = Payload.of(cli.document(state, "state"));
    var condition = version == null ? WriteCondition.any() : WriteCondition.version(version);
    var checkpoint = NewCheckpoint.of(thread, payload).when(condition);
    checkpoint = parent == null ? checkpoint : checkpoint.parent(parent);
    checkpoint =
        metadata == null ? checkpoint : checkpoint.metadata(cli.document(metadata, "metadata"));
    try (var connection = cli.connect()) {
      var checkpointer = checkpointer(connection, lifetime.timeToLive());
      var info =
          checkpointer instanceof CheckpointHistory history
              ? history.save(checkpoint)
              : saved(checkpointer, checkpoint);
      cli.print(
          record(info),
          "saved checkpoint " + named(thread, info.id()) + ", version " + info.version());
      return 0;
    }
  }

  /** The state of a thread that has no others. */
  private static CheckpointInfo saved(Checkpointer checkpointer, NewCheckpoint checkpoint) {
    checkpointer.saveState(checkpoint.threadId(), checkpoint.payload(), checkpoint.condition());
    return checkpointer
        .load(checkpoint.threadId())
        .orElseThrow(() -> new IllegalStateException("the state was deleted as it was saved"))
        .info();
  }

  @Command(
      description = "Print a thread's newest checkpoint; exit code 1 if there is none.",
      footer = {"", "Example:", "  dynamory checkpoint load user-123"})
  int load(
      @Parameters(paramLabel = "THREAD", description = "The thread's id.") String thread,
      @Option(names = "--id", paramLabel = "ID", description = "This checkpoint, not the newest.")
          @Nullable String id,
      @Mixin Consistency consistent) {
    check(thread);
    requireHistory("--id", id);
    if (id != null) {
      NewCheckpoint.checkId("id", id);
    }
    try (var connection = cli.connect()) {
      var checkpointer = checkpointer(connection, null);
      if (consistent.wanted() && checkpointer instanceof DynamoDbCheckpointer history) {
        checkpointer = history.withConsistentReads();
      }
      var checkpoint =
          id != null && checkpointer instanceof CheckpointHistory history
              ? history.load(thread, id)
              : checkpointer.load(thread);
      if (checkpoint.isEmpty()) {
        return cli.notFound(none(id == null ? thread : named(thread, id)));
      }
      cli.print(record(checkpoint.get()), described(checkpoint.get()));
      return 0;
    }
  }

  @Command(
      description = "Print a thread's checkpoints without their states, newest first.",
      footer = {"", "Example:", "  dynamory checkpoint history user-123 --limit 5"})
  int history(
      @Parameters(paramLabel = "THREAD", description = "The thread's id.") String thread,
      @Mixin Listing listing) {
    check(thread);
    listing.check();
    requireHistory("history", layout);
    try (var connection = cli.connect()) {
      var history = history(connection);
      var listed =
          listing.print(
              cli,
              (limit, token) -> history.checkpoints(thread, limit, token),
              CheckpointCommand::record,
              this::inOneLine);
      return listed == 0 ? cli.notFound(none(thread)) : 0;
    }
  }

  @Command(
      description = "Remove all of a thread; exit code 1 if there is none.",
      footer = {
        "",
        "It goes in all its checkpoint namespaces; whether there is one is looked up in the one"
            + " that is named.",
        "",
        "Example:",
        "  dynamory checkpoint delete user-123"
      })
  int delete(@Parameters(paramLabel = "THREAD", description = "The thread's id.") String thread) {
    check(thread);
    try (var connection = cli.connect()) {
      var checkpointer = checkpointer(connection, null);
      var isThere =
          checkpointer instanceof CheckpointHistory history
              ? !history.checkpoints(thread, 1, null).items().isEmpty()
              : checkpointer.load(thread).isPresent();
      checkpointer.deleteThread(thread); // also where one that was stopped left something
      return cli.printDeleted(isThere, "thread " + Console.printable(thread), none(thread));
    }
  }

  @Command(
      description = "Print the ids of the threads, those first that were saved last.",
      footer = {
        "",
        "The order is exact to an hour. In the layout 'single' there is none, and the list is a"
            + " Scan.",
        "",
        "Example:",
        "  dynamory checkpoint list --limit 20"
      })
  int list(@Mixin Listing listing) {
    checkNamespace();
    listing.check();
    try (var connection = cli.connect()) {
      var checkpointer = checkpointer(connection, null);
      listing.print(
          cli,
          checkpointer::listThreads,
          id -> Map.of("thread_id", id),
          id -> cli.console().bold(id));
      return 0;
    }
  }

  @Command(
      description = "Remove a thread's checkpoints but the newest.",
      footer = {
        "",
        "In each of its checkpoint namespaces so many remain.",
        "",
        "Example:",
        "  dynamory checkpoint prune user-123 --keep 10"
      })
  int prune(
      @Parameters(paramLabel = "THREAD", description = "The thread's id.") String thread,
      @Option(
              names = "--keep",
              paramLabel = "N",
              required = true,
              description = "So many remain at most, at least 1.")
          int keep) {
    check(thread);
    CheckpointHistory.checkKeepNewest(keep);
    requireHistory("prune", layout);
    try (var connection = cli.connect()) {
      history(connection).prune(thread, keep);
      var record = new LinkedHashMap<String, @Nullable Object>();
      record.put("thread_id", thread);
      record.put("keep", keep);
      cli.print(record, "pruned thread " + Console.printable(thread) + " to the newest " + keep);
      return 0;
    }
  }

  /** The checkpoints that the options name; a save through them lets its thread live so long. */
  private Checkpointer checkpointer(Connection connection, @Nullable Duration timeToLive) {
    var lifetime = timeToLive == null ? Put.FOREVER : timeToLive;
    return layout == CheckpointLayout.SINGLE
        ? connection.singleItemCheckpointer(table()).withTimeToLive(lifetime)
        : history(connection).withTimeToLive(lifetime);
  }

  private DynamoDbCheckpointer history(Connection connection) {
    return connection.checkpointer(table()).namespace(namespace == null ? "" : namespace);
  }

  private String table() {
    return table.or(layout.definition().name());
  }

  private void check(String thread) {
    Checkpointer.checkThreadId(thread);
    checkNamespace();
  }

  private void checkNamespace() {
    requireHistory("--namespace", namespace);
    CheckpointHistory.checkNamespace(namespace == null ? "" : namespace);
  }

  /** Refuses what was said if the layout cannot do it. */
  private void requireHistory(String what, @Nullable Object said) {
    if (said != null && layout != CheckpointLayout.HISTORY) {
      throw new InvalidInputException(
          "layout", "'single' keeps only a thread's newest state; " + what + " takes 'history'");
    }
  }

  private static String none(String what) {
    return "there is no checkpoint of " + Console.printable(what);
  }

  private static Map<String, @Nullable Object> record(CheckpointInfo info) {
    var record = new LinkedHashMap<String, @Nullable Object>();
    record.put("thread_id", info.threadId());
    record.put("id", info.id());
    record.put("parent", info.parentId());
    record.put("metadata", Values.toJson(info.metadata()));
    record.put("created_at", Json.timestamp(info.createdAt()));
    record.put("version", info.version());
    return record;
  }

  private static Map<String, @Nullable Object> record(Checkpoint checkpoint) {
    var record = new LinkedHashMap<String, @Nullable Object>();
    record(checkpoint.info())
        .forEach(
            (name, value) -> {
              if (name.equals("metadata")) {
                record.put("state", state(checkpoint.payload()));
              }
              record.put(name, value);
            });
    return record;
  }

  /** A document, or what another serializer made as bytes. */
  private static @Nullable Object state(Payload payload) {
    return Values.toJson(
        payload.contentType().equals(Payload.DOCUMENT) ? payload.document() : payload.bytes());
  }

  private String described(Checkpoint checkpoint) {
    var text = new StringBuilder(inOneLine(checkpoint.info()));
    text.append('\n').append(Json.pretty(state(checkpoint.payload())));
    for (var write : checkpoint.pendingWrites()) {
      text.append("\n  pending write ").append(Console.printable(named(write)));
    }
    return text.toString();
  }

  private static String named(PendingWrite write) {
    return write.index() + " of task " + write.taskId() + " to " + write.channel();
  }

  private String inOneLine(CheckpointInfo info) {
    return cli.console().bold(info.id())
        + "  version "
        + info.version()
        + ", created "
        + info.createdAt()
        + (info.parentId() == null ? "" : ", from " + Console.printable(info.parentId()))
        + (info.metadata().isEmpty()
            ? ""
            : "  " + Console.printable(Json.line(Values.toJson(info.metadata()))));
  }

  private static String named(String thread, String id) {
    return Console.printable(thread + " " + id);
  }
}
