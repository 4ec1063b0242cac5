package dev.dynamory.cli;

import dev.dynamory.InvalidInputException;
import dev.dynamory.Put;
import dev.dynamory.Session;
import dev.dynamory.SessionDirectory;
import dev.dynamory.SessionInfo;
import dev.dynamory.SessionRules;
import dev.dynamory.Sessions;
import dev.dynamory.WriteCondition;
import dev.dynamory.dynamodb.DynamoDbSessions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;

/** {@code dynamory session}: conversations, each an ordered list of items. */
@Command(
    name = "session",
    description = "Conversations: messages, tool calls and tool results, in their order.",
    subcommands = {},
    footer = {
      "",
      "An item is any JSON object. A JSON argument may be '-' (standard input) or '@file'. The"
          + " layout 'single' is",
      "the table of the Python package openai-agents-session, which reads and writes it too; 'log'"
          + " is this",
      "library's own, in which an append costs the same however long the session is.",
      "",
      "Example:",
      "  dynamory session add user-123 '[{\"role\": \"user\", \"content\": \"Hello\"}]'"
    })
final class SessionCommand {
  private final Cli cli;

  @Mixin private final TableOption table = new TableOption();

  @Option(
      names = "--layout",
      paramLabel = "LAYOUT",
      defaultValue = "log",
      scope = ScopeType.INHERIT,
      description = "One of: ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} if nothing is said.")
  private SessionLayout layout = SessionLayout.LOG;

  SessionCommand(Cli cli) {
    this.cli = cli;
  }

  @Command(
      description = "Add ITEMS, a JSON object or a list of them, at the end: all or none.",
      footer = {
        "",
        "The same --operation again, after a failure that left open whether it was done, adds"
            + " nothing; it is",
        "found among the session's last 24 changes.",
        "",
        "Examples:",
        "  dynamory session add user-123 '{\"role\": \"user\", \"content\": \"Hello\"}' --ttl 30d",
        "  dynamory session add user-123 @messages.json --operation turn-17"
      })
  int add(
      @Parameters(paramLabel = "ID", description = "The session's id.") String id,
      @Parameters(paramLabel = "ITEMS", description = "JSON, '-' or '@file'.") String items,
      @Option(
              names = "--if-version",
              paramLabel = "V",
              description = "Only if the session has this version, else exit code 2; 0 is none.")
          @Nullable Long version,
      @Option(
              names = "--operation",
              paramLabel = "OP",
              description = "What to know this change by, if it is repeated.")
          @Nullable String operation,
      @Mixin Lifetime lifetime) {
    Cli.requireOne("--if-version", version != null, "--operation", operation != null, false);
    var documents = documents(Json.read(Inputs.text(cli.console(), items, "items"), "items"));
    return changing(
        id,
        lifetime,
        session ->
            version != null
                ? session.addItems(documents, WriteCondition.version(version))
                : operation != null
                    ? session.addItems(documents, operation)
                    : session.addItems(documents),
        "added " + (documents.size() == 1 ? "1 item" : documents.size() + " items"));
  }

  private static List<Map<String, Object>> documents(@Nullable Object json) {
    if (!(json instanceof List<?> list)) {
      return List.of(Values.document(json, "items"));
    }
    var documents = new ArrayList<Map<String, Object>>();
    for (var item : list) {
      documents.add(Values.document(item, "items[" + documents.size() + "]"));
    }
    if (documents.isEmpty()) {
      throw new InvalidInputException("items", "must hold at least one item");
    }
    return documents;
  }

  @Command(
      description = "Print a session's items, oldest first; exit code 1 if there is no session.",
      footer = {"", "Example:", "  dynamory session get user-123 --limit 10"})
  int get(
      @Parameters(paramLabel = "ID", description = "The session's id.") String id,
      @Option(
              names = "--limit",
              paramLabel = "N",
              description = "Only the newest so many; all if not said.")
          @Nullable Integer limit,
      @Mixin Consistency consistent) {
    SessionRules.checkId("ID", id);
    var most = limit == null ? Integer.MAX_VALUE : limit;
    SessionRules.checkLimit("limit", most);
    try (var connection = cli.connect()) {
      var sessions = sessions(connection, null);
      var read = (consistent.wanted() ? consistent(sessions) : sessions).session(id).read(most);
      if (read.version() == 0) {
        return cli.notFound(none(id));
      }
      read.items().forEach(this::print);
      return 0;
    }
  }

