package dev.dynamory;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to change of a registered namespace; what is null stays as it is. Metadata is merged key
 * by key, filter keys are replaced.
 */
public record NamespaceChange(
    String id,
    @Nullable String name,
    @Nullable String description,
    @Nullable Map<String, Object> metadata,
    @Nullable List<String> filterKeys) {

  /** Checks and copies. */
  public NamespaceChange {
    NamespaceRules.checkId("id", id);
    if (name != null) {
      NamespaceRules.checkText("name", name);
    }
    if (description != null) {
      NamespaceRules.checkSurrogates("description", description);
    }
    metadata = metadata == null ? null : NamespaceRules.json(metadata);
    filterKeys = filterKeys == null ? null : NamespaceRules.filterKeys(filterKeys);
  }

  /** Nothing of this namespace, yet. */
  public static NamespaceChange of(String id) {
    return new NamespaceChange(id, null, null, null, null);
  }

  /** Another name. */
  public NamespaceChange name(String name) {
    return new NamespaceChange(id, name, description, metadata, filterKeys);
  }

  /** Another description. */
  public NamespaceChange description(String description) {
    return new NamespaceChange(id, name, description, metadata, filterKeys);
  }

  /** These keys get these values; all others keep theirs. */
  public NamespaceChange metadata(Map<String, ?> metadata) {
    return new NamespaceChange(id, name, description, NamespaceRules.json(metadata), filterKeys);
  }

  /** These instead of the filter keys there are. */
  public NamespaceChange filterKeys(String... keys) {
    return new NamespaceChange(id, name, description, metadata, List.of(keys));
  }
}
