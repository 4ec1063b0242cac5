/** Documents moved in from CouchDB, from another document database, and from JSON lines. */
@NullMarked
package dev.dynamory.migration;

import org.jspecify.annotations.NullMarked;
