package dev.dynamory.adk;

import com.google.adk.sessions.SessionException;
import com.google.adk.sessions.SessionKey;
import org.jspecify.annotations.Nullable;

/**
 * An event was not appended, as the session object it was to be appended to is not what is stored:
 * others appended since it was read, or it was deleted and created anew. Get the session again and
 * decide anew.
 */
public final class StaleSessionException extends SessionException {
  private static final long serialVersionUID = 1L;

  StaleSessionException(SessionKey key, @Nullable Throwable cause) {
    super(
        "session '"
            + key.id()
            + "' of user '"
            + key.userId()
            + "' in app '"
            + key.appName()
            + "' was changed since this session object was read; get it again",
        cause);
  }
}
