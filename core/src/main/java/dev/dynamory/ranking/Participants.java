package dev.dynamory.ranking;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Those who speak in conversations, by name. */
final class Participants {
  /** What speakers are called who have no name. */
  private static final Set<String> ROLES =
      Set.of("user", "assistant", "system", "tool", "human", "ai", "model", "agent", "bot");

  private final Map<String, String> names = new LinkedHashMap<>();

  static Participants of(Text[] texts) {
    var participants = new Participants();
    for (var text : texts) {
      var saying = text.saying();
      if (saying != null) {
        participants.add(saying.speaker());
      }
    }
    return participants;
  }

  static Participants named(Collection<String> speakers) {
    var participants = new Participants();
    speakers.forEach(participants::add);
    return participants;
  }

  private void add(String speaker) {
    var name = speaker.strip().toLowerCase(Locale.ROOT);
    if (!name.isEmpty() && !ROLES.contains(name)) {
      names.putIfAbsent(speaker, name);
    }
  }

  /** Whom a question names. */
  Set<String> namedIn(String question) {
    var lower = question.toLowerCase(Locale.ROOT);
    return names.entrySet().stream()
        .filter(name -> lower.contains(name.getValue()))
        .filter(name -> pattern(name.getValue()).matcher(question).find())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** A question without their names, unless nothing else is in it. */
  String removedFrom(String question) {
    var rest = question;
    for (var name : namedIn(question)) {
      rest = pattern(name.strip()).matcher(rest).replaceAll(" ");
    }
    rest = rest.replaceAll("\\s+", " ").strip();
    return rest.codePoints().anyMatch(Character::isLetterOrDigit) ? rest : question;
  }

  private static Pattern pattern(String name) {
    return Pattern.compile(
        "(?<!\\w)" + Pattern.quote(name) + "(?:['\u2019]s)?(?!\\w)",
        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CHARACTER_CLASS);
  }
}
