/** The checkpoints and the store of Spring AI Alibaba's graphs, kept in a history and a store. */
@NullMarked
package dev.dynamory.spring.ai.alibaba;

import org.jspecify.annotations.NullMarked;
