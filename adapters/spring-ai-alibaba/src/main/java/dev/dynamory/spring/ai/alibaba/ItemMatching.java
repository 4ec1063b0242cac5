package dev.dynamory.spring.ai.alibaba;

import com.alibaba.cloud.ai.graph.store.StoreItem;
import com.alibaba.cloud.ai.graph.store.StoreSearchRequest;
import dev.dynamory.Filter;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a search of the framework asks for: equal fields, a text in key or value, an order. */
record ItemMatching(StoreSearchRequest request) {

  /** Numbers are equal by value; null equals a field that is null or missing. */
  Filter filter() {
    var filter = Filter.NONE;
    for (var wanted : request.getFilter().entrySet()) {
      var path = wanted.getKey().replaceAll("[\\\\.\\[\\]$]", "\\\\$0"); // a name, and no path
      var equal = Filter.eq(path, wanted.getValue());
      filter = filter.and(wanted.getValue() == null ? equal.or(Filter.missing(path)) : equal);
    }
    return filter;
  }

  /** Whether the key or the value, as text, contains the query in any case. */
  boolean test(StoreItem item) {
    var query = request.getQuery();
    if (query == null || query.isBlank()) {
      return true;
    }
    var text = query.toLowerCase(Locale.ROOT);
    return item.getKey().toLowerCase(Locale.ROOT).contains(text)
        || item.getValue().toString().toLowerCase(Locale.ROOT).contains(text);
  }

  /** The order asked for; items that it leaves equal stay as they come. */
  int order(StoreItem a, StoreItem b) {
    for (var field : request.getSortFields()) {
      var order = compare(value(a, field), value(b, field));
      if (order != 0) {
        return request.isAscending() ? order : -order;
      }
    }
    return 0;
  }

  private static @Nullable Object value(StoreItem item, String field) {
    return switch (field) {
      case "createdAt" -> item.getCreatedAt();
      case "updatedAt" -> item.getUpdatedAt();
      case "key" -> item.getKey();
      case "namespace" -> String.join("/", item.getNamespace());
      default -> item.getValue().get(field);
    };
  }

  /** First what is missing, then numbers by their value, then all else by its text. */
  private static int compare(@Nullable Object a, @Nullable Object b) {
    if (a == null || b == null) {
      return Boolean.compare(a != null, b != null);
    } else if (a instanceof Number && b instanceof Number) {
      return new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString()));
    } else if (a instanceof Number || b instanceof Number) {
      return Boolean.compare(b instanceof Number, a instanceof Number);
    }
    return a.toString().compareTo(b.toString());
  }
}
