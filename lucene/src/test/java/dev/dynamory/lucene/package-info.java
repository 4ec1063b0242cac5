@NullMarked
package dev.dynamory.lucene;

import org.jspecify.annotations.NullMarked;