  @Command(
      description = "Take the newest item away and print it; exit code 1 if there is none.",
      footer = {
        "",
        "No two callers get the same item.",
        "",
        "Example:",
        "  dynamory session pop user-123"
      })
  int pop(
      @Parameters(paramLabel = "ID", description = "The session's id.") String id,
      @Mixin Lifetime lifetime) {
    SessionRules.checkId("ID", id);
    lifetime.check();
    try (var connection = cli.connect()) {
      var item = sessions(connection, lifetime.timeToLive()).session(id).popItem();
      item.ifPresent(this::print);
      return item.isPresent()
          ? 0
          : cli.notFound("there are no items in session " + Console.printable(id));
    }
  }

  @Command(
      description = "Drop a session's oldest items so that at most N remain.",
      footer = {"", "Example:", "  dynamory session trim user-123 50"})
  int trim(
      @Parameters(paramLabel = "ID", description = "The session's id.") String id,
      @Parameters(paramLabel = "N", description = "How many remain at most.") int newest,
      @Mixin Lifetime lifetime) {
    SessionRules.checkLimit("N", newest);
    return changing(id, lifetime, session -> session.trim(newest), "trimmed to " + newest);
  }

  @Command(
      description = "Leave the session without items; what is said of it stays.",
      footer = {"", "Example:", "  dynamory session clear user-123"})
  int clear(
      @Parameters(paramLabel = "ID", description = "The session's id.") String id,
      @Mixin Lifetime lifetime) {
    return changing(id, lifetime, session -> session.trim(0), "cleared");
  }

  @Command(
      description = "Remove a session and what is said of it; exit code 1 if there is none.",
      footer = {"", "Example:", "  dynamory session delete user-123"})
  int delete(@Parameters(paramLabel = "ID", description = "The session's id.") String id) {
    SessionRules.checkId("ID", id);
    try (var connection = cli.connect()) {
      var sessions = sessions(connection, null);
      var session = sessions.session(id);
      var isThere =
          session.read(0).version() != 0
              || (sessions instanceof SessionDirectory directory && directory.find(id).isPresent());
      session.delete(); // also where one that was stopped left something
      return cli.printDeleted(isThere, "session " + Console.printable(id), none(id));
    }
  }

  @Command(
      description = "Print the ids of the sessions, those first that were active last.",
      footer = {
        "",
        "The order is exact to an hour. In the layout 'single' there is none, and the list is a"
            + " Scan.",
        "",
        "Example:",
        "  dynamory session list --limit 20"
      })
  int list(
      @Mixin Listing listing,
      @Option(
              names = "--user",
              paramLabel = "USER",
              description = "Only sessions described as this user's, with what is said of them.")
          @Nullable String user) {
    listing.check();
    if (user != null) {
      SessionRules.checkId("user", user);
      requireLog("sessions have no users");
    }
    try (var connection = cli.connect()) {
      var sessions = sessions(connection, null);
      if (user != null && sessions instanceof SessionDirectory directory) {
        listing.print(
            cli,
            (limit, token) -> directory.listOf(user, limit, token),
            SessionCommand::record,
            info -> inOneLine(info.sessionId(), info.title()));
      } else {
        listing.print(cli, sessions::list, SessionCommand::record, id -> inOneLine(id, null));
      }
      return 0;
    }
  }

  static Map<String, @Nullable Object> record(String id) {
    var record = new LinkedHashMap<String, @Nullable Object>();
    record.put("session_id", id);
    return record;
  }

