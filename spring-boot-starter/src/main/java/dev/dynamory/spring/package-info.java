/** Dynamory in Spring Boot: its stores as beans, and Spring AI's chat memory over them. */
@NullMarked
package dev.dynamory.spring;

import org.jspecify.annotations.NullMarked;
