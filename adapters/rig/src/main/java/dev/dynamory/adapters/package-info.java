/** What the tests of the adapters stand on. */
@NullMarked
package dev.dynamory.adapters;

import org.jspecify.annotations.NullMarked;
