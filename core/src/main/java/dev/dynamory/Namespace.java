package dev.dynamory;

import java.util.ArrayList;
import java.util.List;

/**
 * Where items live: a path of labels such as {@code ("users", "123")}. Ordered label by label, by
 * code point.
 *
 * <p>{@link #parse} and {@link #toString} are the command line's form, {@code users/123}: inside a
 * label {@code /} is {@code %2F} and {@code %} is {@code %25}, everything else stands for itself.
 */
public record Namespace(List<String> labels) implements Comparable<Namespace> {
  /** The namespace above all others; as a prefix it means everything. It holds no items. */
  public static final Namespace ROOT = new Namespace(List.of());

  static final String RESERVED = "dynamory";
  private static final int MAX_BYTES = 1024;

  /** Labels are copied; unpaired surrogates are refused. */
  public Namespace {
    labels = List.copyOf(labels);
    for (var i = 0; i < labels.size(); i++) {
      if (CodePoints.hasUnpairedSurrogate(labels.get(i))) {
        throw new InvalidInputException(
            "namespace", path(i), "must not contain an unpaired surrogate");
      }
    }
  }

  /** The namespace of these labels. */
  public static Namespace of(String... labels) {
    return labels.length == 0 ? ROOT : new Namespace(List.of(labels));
  }

  /** Reads the command line's form; an empty segment is bad input. */
  public static Namespace parse(String text) {
    var labels = new ArrayList<String>();
    for (var segment : text.split("/", -1)) {
      if (segment.isEmpty()) {
        throw new InvalidInputException(
            "namespace",
            "'"
                + text
                + "' must not have an empty label (a leading, trailing or double '/'); '/' inside a label is %2F");
      }
      labels.add(segment.replace("%2F", "/").replace("%25", "%"));
    }
    return new Namespace(labels);
  }

  /** This namespace and one more label. */
  public Namespace child(String label) {
    var longer = new ArrayList<>(labels);
    longer.add(label);
    return new Namespace(longer);
  }

  /** Whether this namespace is {@code prefix} or lies under it, by whole labels. */
  public boolean startsWith(Namespace prefix) {
    return labels.size() >= prefix.labels.size()
        && labels.subList(0, prefix.labels.size()).equals(prefix.labels);
  }

  @Override
  public int compareTo(Namespace other) {
    for (var i = 0; i < Math.min(labels.size(), other.labels.size()); i++) {
      var order = CodePoints.compare(labels.get(i), other.labels.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(labels.size(), other.labels.size());
  }

  @Override
  public String toString() {
    return String.join(
        "/", labels.stream().map(label -> label.replace("%", "%25").replace("/", "%2F")).toList());
  }

  private static String path(int label) {
    return "namespace[" + label + "]";
  }

  Namespace checkedPrefix(String argument) {
    if (!labels.isEmpty() && labels.get(0).equals(RESERVED)) {
      throw new InvalidInputException(
          argument, "the root label '" + RESERVED + "' is reserved for the library's own rows");
    }
    if (labels.size() == 1 && labels.get(0).isEmpty()) {
      throw new InvalidInputException(argument, "must not be one empty label");
    }
    return this;
  }

  Namespace checkedForRead() {
    if (labels.isEmpty()) {
      throw new InvalidInputException("namespace", "must have at least one label");
    }
    return checkedPrefix("namespace");
  }

  Namespace checkedForWrite() {
    checkedForRead();
    var bytes = 0;
    for (var i = 0; i < labels.size(); i++) {
      var label = labels.get(i);
      if (label.isEmpty()) {
        throw new InvalidInputException("namespace", path(i), "must not be empty");
      }
      bytes += CodePoints.bytes(label) + 1;
      for (var at = 0; at < label.length(); at++) {
        var c = label.charAt(at);
        if (c < 0x20) {
          throw new InvalidInputException(
              "namespace", path(i), "must not contain control characters (below U+0020)");
        }
        bytes += c == ':' || c == '%' ? 2 : 0;
      }
    }
    if (bytes > MAX_BYTES) {
      throw new InvalidInputException(
          "namespace",
          "must not be longer than "
              + MAX_BYTES
              + " bytes of UTF-8 (each label counts one more, ':' and '%' count three), but is "
              + bytes);
    }
    return this;
  }
}
