/** Spring AI's chat memory, kept in sessions. */
@NullMarked
package dev.dynamory.spring.ai;

import org.jspecify.annotations.NullMarked;
