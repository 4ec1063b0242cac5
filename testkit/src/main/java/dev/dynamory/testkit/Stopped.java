package dev.dynamory.testkit;

/**
 * The process ended here, as far as DynamoDB can tell. An error and not an exception, so that
 * nothing catches it and goes on.
 */
public final class Stopped extends Error {
  private static final long serialVersionUID = 1L;

  Stopped(Call call) {
    super("stopped at call " + call.number() + ", " + call.operation() + " of " + call.table());
  }
}
