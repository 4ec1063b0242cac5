/** The adapter on the real engine and in the real framework. */
@NullMarked
package dev.dynamory.spring.ai;

import org.jspecify.annotations.NullMarked;
