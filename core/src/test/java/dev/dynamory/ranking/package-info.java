@NullMarked
package dev.dynamory.ranking;

import org.jspecify.annotations.NullMarked;
