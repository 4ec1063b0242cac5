package dev.dynamory.migration;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A source's document as the target is to have it, with what is to be said of it; or null, and why
 * it cannot be migrated.
 */
record Prepared(@Nullable Map<String, Object> document, String note) {
  static Prepared refused(String reason) {
    return new Prepared(null, reason);
  }
}