  private static Map<String, @Nullable Object> record(SessionInfo info) {
    var record = record(info.sessionId());
    record.put("user_id", info.userId());
    record.put("title", info.title());
    record.put("data", Values.toJson(info.data()));
    record.put("created_at", Json.timestamp(info.createdAt()));
    record.put("last_active", Json.timestamp(info.lastActive()));
    record.put("version", info.version());
    return record;
  }

  private String inOneLine(String id, @Nullable String title) {
    return cli.console().bold(id) + (title == null ? "" : "  " + Console.printable(title));
  }

  @Command(
      description = "Remove what has expired, where DynamoDB does not.",
      footer = {
        "",
        "Tables with strong consistency between regions have no expiry of DynamoDB's. Never needed"
            + " for right",
        "answers; safe to repeat and to stop.",
        "",
        "Example:",
        "  dynamory session purge"
      })
  int purge() {
    requireLog("DynamoDB removes what has expired");
    try (var connection = cli.connect()) {
      connection.sessions(table()).purgeExpired();
      cli.print(Map.of("table", table()), "purged " + table());
      return 0;
    }
  }

  @Command(
      description = "Remove what changes and crashes leave behind in a session.",
      footer = {
        "",
        "Reads all of the session. Never needed for right answers; safe to repeat and to stop.",
        "",
        "Example:",
        "  dynamory session vacuum user-123"
      })
  int vacuum(@Parameters(paramLabel = "ID", description = "The session's id.") String id) {
    SessionRules.checkId("ID", id);
    requireLog("nothing is left behind");
    try (var connection = cli.connect()) {
      connection.sessions(table()).vacuum(id);
      cli.print(Map.of("session_id", id), "vacuumed session " + Console.printable(id));
      return 0;
    }
  }

  Cli cli() {
    return cli;
  }

  SessionLayout layout() {
    return layout;
  }

  String table() {
    return table.or(layout.definition().name());
  }

  /** The sessions that the options name; what changes through them lives so long, null for ever. */
  Sessions sessions(Connection connection, @Nullable Duration timeToLive) {
    var lifetime = timeToLive == null ? Put.FOREVER : timeToLive;
    return layout == SessionLayout.SINGLE
        ? connection.singleItemSessions(table()).withTimeToLive(lifetime)
        : connection.sessions(table()).withTimeToLive(lifetime);
  }

  /** The same with consistent reads; those of the layout 'single' are. */
  static Sessions consistent(Sessions sessions) {
    return sessions instanceof DynamoDbSessions log ? log.withConsistentReads() : sessions;
  }

  private int changing(
      String id, Lifetime lifetime, Function<Session, Long> change, String whatWasDone) {
    SessionRules.checkId("ID", id);
    lifetime.check();
    try (var connection = cli.connect()) {
      var version = change.apply(sessions(connection, lifetime.timeToLive()).session(id));
      if (version == 0) {
        return cli.notFound(none(id));
      }
      var record = record(id);
      record.put("version", version);
      cli.print(
          record, whatWasDone + ": session " + Console.printable(id) + ", version " + version);
      return 0;
    }
  }

  private void requireLog(String why) {
    if (layout != SessionLayout.LOG) {
      throw new InvalidInputException("layout", "in 'single' " + why + "; it takes 'log'");
    }
  }

  private static String none(String id) {
    return "there is no session " + Console.printable(id);
  }

  private void print(Map<String, Object> item) {
    cli.print(Values.toJson(item), inLines(item));
  }

  /** Who says what: text as it is, anything else as JSON. */
  private String inLines(Map<String, Object> item) {
    var rest = new LinkedHashMap<String, @Nullable Object>(item);
    var name = rest.containsKey("role") ? rest.remove("role") : rest.remove("type");
    var text = new StringBuilder(cli.console().bold(name instanceof String who ? who : "item"));
    if (rest.get("content") instanceof String content) {
      rest.remove("content");
      content.lines().forEach(line -> text.append("\n  ").append(Console.printable(line)));
    }
    if (!rest.isEmpty()) {
      text.append("\n  ").append(Console.printable(Json.line(Values.toJson(rest))));
    }
    return text.toString();
  }
}
