/** What every implementation promises, as tests that it runs, and what such tests need. */
@NullMarked
package dev.dynamory.testkit;

import org.jspecify.annotations.NullMarked;
