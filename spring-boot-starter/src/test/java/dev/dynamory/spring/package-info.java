/** The starter in applications of Spring Boot, on the embedded engine. */
@NullMarked
package dev.dynamory.spring;

import org.jspecify.annotations.NullMarked;
