/** The stores on the real engine, with a clock that moves and calls that fail. */
@NullMarked
package dev.dynamory.dynamodb;

import org.jspecify.annotations.NullMarked;
