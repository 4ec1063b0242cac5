@NullMarked
package dev.dynamory.testkit;

import org.jspecify.annotations.NullMarked;
