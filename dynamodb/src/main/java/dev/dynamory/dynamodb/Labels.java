package dev.dynamory.dynamodb;

import dev.dynamory.InvalidInputException;
import dev.dynamory.Namespace;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * Namespaces in keys. As a partition key: labels joined with {@code :}, where a label's own {@code
 * :} is {@code %3A} and the {@code %} of every {@code %(25)*3A} is {@code %25}: a bijection that
 * leaves labels without {@code :} as the original writes them. In the catalogue: each label
 * followed by U+0001, so that bytes sort as labels do.
 */
final class Labels {
  static final String SEPARATOR = ":";
  static final char TERMINATOR = '\u0001';

  private static final int MAX_PARTITION_KEY = 2048;
  private static final int MAX_CATALOGUE_KEY = 1024;
  private static final Pattern TO_ESCAPE = Pattern.compile("%(?=(?:25)*3A)");
  private static final Pattern ESCAPED = Pattern.compile("%25(?=(?:25)*3A)");

  private Labels() {}

  static String encode(String label) {
    return label.indexOf(':') < 0 && label.indexOf('%') < 0
        ? label
        : TO_ESCAPE.matcher(label).replaceAll("%25").replace(":", "%3A");
  }

  /**
   * What ends in {@code 3A} and was escaped begins with {@code %25}, so the first step cannot touch
   * it.
   */
  static String decode(String segment) {
    return ESCAPED.matcher(segment.replace("%3A", ":")).replaceAll("%");
  }

  static String partitionKey(Namespace namespace) {
    var joined = new StringJoiner(SEPARATOR);
    for (var label : namespace.labels()) {
      joined.add(encode(label));
    }
    var key = joined.toString();
    var bytes = AttributeValues.utf8(key);
    if (bytes > MAX_PARTITION_KEY) {
      throw new InvalidInputException(
          "namespace",
          "must not be longer than " + MAX_PARTITION_KEY + " bytes as stored, but is " + bytes);
    }
    return key;
  }

  static Namespace namespace(String partitionKey) {
    return new Namespace(
        Arrays.stream(partitionKey.split(SEPARATOR, -1)).map(Labels::decode).toList());
  }

  static String catalogueKey(Namespace namespace) {
    var key = new StringBuilder();
    namespace.labels().forEach(label -> key.append(label).append(TERMINATOR));
    return key.toString();
  }

  static Namespace ofCatalogueKey(String key) {
    var labels = new ArrayList<String>();
    var from = 0;
    for (var at = key.indexOf(TERMINATOR); at >= 0; at = key.indexOf(TERMINATOR, from)) {
      labels.add(key.substring(from, at));
      from = at + 1;
    }
    return new Namespace(labels);
  }

  /** Whether no longer key can follow that begins with this one. */
  static boolean isFull(String catalogueKey) {
    return catalogueKey.getBytes(StandardCharsets.UTF_8).length >= MAX_CATALOGUE_KEY;
  }

  /**
   * Whether the catalogue can hold it: what others wrote may be too long, or have labels that do
   * not sort.
   */
  static boolean canBeListed(Namespace namespace) {
    return catalogueKey(namespace).getBytes(StandardCharsets.UTF_8).length <= MAX_CATALOGUE_KEY
        && namespace.labels().stream().allMatch(label -> label.chars().allMatch(c -> c >= 0x20));
  }
}
