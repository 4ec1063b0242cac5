/** An agent of Spring AI whose sessions are kept and compacted. */
@NullMarked
package dev.dynamory.examples;

import org.jspecify.annotations.NullMarked;
