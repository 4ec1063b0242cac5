package dev.dynamory;

import java.util.LinkedHashMap;
import java.util.List;
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
  private static final Pattern DIGEST = Pattern.compile("\\.[0-9a-f]{16}$");
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

  /** Whether this stands where gofannon has no revision to give. */
  public static boolean isPlaceholder(String revision) {
    return PLACEHOLDERS.contains(revision);
  }

  /** Whether this is the revision of a row that has none: it stands for its content. */
  public static boolean isDerived(String revision) {
    return revision.startsWith("0-");
  }

  /** A revision without the digest of the content that a shared view adds to it. */
  public static String withoutDigest(String revision) {
    return DIGEST.matcher(revision).replaceFirst("");
  }

  /** The revision that a document brings from elsewhere; empty if it has none worth keeping. */
  public static Optional<String> broughtRevision(Map<String, ?> document) {
    return ownRevision(document)
        .filter(revision -> !revision.isEmpty() && !isDerived(revision))
        .map(DatabaseRules::withoutDigest);
  }

  private static Optional<String> ownRevision(Map<String, ?> document) {
    var own = document.get(REVISION);
    if (own != null && !(own instanceof String)) {
      throw new InvalidInputException(
          "document", "document._rev", "must be a string, but is a " + own.getClass().getName());
    }
    return Optional.ofNullable((String) own).filter(revision -> !isPlaceholder(revision));
  }

  /** The id of a batch's document. */
  public static String idOf(List<? extends Map<String, ?>> documents, int index) {
    if (documents.get(index).get(ID) instanceof String id) {
      return id;
    }
    throw new InvalidInputException(
        "documents", "documents[" + index + "]._id", "must be there, and a string");
  }

  /** The revision that a save expects: the argument's, else the document's own. */
  public static Optional<String> expectation(Map<String, ?> document, @Nullable String argument) {
    var own = ownRevision(document).orElse(null);
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
