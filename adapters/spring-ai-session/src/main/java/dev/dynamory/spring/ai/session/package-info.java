/** Spring AI Session's sessions and event logs, kept in sessions and a store. */
@NullMarked
package dev.dynamory.spring.ai.session;

import org.jspecify.annotations.NullMarked;
