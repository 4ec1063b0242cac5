/** An embedding model in the process. */
@NullMarked
package dev.dynamory.minilm;

import org.jspecify.annotations.NullMarked;
