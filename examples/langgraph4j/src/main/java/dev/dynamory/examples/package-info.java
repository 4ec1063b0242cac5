/** A LangGraph4j agent that remembers. */
@NullMarked
package dev.dynamory.examples;

import org.jspecify.annotations.NullMarked;
