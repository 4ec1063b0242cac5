package dev.dynamory.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;

/**
 * On a test: the application's DynamoDB is an embedded engine in memory, for its own
 * DynamoDbClients too, and its tables are created. Needs {@code dynamory-local}; a bean of type
 * {@code LocalDynamoDb} does the same with an engine of your own.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Import(EmbeddedEngineConfiguration.class)
public @interface ImportLocalDynamoDb {}
