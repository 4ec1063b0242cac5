/** The model at work. */
@NullMarked
package dev.dynamory.minilm;

import org.jspecify.annotations.NullMarked;
