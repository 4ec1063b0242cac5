/** An agent of Spring AI Alibaba that remembers. */
@NullMarked
package dev.dynamory.examples;

import org.jspecify.annotations.NullMarked;
