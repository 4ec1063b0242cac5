/** DynamoDB on this machine: an engine with an endpoint and a client, in memory or on a folder. */
@NullMarked
package dev.dynamory.local;

import org.jspecify.annotations.NullMarked;
