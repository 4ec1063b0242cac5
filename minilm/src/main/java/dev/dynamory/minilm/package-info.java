/** An embedding model that runs in the process: all-MiniLM-L6-v2, as LangChain4j packs it. */
@NullMarked
package dev.dynamory.minilm;

import org.jspecify.annotations.NullMarked;
