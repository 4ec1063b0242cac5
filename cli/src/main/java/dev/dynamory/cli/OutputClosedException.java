package dev.dynamory.cli;

/** Nobody reads standard output any more, as after {@code | head}: there is nothing to say. */
final class OutputClosedException extends RuntimeException {
  private static final long serialVersionUID = 1L;
}
