/** What an agent remembers, and the interfaces it is kept behind. */
@NullMarked
package dev.dynamory;

import org.jspecify.annotations.NullMarked;
