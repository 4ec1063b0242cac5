package dev.dynamory;

import java.util.List;
import java.util.Map;

/** Items of a session, oldest first, with the version of the session that they were read at. */
public record SessionItems(List<Map<String, Object>> items, long version) {
  /** The list is copied. */
  public SessionItems {
    items = List.copyOf(items);
  }
}
