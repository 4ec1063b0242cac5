/** Tests of Spring AI Session's repository. */
@NullMarked
package dev.dynamory.spring.ai.session;

import org.jspecify.annotations.NullMarked;
