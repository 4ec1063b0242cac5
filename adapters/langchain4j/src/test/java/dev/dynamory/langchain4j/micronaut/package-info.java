/** The beans of the page for Micronaut. */
@NullMarked
package dev.dynamory.langchain4j.micronaut;

import org.jspecify.annotations.NullMarked;
