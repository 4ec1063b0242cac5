/** The adapter on the real engine and in the real framework. */
@NullMarked
package dev.dynamory.adk;

import org.jspecify.annotations.NullMarked;
