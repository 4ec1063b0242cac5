/** That the page of costs is true, and that the benchmarks compare like with like. */
@NullMarked
package dev.dynamory.benchmarks;

import org.jspecify.annotations.NullMarked;
