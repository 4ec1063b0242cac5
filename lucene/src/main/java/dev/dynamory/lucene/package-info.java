/** Apache Lucene's analysis of English: what makes words of questions and memories comparable. */
@NullMarked
package dev.dynamory.lucene;

import org.jspecify.annotations.NullMarked;
