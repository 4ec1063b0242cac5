package dev.dynamory.tables;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** What an index holds of an item besides the keys of the table and of the index. */
public record Projection(Type type, List<String> nonKeyAttributes) {

  /** Which attributes are projected, as DynamoDB spells it. */
  public enum Type {
    ALL,
    KEYS_ONLY,
    INCLUDE
  }

  public Projection {
    requireNonNull(type, "type");
    nonKeyAttributes = List.copyOf(nonKeyAttributes);
    nonKeyAttributes.forEach(name -> Names.requireAttribute("projected attribute", name));
    if ((type == Type.INCLUDE) == nonKeyAttributes.isEmpty()) {
      throw new IllegalArgumentException(
          "projection %s with the non-key attributes %s: only INCLUDE names attributes, at least one"
              .formatted(type, nonKeyAttributes));
    }
  }

  /** The whole item. */
  public static Projection all() {
    return new Projection(Type.ALL, List.of());
  }

  /** The keys only. */
  public static Projection keysOnly() {
    return new Projection(Type.KEYS_ONLY, List.of());
  }

  /** The keys and these attributes. */
  public static Projection include(String... nonKeyAttributes) {
    return new Projection(Type.INCLUDE, List.of(nonKeyAttributes));
  }
}
