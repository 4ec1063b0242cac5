package dev.dynamory;

/** What was to be changed or removed is not there. Nothing was written. */
public final class NotFoundException extends DynamoryException {
  private static final long serialVersionUID = 1L;

  /** What is missing, such as {@code namespace 'research'}. */
  public NotFoundException(String what) {
    super("there is no " + what, null);
  }
}
