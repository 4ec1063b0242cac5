/** How memories are ranked for a query: by words, by meaning, and by what was said around them. */
@NullMarked
package dev.dynamory.ranking;

import org.jspecify.annotations.NullMarked;
