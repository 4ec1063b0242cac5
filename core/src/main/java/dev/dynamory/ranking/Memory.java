package dev.dynamory.ranking;

import dev.dynamory.Item;
import dev.dynamory.Vector;
import org.jspecify.annotations.Nullable;

/** An item that may answer a query, with its vector if it has one. */
public record Memory(Item item, @Nullable Vector vector) {}
