package dev.dynamory.adk;

import com.google.genai.types.Part;
import dev.dynamory.CorruptDataException;
import dev.dynamory.Delete;
import dev.dynamory.Get;
import dev.dynamory.Item;
import dev.dynamory.Namespace;
import dev.dynamory.Put;
import dev.dynamory.Store;
import dev.dynamory.WriteCondition;
import dev.dynamory.WriteConflictException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file and its versions in a store. A version is put under the number that follows, if nothing is
 * there, and then counted; whoever finds one that is not counted counts it first.
 *
 * <pre>
 * (adk-artifacts, app, user, session)       filename        {"life": "…", "versions": 2, "doomed": []}
 * (adk-artifacts, app, user)                user:filename   the same, of a file of all sessions
 * (adk-artifact-contents, app, user, life)  0000000001      {"part": "JSON without bytes", "bytes": …}
 * </pre>
 *
 * A deleted file has no life; those that are still to be erased are doomed.
 */
record ArtifactFile(Store store, String appName, String userId, Namespace folder, String name) {
  static final String OF_THE_USER = "user:";
  private static final String LIFE = "life";
  private static final String VERSIONS = "versions";
  private static final String DOOMED = "doomed";
  private static final String PART = "part";
  private static final String BYTES = "bytes";

  static ArtifactFile of(
      Store store, String appName, String userId, String sessionId, String filename) {
    var folder =
        filename.startsWith(OF_THE_USER)
            ? folder(appName, userId)
            : folder(appName, userId, sessionId);
    return new ArtifactFile(store, appName, userId, folder, filename);
  }

  /** Where the files of all of a user's sessions are. */
  static Namespace folder(String appName, String userId) {
    return SessionNames.under("adk-artifacts", appName, userId);
  }

  /** Where the files of a session are. */
  static Namespace folder(String appName, String userId, String sessionId) {
    return folder(appName, userId).child(SessionNames.checked("sessionId", sessionId));
  }

  /** What is known of a file; its life is null if there is none, its row's version 0 if no row. */
  record Head(@Nullable String life, int versions, List<String> doomed, long version) {
    static Head of(Item item) {
      var life = item.value().get(LIFE);
      var doomed = new ArrayList<String>();
      if (item.value().get(DOOMED) instanceof List<?> list) {
        list.forEach(one -> doomed.add((String) one));
      }
      if (item.value().get(VERSIONS) instanceof Integer versions) {
        return new Head((String) life, versions, doomed, item.version());
      }
      throw new CorruptDataException("artifacts", item.key(), "is no artifact", null);
    }

    boolean isThere() {
      return life != null;
    }
  }

  private Get get() {
    return Get.of(folder, name);
  }

  private Head head(Get get) {
    return store.get(get).map(Head::of).orElse(new Head(null, 0, List.of(), 0));
  }

  /** How many versions there are. */
  int versions() {
    return head(get()).versions();
  }

  /** A version, the latest for null; empty if there is none. */
  Optional<Part> load(@Nullable Integer version) {
    var head = head(get());
    var number = version == null ? head.versions() - 1 : version;
    if (head.life() == null || number < 0 || number >= head.versions()) {
      return Optional.empty();
    }
    var content = Get.of(contents(head.life()), key(number));
    return store.get(content).or(() -> store.get(content.consistent())).map(ArtifactFile::part);
  }

  /** Adds a version, and gives its number. */
  int save(Part part) {
    var content = content(part);
    var operation = UUID.randomUUID().toString();
    while (true) {
      var head = head(get().consistent());
      var life = head.life() == null ? UUID.randomUUID().toString() : head.life();
      var number = head.versions();
      if (!isFirst(life, number, content, operation)) {
        put(head, life, number + 1, head.doomed());
      } else if (isCounted(head, life, number)) {
        return number;
      } else {
        store.delete(contents(life), key(number)); // the file was deleted meanwhile
      }
    }
  }

  private boolean isFirst(String life, int number, Map<String, Object> content, String operation) {
    try {
      store.put(
          Put.of(contents(life), key(number), content)
              .when(WriteCondition.absent())
              .operationId(operation));
      return true;
    } catch (WriteConflictException e) {
      return false;
    }
  }

  /** Counts a version; false if its life has ended. */
  private boolean isCounted(Head before, String life, int number) {
    var counted = put(before, life, number + 1, before.doomed());
    while (!counted) {
      var head = head(get().consistent());
      if (!life.equals(head.life())) {
        return false;
      }
      counted = head.versions() > number || put(head, life, number + 1, head.doomed());
    }
    return true;
  }

  /** Removes all versions: at once for readers, then from the table. */
  void delete() {
    var head = head(get().consistent());
    while (head.life() != null && !put(head, null, 0, with(head.doomed(), head.life()))) {
      head = head(get().consistent());
    }
    head = head(get().consistent());
    var erased = head.doomed();
    erased.forEach(life -> store.deleteNamespace(contents(life)));
    while (head.version() != 0 && !forgets(head, erased)) {
      head = head(get().consistent());
    }
  }

  private static List<String> with(List<String> doomed, String life) {
    var more = new ArrayList<>(doomed);
    more.add(life);
    return more;
  }

  private boolean forgets(Head head, List<String> erased) {
    var left = head.doomed().stream().filter(life -> !erased.contains(life)).toList();
    if (head.life() != null || !left.isEmpty()) {
      return left.equals(head.doomed()) || put(head, head.life(), head.versions(), left);
    }
    try {
      store.delete(Delete.of(folder, name).when(WriteCondition.version(head.version())));
      return true;
    } catch (WriteConflictException e) {
      return false;
    }
  }

  /** Says what is now known of the file, unless somebody else did since. */
  private boolean put(Head old, @Nullable String life, int versions, List<String> doomed) {
    var value = new HashMap<String, Object>();
    if (life != null) {
      value.put(LIFE, life);
    }
    value.put(VERSIONS, versions);
    value.put(DOOMED, doomed);
    try {
      store.put(Put.of(folder, name, value).when(WriteCondition.version(old.version())));
      return true;
    } catch (WriteConflictException e) {
      return false;
    }
  }

  private Namespace contents(String life) {
    return SessionNames.under("adk-artifact-contents", appName, userId).child(life);
  }

  private static String key(int number) {
    return String.format(Locale.ROOT, "%010d", number);
  }

  private static Map<String, Object> content(Part part) {
    var content = new HashMap<String, Object>();
    content.put(PART, part.toJson());
    part.inlineData()
        .ifPresent(
            blob ->
                blob.data()
                    .ifPresent(
                        bytes -> {
                          var rest = part.toBuilder().inlineData(blob.toBuilder().clearData());
                          content.put(PART, rest.build().toJson());
                          content.put(BYTES, bytes);
                        }));
    return content;
  }

  private static Part part(Item item) {
    if (!(item.value().get(PART) instanceof String json)) {
      throw new CorruptDataException("artifacts", item.key(), "has no part", null);
    }
    var part = Part.fromJson(json);
    return item.value().get(BYTES) instanceof byte[] bytes
        ? part.toBuilder()
            .inlineData(part.inlineData().orElseThrow().toBuilder().data(bytes))
            .build()
        : part;
  }
}
