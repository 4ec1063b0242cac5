/** The stores on Amazon DynamoDB, and the one entry point to them. */
@NullMarked
package dev.dynamory.dynamodb;

import org.jspecify.annotations.NullMarked;
