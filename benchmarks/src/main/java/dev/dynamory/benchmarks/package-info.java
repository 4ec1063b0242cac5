/** What the store costs: calls and capacity on the engine, time and allocation in the client. */
@NullMarked
package dev.dynamory.benchmarks;

import org.jspecify.annotations.NullMarked;
