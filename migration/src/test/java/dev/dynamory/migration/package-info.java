@NullMarked
package dev.dynamory.migration;

import org.jspecify.annotations.NullMarked;
