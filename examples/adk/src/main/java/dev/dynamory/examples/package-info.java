/** An agent of the Google ADK whose sessions, memory and artifacts are in DynamoDB. */
@NullMarked
package dev.dynamory.examples;

import org.jspecify.annotations.NullMarked;
