/** Google ADK's sessions, memory and artifacts in Dynamory's sessions and store. */
@NullMarked
package dev.dynamory.adk;

import org.jspecify.annotations.NullMarked;
