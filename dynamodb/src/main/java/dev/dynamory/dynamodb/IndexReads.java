package dev.dynamory.dynamodb;

import dev.dynamory.DocumentCount;
import dev.dynamory.Filter;
import dev.dynamory.IndexedDocument;
import dev.dynamory.InvalidInputException;
import dev.dynamory.Page;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** Lists, finds and counts active documents by the indexes. */
final class IndexReads {
  static final String LIGHT = "dynamory-light";
  private static final String LIVE =
      "attribute_exists(#id) AND (attribute_not_exists(#status) OR #status = :active)";
  private static final Set<Object> TEXTS =
      Set.of("title", "source", "source_path", "content_type", "content_hash", "summary");
  private static final int MAX_PAGE = 1000;

  private final IndexCalls index;
  private volatile boolean hasLight;

  IndexReads(IndexCalls index, boolean hasLight) {
    this.index = index;
    this.hasLight = hasLight;
  }

  private static QueryRequest query(
      String table,
      String name,
      String attribute,
      String key,
      String filter,
      Map<String, AttributeValue> more) {
    var condition = attribute + " = :key";
    var values = new HashMap<>(more);
    values.putAll(IndexItems.texts(":key", key, ":active", "active"));
    return QueryRequest.builder()
        .tableName(table)
        .indexName(name)
        .keyConditionExpression(condition)
        .filterExpression(filter)
        .expressionAttributeNames(Placeholders.names(IndexItems.NAMES, condition, filter))
        .expressionAttributeValues(values)
        .scanIndexForward(false)
        .build();
  }

  Page<IndexedDocument> list(
      String namespace, @Nullable Filter filter, int limit, @Nullable String token) {
    var query = listed(namespace, filter);
    var scope = scope(namespace, filter);
    var found = new ArrayList<IndexRow>();
    var start = token == null ? null : parse(token, namespace, scope);
    while (true) {
      var wanted = limit + 1 - found.size();
      var request = query.toBuilder().exclusiveStartKey(start);
      if (filter == null) {
        request.limit(Math.min(MAX_PAGE, wanted));
      }
      var page = index.calls.query(request.build());
      for (var item : page.items()) {
        var row = new IndexRow(item);
        if (filter == null || filter.matches(document(row).fields())) {
          found.add(row);
        }
      }
      start = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : null;
      if (found.size() > limit) {
        var last = found.get(limit - 1);
        return new Page<>(
            found.subList(0, limit).stream().map(this::document).toList(), token(last, scope));
      } else if (start == null || start.isEmpty()) {
        return new Page<>(found.stream().map(this::document).toList(), null);
      }
    }
  }

  private QueryRequest listed(String namespace, @Nullable Filter filter) {
    var all =
        query(
            index.items.table(),
            "GSI1",
            "#gsi1pk",
            IndexItems.byNamespace(namespace),
            LIVE,
            Map.of());
    var pushed =
        filter == null
            ? null
            : FilterExpressions.pushToAttributes(filter, IndexReads::isStoredAsItIsSeen);
    if (pushed == null || pushed.expression().isEmpty()) {
      return all;
    }
    var names = new HashMap<>(all.expressionAttributeNames());
    names.putAll(pushed.names());
    var values = new HashMap<>(all.expressionAttributeValues());
    values.putAll(pushed.values());
    return all.toBuilder()
        .filterExpression(LIVE + " AND " + pushed.expression())
        .expressionAttributeNames(names)
        .expressionAttributeValues(values)
        .build();
  }

  /** Not where a row without the attribute, or with another type, shows as something else. */
  private static boolean isStoredAsItIsSeen(Filter.Comparison comparison) {
    var path = comparison.path();
    var field = path.get(0);
    return field.equals("metadata")
        ? path.size() > 1
        : path.size() == 1 && TEXTS.contains(field) && !comparison.operator().equals("$exists");
  }

