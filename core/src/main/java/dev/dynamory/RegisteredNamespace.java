package dev.dynamory;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A namespace of the registry: a node of a tree, with a display name, metadata (JSON) and the
 * metadata keys by which its documents can be filtered. A null parent is the root; the times are
 * the registry's to set.
 */
public record RegisteredNamespace(
    String id,
    String name,
    @Nullable String parentId,
    @Nullable String description,
    Map<String, Object> metadata,
    List<String> filterKeys,
    @Nullable Instant createdAt,
    @Nullable Instant updatedAt) {

  private static final Comparator<RegisteredNamespace> BY_NAME =
      Comparator.comparing(RegisteredNamespace::name, CodePoints::compare)
          .thenComparing(RegisteredNamespace::id, CodePoints::compare);

  /** Checks the ids and the name, and copies the metadata; an empty description is none. */
  public RegisteredNamespace {
    NamespaceRules.checkId("id", id);
    NamespaceRules.checkSurrogates("name", name);
    NamespaceRules.checkParent(parentId);
    if (description != null) {
      NamespaceRules.checkSurrogates("description", description);
      description = description.isEmpty() ? null : description;
    }
    metadata = NamespaceRules.json(metadata);
    filterKeys = NamespaceRules.filterKeys(filterKeys);
  }

  /** A namespace at the root of which only this is said. */
  public static RegisteredNamespace of(String id, String name) {
    NamespaceRules.checkText("name", name);
    return new RegisteredNamespace(id, name, null, null, Map.of(), List.of(), null, null);
  }

  /** The order of siblings: by name, then by id, each by code points. */
  public static Comparator<RegisteredNamespace> byName() {
    return BY_NAME;
  }

  /** As a child of this one. */
  public RegisteredNamespace under(@Nullable String parentId) {
    return new RegisteredNamespace(
        id, name, parentId, description, metadata, filterKeys, createdAt, updatedAt);
  }

  /** What it is for. */
  public RegisteredNamespace description(String description) {
    return new RegisteredNamespace(
        id, name, parentId, description, metadata, filterKeys, createdAt, updatedAt);
  }

  /** Whatever else is to be kept with it, as JSON. */
  public RegisteredNamespace metadata(Map<String, ?> metadata) {
    return new RegisteredNamespace(
        id,
        name,
        parentId,
        description,
        NamespaceRules.json(metadata),
        filterKeys,
        createdAt,
        updatedAt);
  }

  /** By which metadata its documents can be filtered. */
  public RegisteredNamespace filterKeys(String... keys) {
    return new RegisteredNamespace(
        id, name, parentId, description, metadata, List.of(keys), createdAt, updatedAt);
  }
}
