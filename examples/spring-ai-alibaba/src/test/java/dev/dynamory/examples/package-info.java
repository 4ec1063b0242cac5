/** The example, run. */
@NullMarked
package dev.dynamory.examples;

import org.jspecify.annotations.NullMarked;
