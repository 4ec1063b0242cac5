package dev.dynamory.local.engine.vectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A PartiQL statement that gives one item of one table another content, as far as it must be
 * understood to be tried elsewhere first.
 */
record Statement(Kind kind, List<String> tokens, int table, JsonNode parameters) {
  /**
   * Texts, names in quotation marks, Ion, comments, words, space, characters. A doubled quotation
   * mark ends one and begins the next, which together say the same.
   */
  private static final Pattern TOKEN =
      Pattern.compile(
          "'[^']*+'|\"[^\"]*+\"|`[^`]*+`|--[^\n]*+|/\\*.*?\\*/|\\w+|\\s+|.", Pattern.DOTALL);

  enum Kind {
    INSERT,
    UPDATE
  }

  /** Of a request or a part of one; empty when it is no such statement. */
  static Optional<Statement> of(JsonNode request) {
    var tokens =
        TOKEN
            .matcher(Json.text(request, "Statement"))
            .results()
            .map(MatchResult::group)
            .map(token -> token.startsWith("--") || token.startsWith("/*") ? " " : token)
            .toList();
    int verb = word(tokens, 0);
    int next = word(tokens, verb + 1);
    if (is(tokens, verb, "INSERT") && is(tokens, next, "INTO")) {
      return of(Kind.INSERT, tokens, word(tokens, next + 1), request);
    }
    return is(tokens, verb, "UPDATE") ? of(Kind.UPDATE, tokens, next, request) : Optional.empty();
  }

  String tableName() {
    return tokens.get(table).replaceAll("^\"|\"$", "");
  }

  /** True also by chance. */
  boolean mentions(String attribute) {
    return String.join("", tokens).contains(attribute);
  }

  /** The same on another table. */
  ObjectNode on(String otherTable) {
    var changed = new ArrayList<>(tokens);
    changed.set(table, '"' + otherTable + '"');
    return request(changed, Json.elements(parameters));
  }

  /** Reads the item that an update is about. */
  ObjectNode read() {
    int where = find("WHERE", table);
    int end = find("RETURNING", where);
    var condition = tokens.subList(where, end);
    var read = new ArrayList<>(List.of("SELECT * FROM ", tokens.get(table), " "));
    read.addAll(condition);
    var all = Json.elements(parameters);
    int first = count(tokens.subList(0, where));
    int last = Math.min(all.size(), first + count(condition));
    return request(read, all.subList(Math.min(first, last), last));
  }

  private static Optional<Statement> of(
      Kind kind, List<String> tokens, int table, JsonNode request) {
    return table < tokens.size()
        ? Optional.of(new Statement(kind, tokens, table, request.path("Parameters")))
        : Optional.empty();
  }

  private static ObjectNode request(List<String> tokens, List<JsonNode> parameters) {
    var request = Json.object().put("Statement", String.join("", tokens));
    if (!parameters.isEmpty()) {
      request.putArray("Parameters").addAll(parameters);
    }
    return request;
  }

  /** The next token that is not space, or the end. */
  private static int word(List<String> tokens, int from) {
    int next = from;
    while (next < tokens.size() && tokens.get(next).isBlank()) {
      next++;
    }
    return next;
  }

  private static boolean is(List<String> tokens, int at, String word) {
    return at < tokens.size() && tokens.get(at).equalsIgnoreCase(word);
  }

  private int find(String word, int from) {
    int at = from;
    while (at < tokens.size() && !is(tokens, at, word)) {
      at++;
    }
    return at;
  }

  private static int count(List<String> tokens) {
    return (int) tokens.stream().filter("?"::equals).count();
  }
}
