package dev.dynamory;

/**
 * What a search asks in words. {@code surroundingTurns} are the turns before and after each answer
 * that are returned with it.
 */
public record Question(String text, Ranking ranking, int surroundingTurns) {
  /** The text must say something. */
  public Question {
    if (text.isBlank()) {
      throw new InvalidInputException("query", "must not be blank");
    }
    Search.checkNotNegative("surroundingTurns", surroundingTurns);
  }
}
