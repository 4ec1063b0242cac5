package dev.dynamory.ranking;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Those who speak in conversations, by name. */
final class Participants {
  private final Map<String, Pattern> names = new LinkedHashMap<>();

  Participants(Set<String> speakers) {
    for (var speaker : speakers) {
      if (!speaker.isBlank()) {
        names.put(
            speaker,
            Pattern.compile(
                "(?<!\\w)" + Pattern.quote(speaker.strip()) + "(?:['\u2019]s)?(?!\\w)",
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE));
      }
    }
  }

  /** Whom a question names. */
  Set<String> in(String question) {
    return names.entrySet().stream()
        .filter(name -> name.getValue().matcher(question).find())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** A question without their names, unless nothing else is in it. */
  String removedFrom(String question) {
    var rest = question;
    for (var name : names.values()) {
      rest = name.matcher(rest).replaceAll(" ");
    }
    rest = rest.replaceAll("\\s+", " ").strip();
    return rest.chars().anyMatch(Character::isLetterOrDigit) ? rest : question;
  }
}
