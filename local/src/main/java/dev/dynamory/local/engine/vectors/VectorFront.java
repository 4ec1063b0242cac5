package dev.dynamory.local.engine.vectors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Stands before DynamoDB Local and answers what has to do with vector indexes. Everything else goes
 * through as it came.
 */
public final class VectorFront extends Handler.Wrapper {
  private static final String TARGET = "X-Amz-Target";
  private static final String VERSION = "DynamoDB_20120810.";
  private static final String SEARCH = "SearchVectors";
  private static final Set<String> READS = Set.of("DescribeTable", "Query", "Scan");

  private final Catalogue catalogue;
  private final Map<String, Answer> answers;

  /** Answers one operation; the request is its body, read. */
  private interface Answer {
    Reply to(Database database, ObjectNode request, byte[] body);
  }

  /**
   * Keeps its indexes in the folder, or in memory; the second engine is empty, and for itself
   * alone.
   */
  public VectorFront(@Nullable Path folder, Timing timing, Handler engine, Handler second) {
    super(false, engine);
    catalogue = new Catalogue(folder);
    var clock = Clock.systemUTC();
    var journal = new Journal(timing.lag(), System::nanoTime);
    var copies = new Copies(clock);
    var rehearsal = new Rehearsal(second);
    var tables = new Tables(catalogue, timing, clock, journal, rehearsal, copies);
    var updates = new TableUpdates(catalogue, timing, clock, journal, tables, copies);
    var writes = new Writes(catalogue, clock, rehearsal, journal, copies);
    var reads = new Reads(catalogue, clock);
    var statements =
        new Statements(catalogue, clock, copies, new StatementWrites(catalogue, clock, rehearsal));
    var search = new Search(catalogue, clock, journal, copies);
    answers =
        Map.ofEntries(
            Map.entry("CreateTable", (database, request, body) -> tables.create(database, request)),
            Map.entry(
                "UpdateTable", (database, request, body) -> updates.update(database, request)),
            Map.entry(
                "DescribeTable", (database, request, body) -> tables.describe(database, request)),
            Map.entry("DeleteTable", (database, request, body) -> tables.delete(database, request)),
            Map.entry("PutItem", writing(writes, "PutItem")),
            Map.entry("UpdateItem", writing(writes, "UpdateItem")),
            Map.entry("DeleteItem", writing(writes, "DeleteItem")),
            Map.entry("BatchWriteItem", writing(writes, "BatchWriteItem")),
            Map.entry("TransactWriteItems", writing(writes, "TransactWriteItems")),
            Map.entry("Query", reads::query),
            Map.entry("Scan", reads::scan),
            Map.entry("ExecuteStatement", executing(statements, "ExecuteStatement")),
            Map.entry("BatchExecuteStatement", executing(statements, "BatchExecuteStatement")),
            Map.entry("ExecuteTransaction", executing(statements, "ExecuteTransaction")),
            Map.entry(
                "UpdateTimeToLive",
                (database, request, body) -> tables.updateTimeToLive(database, request)),
            Map.entry(SEARCH, (database, request, body) -> search.search(database, body)));
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String target = request.getHeaders().get(TARGET);
    String operation =
        target != null && target.startsWith(VERSION) ? target.substring(VERSION.length()) : "";
    var answer = answers.get(operation);
    boolean isSigned = request.getHeaders().contains(HttpHeader.AUTHORIZATION);
    if (answer == null || !isSigned || (catalogue.isEmpty() && READS.contains(operation))) {
      return super.handle(request, response, callback);
    }
    var database = new Database(Objects.requireNonNull(getHandler()), request, response);
    reply(database, operation, answer, body(request)).send(response, callback);
    return true;
  }

  private Reply reply(Database database, String operation, Answer answer, byte[] body) {
    var untouched =
        catalogue.unless(() -> concerns(operation, body), () -> database.send(operation, body));
    if (untouched.isPresent()) {
      return untouched.get();
    }
    try {
      var request = operation.equals(SEARCH) ? Json.object() : Json.object(body).orElse(null);
      return request == null ? database.send(operation, body) : answer.to(database, request, body);
    } catch (Refusal e) {
      return e.reply();
    }
  }

  private boolean concerns(String operation, byte[] body) {
    if (operation.equals(SEARCH)) {
      return true;
    }
    String text = new String(body, StandardCharsets.ISO_8859_1);
    return !catalogue.mentionedIn(text).isEmpty()
        || (operation.equals("CreateTable") && text.contains("VectorIndexes"))
        || (operation.equals("UpdateTable") && text.contains("VectorIndexUpdates"));
  }

  private static Answer writing(Writes writes, String operation) {
    return (database, request, body) -> writes.write(database, operation, request, body);
  }

  private static Answer executing(Statements statements, String operation) {
    return (database, request, body) -> statements.execute(database, operation, request, body);
  }

  private static byte[] body(Request request) throws IOException {
    try (var in = Content.Source.asInputStream(request)) {
      return in.readAllBytes();
    }
  }
}
