/** An agent of Spring AI that remembers. */
@NullMarked
package dev.dynamory.examples;

import org.jspecify.annotations.NullMarked;
