/** An AI service of LangChain4j whose memory is in DynamoDB. */
@NullMarked
package dev.dynamory.examples;

import org.jspecify.annotations.NullMarked;
