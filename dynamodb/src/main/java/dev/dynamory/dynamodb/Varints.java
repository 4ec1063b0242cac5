package dev.dynamory.dynamodb;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;

/** Numbers from 0 on, seven bits a byte, the lowest first; reads what may be anything. */
final class Varints {
  private final byte[] bytes;
  private int position;

  Varints(byte[] bytes, int position) {
    this.bytes = bytes;
    this.position = position;
  }

  static void write(ByteArrayOutputStream out, long number) {
    var rest = number;
    while (rest > 0x7f) {
      out.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  int position() {
    return position;
  }

  /** The next number, which must not be larger. */
  int next(long largest) throws DataFormatException {
    return (int) nextLong(largest);
  }

  private long nextLong(long largest) throws DataFormatException {
    var number = 0L;
    for (var shift = 0; shift < 63; shift += 7) {
      if (position >= bytes.length) {
        throw new DataFormatException("it ends within a number");
      }
      var b = bytes[position++];
      number |= (b & 0x7fL) << shift;
      if (b >= 0) {
        if (number > largest) {
          throw new DataFormatException("the number " + number + " is too large");
        }
        return number;
      }
    }
    throw new DataFormatException("a number is too long");
  }

  /** Rising numbers, each as its distance from the one before. */
  static byte[] ofRising(List<Long> numbers) {
    var out = new ByteArrayOutputStream();
    var last = 0L;
    for (var number : numbers) {
      write(out, number - last);
      last = number;
    }
    return out.toByteArray();
  }

  static List<Long> toRising(byte[] bytes) throws DataFormatException {
    var numbers = new ArrayList<Long>();
    var last = 0L;
    for (var reader = new Varints(bytes, 0); reader.position < bytes.length; ) {
      last += reader.nextLong(1L << 52);
      numbers.add(last);
    }
    return numbers;
  }
}
