/** The adapter on the real engine and in the real framework. */
@NullMarked
package dev.dynamory.spring.ai.alibaba;

import org.jspecify.annotations.NullMarked;
