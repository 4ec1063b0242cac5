package dev.dynamory;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is bad input to a document database, checked before any call. For its implementations. */
public final class DatabaseRules {
  /** The field that holds a document's id. */
  public static final String ID = "_id";

  /** The field that holds a document's revision. */
  public static final String REVISION = "_rev";

  private static final int MAX_ID_BYTES = 2048;
  private static final Pattern COLLECTION = Pattern.compile("[A-Za-z0-9_.-]{3,255}");
  private static final Set<String> PLACEHOLDERS =
      Set.of("dynamodb-rev", "memory-rev", "firestore-rev");

  private DatabaseRules() {}

  /** The rule for collections, which is DynamoDB's for tables. */
  public static void checkCollection(String collection) {
    if (!COLLECTION.matcher(collection).matches()) {
      throw new InvalidInputException(
          "collection",
          "must have 3 to 255 characters of A-Z a-z 0-9 _ . -, but is '" + collection + "'");
    }
  }

  /** The rule for ids. */
  public static void checkId(String id) {
    NamespaceRules.checkText("id", id);
    var bytes = CodePoints.bytes(id);
    if (bytes > MAX_ID_BYTES) {
      throw new InvalidInputException(
          "id", "must not be longer than " + MAX_ID_BYTES + " bytes of UTF-8, but is " + bytes);
    }
  }

  /** A copy of the document's own fields, without id and revision; each may nest 31 deep. */
  public static Map<String, Object> fields(String id, Map<String, ?> document) {
    checkId(id);
    var named = document.get(ID);
    if (named != null && !named.equals(id)) {
      throw new InvalidInputException(
          "document", "document._id", "is '" + named + "', but the id is '" + id + "'");
    }
    var fields = new LinkedHashMap<String, Object>();
    document.forEach(
        (name, value) -> {
          if (name.isEmpty()) {
            throw new InvalidInputException("document", "a field's name must not be empty");
          }
          NamespaceRules.checkSurrogates("document", name);
          if (!name.equals(ID) && !name.equals(REVISION)) {
            put(fields, name, Documents.copyOfValue(value, "document." + name));
          }
        });
    return fields;
  }

  @SuppressWarnings("NullAway") // a document's map may hold null
  private static void put(Map<String, Object> map, String key, @Nullable Object value) {
    map.put(key, value);
  }

  /** The revision that a save expects: the argument's, else the document's own. */
  public static Optional<String> expectation(Map<String, ?> document, @Nullable String argument) {
    var own =
        document.get(REVISION) instanceof String text && !PLACEHOLDERS.contains(text) ? text : null;
    if (argument != null && own != null && !argument.equals(own)) {
      throw new InvalidInputException(
          "document", "document._rev", "is " + own + ", but the revision expected is " + argument);
    }
    return Optional.ofNullable(argument == null ? own : argument);
  }

  /** The document as it is given out. */
  public static Document document(String id, String revision, Map<String, Object> fields) {
    var value = new LinkedHashMap<String, Object>();
    value.put(ID, id);
    value.put(REVISION, revision);
    value.putAll(fields);
    return new Document(id, revision, value);
  }
}
