package dev.dynamory.local.engine.vectors;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A SearchVectors request with the members the API asks for, each in its range. */
record SearchRequest(
    String table,
    String index,
    List<JsonNode> vector,
    int topK,
    Optional<String> conditions,
    Optional<String> projection,
    Expressions.Attributes attributes,
    boolean wantsCapacity) {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final Map<String, String> TYPES =
      Map.of(
          "TableName", "a string",
          "IndexName", "a string",
          "SearchVector", "a sequence",
          "TopK", "i32",
          "SearchConditionExpression", "a string",
          "ProjectionExpression", "a string",
          "ExpressionAttributeNames", "a map",
          "ExpressionAttributeValues", "a map",
          "ReturnConsumedCapacity", "a string");
  private static final List<String> REQUIRED =
      List.of("TableName", "IndexName", "SearchVector", "TopK");
  private static final int VECTOR = 4096;
  private static final int TOP_K = 100;

  /** Read as the service reads it: strictly, and it says in which column it stopped. */
  static SearchRequest of(byte[] body) {
    var members = members(body);
    for (String required : REQUIRED) {
      if (!members.has(required)) {
        throw Refusal.validation("missing field `" + required + "`" + place(body, body.length));
      }
    }
    checkRanges(members);
    return new SearchRequest(
        Catalogue.nameOf(Json.text(members, "TableName")),
        Json.text(members, "IndexName"),
        Json.elements(members.path("SearchVector")),
        members.path("TopK").asInt(),
        optional(members, "SearchConditionExpression"),
        optional(members, "ProjectionExpression"),
        new Expressions.Attributes(
            members.path("ExpressionAttributeNames"), members.path("ExpressionAttributeValues")),
        !optional(members, "ReturnConsumedCapacity").orElse("NONE").equals("NONE"));
  }

  private static ObjectNode members(byte[] body) {
    try (var parser = MAPPER.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw Refusal.serialization("expected value" + place(body, 1));
      }
      var members = Json.object();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        var token = parser.nextToken();
        String expected = TYPES.get(name);
        if (expected != null && !fits(expected, token, parser, REQUIRED.contains(name))) {
          throw Refusal.serialization(
              "invalid type: "
                  + found(token, parser)
                  + ", expected "
                  + expected
                  + place(body, end(parser)));
        }
        JsonNode value = MAPPER.readTree(parser);
        if (!value.isNull()) {
          members.set(name, value);
        }
      }
      return members;
    } catch (IOException e) {
      throw Refusal.serialization("expected value" + place(body, body.length));
    }
  }

  private static boolean fits(
      String expected, JsonToken token, JsonParser parser, boolean isRequired) throws IOException {
    if (token == JsonToken.VALUE_NULL) {
      return !isRequired;
    }
    return switch (expected) {
      case "a string" -> token == JsonToken.VALUE_STRING;
      case "a sequence" -> token == JsonToken.START_ARRAY;
      case "a map" -> token == JsonToken.START_OBJECT;
      default ->
          token == JsonToken.VALUE_NUMBER_INT
              && parser.getNumberType() == JsonParser.NumberType.INT;
    };
  }

  private static String found(JsonToken token, JsonParser parser) throws IOException {
    return switch (token) {
      case VALUE_NULL -> "null";
      case VALUE_NUMBER_FLOAT -> "floating point `" + parser.getText() + "`";
      case VALUE_NUMBER_INT -> "integer `" + parser.getText() + "`";
      case VALUE_STRING -> "string \"" + parser.getText() + "\"";
      case VALUE_TRUE, VALUE_FALSE -> "boolean `" + parser.getText() + "`";
      case START_ARRAY -> "sequence";
      default -> "map";
    };
  }

  /** How many bytes are read when the token is. */
  private static int end(JsonParser parser) throws IOException {
    int start = (int) parser.currentTokenLocation().getByteOffset();
    return parser.currentToken() == JsonToken.VALUE_STRING
        ? (int) parser.currentLocation().getByteOffset()
        : start + parser.getText().length();
  }

  private static String place(byte[] body, int offset) {
    int line = 1;
    int column = 0;
    for (int i = 0; i < Math.min(offset, body.length); i++) {
      boolean isEnd = body[i] == '\n';
      line += isEnd ? 1 : 0;
      column = isEnd ? 0 : column + 1;
    }
    return " at line " + line + " column " + column;
  }

  private static void checkRanges(ObjectNode members) {
    var faults = new ArrayList<String>();
    if (Json.text(members, "TableName").isEmpty()) {
      faults.add(fault("TableName", "have length greater than or equal to 1"));
    }
    if (Json.text(members, "IndexName").length() < 3) {
      faults.add(fault("IndexName", "have length greater than or equal to 3"));
    }
    int length = members.path("SearchVector").size();
    if (length < 1 || length > VECTOR) {
      faults.add(
          fault(
              "SearchVector",
              length < 1
                  ? "have length greater than or equal to 1"
                  : "have length less than or equal to " + VECTOR));
    }
    if (members.path("TopK").asInt() < 1) {
      faults.add(fault("TopK", "have value greater than or equal to 1"));
    }
    if (!faults.isEmpty()) {
      throw Refusal.malformed(faults);
    }
    checkCapacity(Json.text(members, "ReturnConsumedCapacity"));
    if (members.path("TopK").asInt() > TOP_K) {
      throw Refusal.validation(
          "Provided TopK value '%d' is out of valid range. The value must be between 1 and %d inclusive"
              .formatted(members.path("TopK").asInt(), TOP_K));
    }
  }

  private static void checkCapacity(String asked) {
    if (!asked.isEmpty() && !List.of("INDEXES", "TOTAL", "NONE").contains(asked)) {
      throw Refusal.validation(
          "Value '"
              + asked
              + "' at 'returnConsumedCapacity' failed to satisfy constraint: Member must satisfy"
              + " enum value set: [INDEXES, TOTAL, NONE]");
    }
  }

  private static String fault(String member, String rule) {
    return "Value at '" + member + "' failed to satisfy constraint: Member must " + rule;
  }

  private static Optional<String> optional(ObjectNode members, String name) {
    return Optional.ofNullable(members.get(name)).map(JsonNode::asText);
  }
}
