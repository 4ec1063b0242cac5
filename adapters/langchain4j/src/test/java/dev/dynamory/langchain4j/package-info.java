/** The adapter on the real engine and in the real framework. */
@NullMarked
package dev.dynamory.langchain4j;

import org.jspecify.annotations.NullMarked;
