/** LangChain4j's chat memory and agentic scopes, kept in sessions and a store. */
@NullMarked
package dev.dynamory.langchain4j;

import org.jspecify.annotations.NullMarked;
