/** What runs in the engine's own process, beside DynamoDB Local and nothing else of ours. */
@NullMarked
package dev.dynamory.local.engine;

import org.jspecify.annotations.NullMarked;
