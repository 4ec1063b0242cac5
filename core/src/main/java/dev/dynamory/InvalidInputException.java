package dev.dynamory;

/**
 * Bad input, found before any call was made: which argument, where in it, and the rule it breaks.
 */
public final class InvalidInputException extends DynamoryException {
  private static final long serialVersionUID = 1L;

  private final String argument;
  private final String path;

  /** An input whose whole argument breaks the rule. */
  public InvalidInputException(String argument, String rule) {
    this(argument, argument, rule);
  }

  /** An input that breaks the rule at a path such as {@code value.scores[3]}. */
  public InvalidInputException(String argument, String path, String rule) {
    super(path + ": " + rule, null);
    this.argument = argument;
    this.path = path;
  }

  /** The argument's name, such as {@code value}. */
  public String argument() {
    return argument;
  }

  /**
   * Where in the argument, such as {@code value.scores[3]}; the argument's name if it is the whole.
   */
  public String path() {
    return path;
  }
}
