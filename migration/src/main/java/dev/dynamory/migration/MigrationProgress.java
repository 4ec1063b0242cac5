package dev.dynamory.migration;

import java.util.OptionalLong;

/**
 * How far a collection is: the documents done and, if the source can say it, how many there are.
 */
public record MigrationProgress(String collection, long done, OptionalLong total) {}