  /** Without the chunk ids that are beside it. */
  private IndexedDocument document(IndexRow row) {
    return row.document(index.items.table(), row.inlineChunkIds());
  }

  private static String scope(String namespace, @Nullable Filter filter) {
    return Integer.toHexString((namespace + "\n" + (filter == null ? "" : filter)).hashCode());
  }

  private static String token(IndexRow last, String scope) {
    var text =
        "1\n" + scope + "\n" + last.text("GSI1SK").orElse("") + "\n" + last.text("PK").orElse("");
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Map<String, AttributeValue> parse(String token, String namespace, String scope) {
    try {
      var text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      var parts = List.of(text.split("\n", 4));
      if (parts.size() == 4 && parts.get(0).equals("1") && parts.get(1).equals(scope)) {
        return IndexItems.texts(
            "GSI1PK", IndexItems.byNamespace(namespace),
            "GSI1SK", parts.get(2),
            "PK", parts.get(3),
            "SK", IndexItems.DOCUMENT);
      }
    } catch (IllegalArgumentException e) {
      // as any other text
    }
    throw new InvalidInputException("pageToken", "is not one of this listing's");
  }

  List<IndexedDocument> findBySourcePath(String namespace, String path) {
    var found = new ArrayList<IndexedDocument>();
    index.calls.queryAll(
        query(
            index.items.table(),
            "GSI2",
            "#gsi2pk",
            IndexItems.byName(namespace, path),
            LIVE + " AND #path = :path",
            IndexItems.texts(":path", path)),
        page -> {
          page.items().forEach(item -> found.add(index.document(new IndexRow(item))));
          return true;
        });
    return found;
  }

  /** By the light index: a document with a source path is under that in the other. */
  List<IndexedDocument> findByFilename(String namespace, String filename) {
    var keys = new ArrayList<Map<String, AttributeValue>>();
    light(
        namespace,
        LIVE + " AND #filename = :filename",
        IndexItems.texts(":filename", filename),
        row ->
            keys.add(
                Map.of(
                    IndexRow.PK, AttributeValues.required(row.row(), IndexRow.PK),
                    IndexRow.SK, AttributeValues.required(row.row(), IndexRow.SK))));
    var byKey = new HashMap<String, IndexRow>();
    if (!keys.isEmpty()) {
      index
          .calls
          .batchGet(keys, true)
          .forEach(
              row ->
                  byKey.put(
                      new IndexRow(row.attributes()).text("PK").orElse(""),
                      new IndexRow(row.attributes())));
    }
    var found = new ArrayList<IndexedDocument>();
    for (var key : keys) {
      var row = byKey.get(AttributeValues.required(key, IndexRow.PK).s());
      if (row != null && row.isActive()) {
        var document = index.document(row);
        if (document.filename().equals(filename)) {
          found.add(document);
        }
      }
    }
    return found;
  }

  DocumentCount count(String namespace) {
    var sums = new long[2];
    light(
        namespace,
        LIVE,
        Map.of(),
        row -> {
          sums[0]++;
          sums[1] += row.number("chunk_count");
        });
    return new DocumentCount(sums[0], sums[1]);
  }

  private void light(
      String namespace, String filter, Map<String, AttributeValue> values, Consumer<IndexRow> row) {
    var key = IndexItems.byNamespace(namespace);
    var query =
        query(index.items.table(), hasLight ? LIGHT : "GSI1", "#gsi1pk", key, filter, values);
    try {
      all(query, row);
    } catch (DynamoDbException e) {
      var message = String.valueOf(e.getMessage());
      var isStaches = message.contains("specified index");
      if (!hasLight || !(isStaches || message.contains("backfilling"))) {
        throw e;
      }
      hasLight = !isStaches;
      all(query.toBuilder().indexName("GSI1").build(), row);
    }
  }

  private void all(QueryRequest query, Consumer<IndexRow> row) {
    index.calls.queryAll(
        query,
        page -> {
          page.items().forEach(item -> row.accept(new IndexRow(item)));
          return true;
        });
  }
}
