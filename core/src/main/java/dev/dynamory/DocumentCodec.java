package dev.dynamory;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Documents as bytes. Byte 0 is the version, 1; then one value. A value is a tag, and by the tag:
 *
 * <pre>
 * Z null   T true   F false
 * S string B bytes  N number   length (varint), then UTF-8 / bytes / decimal text in UTF-8
 * L list   E set               count (varint), then the values; a set's are sorted by their bytes
 * M map                        count (varint), then key (length, UTF-8) and value, sorted by key
 * </pre>
 */
final class DocumentCodec {
  private static final byte VERSION = 1;

  /** More than the 38 digits, 130 zeros, sign and point that a number can have. */
  private static final int MAX_NUMBER_LENGTH = 200;

  private DocumentCodec() {}

  static byte[] encode(Map<String, Object> document) {
    var out = new ByteArrayOutputStream();
    out.write(VERSION);
    write(out, document);
    return out.toByteArray();
  }

  static Map<String, Object> decode(byte[] bytes) {
    var reader = new Reader(bytes);
    if (reader.next() != VERSION) {
      throw new IllegalArgumentException("not a document: unknown version");
    }
    if (!(reader.read(1) instanceof Map<?, ?> document) || reader.at != bytes.length) {
      throw new IllegalArgumentException("not a document: no map, or bytes after it");
    }
    @SuppressWarnings("unchecked")
    var map = (Map<String, Object>) document;
    return map;
  }

  private static void write(ByteArrayOutputStream out, @Nullable Object value) {
    if (value == null) {
      out.write('Z');
    } else if (value instanceof Boolean bool) {
      out.write(bool ? 'T' : 'F');
    } else if (value instanceof String text) {
      out.write('S');
      write(out, text.getBytes(StandardCharsets.UTF_8));
    } else if (value instanceof byte[] bytes) {
      out.write('B');
      write(out, bytes);
    } else if (value instanceof List<?> list) {
      out.write('L');
      writeLength(out, list.size());
      list.forEach(element -> write(out, element));
    } else if (value instanceof Set<?> set) {
      out.write('E');
      writeLength(out, set.size());
      sorted(set).forEach(out::writeBytes);
    } else if (value instanceof Map<?, ?> map) {
      out.write('M');
      writeLength(out, map.size());
      var keys = new ArrayList<String>();
      map.keySet().forEach(key -> keys.add((String) key));
      keys.sort(CodePoints::compare);
      for (var key : keys) {
        write(out, key.getBytes(StandardCharsets.UTF_8));
        write(out, map.get(key));
      }
    } else {
      out.write('N');
      write(out, String.valueOf(Documents.decimal(value)).getBytes(StandardCharsets.UTF_8));
    }
  }

  private static List<byte[]> sorted(Collection<?> elements) {
    var encoded = new ArrayList<byte[]>();
    for (var element : elements) {
      var out = new ByteArrayOutputStream();
      write(out, element);
      encoded.add(out.toByteArray());
    }
    encoded.sort(Arrays::compareUnsigned);
    return encoded;
  }

  private static void write(ByteArrayOutputStream out, byte[] bytes) {
    writeLength(out, bytes.length);
    out.writeBytes(bytes);
  }

  private static void writeLength(ByteArrayOutputStream out, int length) {
    var rest = length;
    while (rest > 0x7f) {
      out.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }

  /**
   * Reads what may be anything: every length is checked against what is left, the depth against the
   * limit.
   */
  private static final class Reader {
    private final byte[] bytes;
    private int at;

    Reader(byte[] bytes) {
      this.bytes = bytes;
    }

    byte next() {
      if (at >= bytes.length) {
        throw new IllegalArgumentException("not a document: it ends early");
      }
      return bytes[at++];
    }

    @Nullable Object read(int depth) {
      if (depth > Documents.MAX_DEPTH + 1) {
        throw new IllegalArgumentException("not a document: nested too deeply");
      }
      var tag = (char) next();
      return switch (tag) {
        case 'Z' -> null;
        case 'T' -> true;
        case 'F' -> false;
        case 'S' -> text();
        case 'B' -> slice();
        case 'N' -> number();
        case 'L' -> Collections.unmodifiableList(elements(depth));
        case 'E' -> Collections.unmodifiableSet(new LinkedHashSet<>(elements(depth)));
        case 'M' -> map(depth);
        default -> throw new IllegalArgumentException("not a document: unknown tag " + (int) tag);
      };
    }

    private String text() {
      return new String(slice(), StandardCharsets.UTF_8);
    }

    /** Checked before it is parsed and expanded: a few bytes can say a number of any length. */
    private Number number() {
      var text = text();
      if (text.length() <= MAX_NUMBER_LENGTH) {
        var decimal = new BigDecimal(text);
        if (Documents.ruleBrokenBy(decimal).isEmpty()) {
          return Documents.number(decimal);
        }
      }
      throw new IllegalArgumentException("not a document: a number is too large or too long");
    }

    private byte[] slice() {
      var length = length();
      at += length;
      return Arrays.copyOfRange(bytes, at - length, at);
    }

    private List<@Nullable Object> elements(int depth) {
      var count = length();
      var elements = new ArrayList<@Nullable Object>();
      for (var i = 0; i < count; i++) {
        elements.add(read(depth + 1));
      }
      return elements;
    }

    private Map<String, @Nullable Object> map(int depth) {
      var count = length();
      var map = new LinkedHashMap<String, @Nullable Object>();
      for (var i = 0; i < count; i++) {
        map.put(text(), read(depth + 1));
      }
      return Collections.unmodifiableMap(map);
    }

    /** Neither a length nor a count can be more than the bytes that are left. */
    private int length() {
      var length = 0L;
      for (var shift = 0; shift < 35; shift += 7) {
        var b = next();
        length |= (b & 0x7fL) << shift;
        if (b >= 0) {
          if (length > bytes.length - at) {
            throw new IllegalArgumentException("not a document: a length is too large");
          }
          return (int) length;
        }
      }
      throw new IllegalArgumentException("not a document: a length is too long");
    }
  }
}
