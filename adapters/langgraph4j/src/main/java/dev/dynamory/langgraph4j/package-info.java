/** LangGraph4j's checkpoints, kept in a checkpoint history. */
@NullMarked
package dev.dynamory.langgraph4j;

import org.jspecify.annotations.NullMarked;
