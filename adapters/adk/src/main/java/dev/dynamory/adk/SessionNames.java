package dev.dynamory.adk;

import com.google.adk.sessions.SessionKey;
import dev.dynamory.InvalidInputException;
import dev.dynamory.Namespace;

/**
 * What the three names of an ADK session make. Joined by {@code /}, which inside a name is {@code
 * %2F}, as {@code %} is {@code %25}: no two sessions share an id.
 */
final class SessionNames {
  private static final String ADK = "adk";

  private SessionNames() {}

  /** The session's id: {@code adk/app/user/session}. */
  static String session(SessionKey key) {
    return under(ADK, key.appName(), key.userId()).child(checked("sessionId", key.id())).toString();
  }

  /** Whose the sessions are: {@code adk/app/user}. */
  static String owner(String appName, String userId) {
    return under(ADK, appName, userId).toString();
  }

  /** The ADK's id of a session whose id is {@link #session}. */
  static String id(String session) {
    var labels = Namespace.parse(session).labels();
    return labels.get(labels.size() - 1);
  }

  /** What is kept for a user. */
  static Namespace under(String root, String appName, String userId) {
    return Namespace.of(root, checked("appName", appName), checked("userId", userId));
  }

  static String checked(String argument, String name) {
    if (name.isEmpty()) {
      throw new InvalidInputException(argument, "must not be empty");
    }
    return name;
  }
}
