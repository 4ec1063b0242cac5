/** What each table is, as one value, and its rendering for the tools that create and permit it. */
@NullMarked
package dev.dynamory.tables;

import org.jspecify.annotations.NullMarked;
