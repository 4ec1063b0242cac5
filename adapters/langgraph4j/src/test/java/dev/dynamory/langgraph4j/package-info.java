/** The adapter on the real engine and in the real framework. */
@NullMarked
package dev.dynamory.langgraph4j;

import org.jspecify.annotations.NullMarked;
