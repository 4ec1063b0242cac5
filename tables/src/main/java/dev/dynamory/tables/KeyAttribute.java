package dev.dynamory.tables;

import static java.util.Objects.requireNonNull;

/** An attribute that is a key of a table or of an index. */
public record KeyAttribute(String name, AttributeType type) {

  public KeyAttribute {
    Names.requireAttribute("key attribute", name);
    requireNonNull(type, "type");
  }
}
