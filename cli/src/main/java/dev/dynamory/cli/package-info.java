/** The {@code dynamory} command. */
@org.jspecify.annotations.NullMarked
package dev.dynamory.cli;
