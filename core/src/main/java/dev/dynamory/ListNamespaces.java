package dev.dynamory;

import java.util.List;

/**
 * Lists the namespaces that hold items, sorted label by label: those that begin with {@code prefix}
 * and end with {@code suffix}, in which {@code *} is exactly one label, cut to {@code maxDepth}
 * labels and then distinct; {@code offset} are skipped, at most {@code limit} given.
 */
public record ListNamespaces(
    Namespace prefix, Namespace suffix, int maxDepth, int limit, int offset)
    implements Operation<List<Namespace>> {
  /** How many are listed when nothing is said. */
  public static final int DEFAULT_LIMIT = 100;

  private static final String ANY_LABEL = "*";

  /** Checks the numbers, and that the library's own rows are not asked for. */
  public ListNamespaces {
    prefix.checkedPrefix("prefix");
    if (maxDepth < 1) {
      throw new InvalidInputException("maxDepth", "must be at least 1, but is " + maxDepth);
    }
    Search.checkNotNegative("limit", limit);
    Search.checkNotNegative("offset", offset);
  }

  /** The first 100 of all namespaces. */
  public static ListNamespaces all() {
    return new ListNamespaces(Namespace.ROOT, Namespace.ROOT, Integer.MAX_VALUE, DEFAULT_LIMIT, 0);
  }

  /** The first 100 that begin with these labels; {@code *} is any one label. */
  public static ListNamespaces under(String... prefix) {
    return new ListNamespaces(
        Namespace.of(prefix), Namespace.ROOT, Integer.MAX_VALUE, DEFAULT_LIMIT, 0);
  }

  /** Only those that end with these labels; {@code *} is any one label. */
  public ListNamespaces endingWith(String... suffix) {
    return new ListNamespaces(prefix, Namespace.of(suffix), maxDepth, limit, offset);
  }

  /** Cut to this many labels. */
  public ListNamespaces maxDepth(int maxDepth) {
    return new ListNamespaces(prefix, suffix, maxDepth, limit, offset);
  }

  /** At most this many. */
  public ListNamespaces limit(int limit) {
    return new ListNamespaces(prefix, suffix, maxDepth, limit, offset);
  }

  /** After this many. */
  public ListNamespaces offset(int offset) {
    return new ListNamespaces(prefix, suffix, maxDepth, limit, offset);
  }

  /** Whether a namespace begins and ends as asked, before it is cut. */
  public boolean matches(Namespace namespace) {
    var labels = namespace.labels();
    return matches(labels, prefix.labels(), 0)
        && matches(labels, suffix.labels(), labels.size() - suffix.labels().size());
  }

  /** The namespace cut to the depth asked for. */
  public Namespace cut(Namespace namespace) {
    return namespace.labels().size() <= maxDepth
        ? namespace
        : new Namespace(namespace.labels().subList(0, maxDepth));
  }

  /** The labels of the prefix before its first {@code *}: everything listed lies under them. */
  public Namespace literalPrefix() {
    var wildcard = prefix.labels().indexOf(ANY_LABEL);
    return wildcard < 0 ? prefix : new Namespace(prefix.labels().subList(0, wildcard));
  }

  private static boolean matches(List<String> labels, List<String> pattern, int from) {
    if (from < 0 || labels.size() < from + pattern.size()) {
      return false;
    }
    for (var i = 0; i < pattern.size(); i++) {
      if (!pattern.get(i).equals(ANY_LABEL) && !pattern.get(i).equals(labels.get(from + i))) {
        return false;
      }
    }
    return true;
  }
}
