package dev.dynamory;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Display paths: labels between slashes, or between dots where there is no slash. */
final class NamespacePaths {
  private static final int MAX_TRIES = 20;

  private NamespacePaths() {}

  private static List<String> labels(String path) {
    NamespaceRules.checkText("path", path);
    var labels = List.of(path.split(path.contains("/") ? "/" : "\\.", -1));
    if (labels.contains("")) {
      throw new InvalidInputException(
          "path", "must not have an empty label, but is '" + path + "'");
    }
    return labels;
  }

  static RegisteredNamespace create(NamespaceRegistry registry, String path) {
    RegisteredNamespace above = null;
    for (var label : labels(path)) {
      above = createOne(registry, above, label);
    }
    return Objects.requireNonNull(above);
  }

  private static RegisteredNamespace createOne(
      NamespaceRegistry registry, @Nullable RegisteredNamespace above, String label) {
    var parent = above == null ? null : above.id();
    var id = parent == null ? label : parent + "/" + label;
    for (var tries = 1; ; tries++) {
      var found = registry.get(id);
      if (found.isPresent()) {
        if (!Objects.equals(found.get().parentId(), parent)) {
          throw new RefusedException(
              RefusedException.Reason.ALREADY_EXISTS,
              "namespace '" + id + "' is there already, but not where the path would have it",
              null);
        }
        return found.get();
      }
      try {
        return registry.create(RegisteredNamespace.of(id, label).under(parent));
      } catch (RefusedException e) {
        if (e.reason() != RefusedException.Reason.ALREADY_EXISTS || tries == MAX_TRIES) {
          throw e; // otherwise somebody else has just created it
        }
      }
    }
  }

  static Optional<RegisteredNamespace> resolve(NamespaceRegistry registry, String path) {
    var labels = labels(path);
    var byId = registry.get(path);
    if (byId.isEmpty() && labels.size() > 1 && !path.contains("/")) {
      byId = registry.get(String.join("/", labels));
    }
    if (byId.isPresent()) {
      return byId;
    }
    RegisteredNamespace at = null;
    for (var label : labels) {
      var named =
          registry.list(at == null ? null : at.id()).stream()
              .filter(child -> child.name().equals(label))
              .toList();
      if (named.size() > 1) {
        throw new RefusedException(
            RefusedException.Reason.AMBIGUOUS,
            "path '" + path + "': two namespaces are called '" + label + "', use their ids",
            null);
      }
      if (named.isEmpty()) {
        return Optional.empty();
      }
      at = named.get(0);
    }
    return Optional.ofNullable(at);
  }
}
