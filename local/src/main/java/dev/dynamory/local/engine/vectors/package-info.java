/**
 * Vector indexes and {@code SearchVectors}, which DynamoDB Local lacks, answered in front of it.
 */
@NullMarked
package dev.dynamory.local.engine.vectors;

import org.jspecify.annotations.NullMarked;
