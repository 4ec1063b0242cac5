/** The beans of the page for Quarkus, in a CDI container. */
@NullMarked
package dev.dynamory.langchain4j.quarkus;

import org.jspecify.annotations.NullMarked;
