package dev.dynamory.dynamodb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds what some bytes have in common with a base: an index of the base's 32-byte blocks, a
 * rolling hash over the bytes, and each hit extended as far as it goes, backward and forward.
 */
final class DeltaMatches {
  private static final int BLOCK = 32;
  private static final int FACTOR = 0x01000193;
  private static final int MAX_CANDIDATES = 8;
  private static final int FACTOR_OUT = power();

  private final byte[] base;
  private final byte[] bytes;
  private final int[] heads;
  private final int[] next;

  private DeltaMatches(byte[] base, byte[] bytes) {
    this.base = base;
    this.bytes = bytes;
    var blocks = base.length / BLOCK;
    heads = new int[Integer.highestOneBit(Math.max(16, blocks)) * 2];
    next = new int[blocks];
    Arrays.fill(heads, -1);
    var previous = 0;
    for (var block = 0; block < blocks; block++) {
      var hash = hash(base, block * BLOCK);
      if (block == 0 || hash != previous) { // a run of one byte is found by its first block
        var slot = slot(hash);
        next[block] = heads[slot];
        heads[slot] = block;
      }
      previous = hash;
    }
  }

  /**
   * What precedes a match is inserted: {@code inserted} bytes that end at {@code at}; then {@code
   * length} bytes of the base from {@code offset} on. The last one has the length 0.
   */
  record Match(int at, int inserted, int offset, int length) {}

  static List<Match> between(byte[] base, byte[] bytes) {
    return new DeltaMatches(base, bytes).find();
  }

  private List<Match> find() {
    var matches = new ArrayList<Match>();
    var done = 0;
    var at = 0;
    var hash = 0;
    var isHashed = false;
    while (at + BLOCK <= bytes.length) {
      hash = isHashed ? roll(hash, at) : hash(bytes, at);
      isHashed = true;
      var match = longest(hash, at, done);
      if (match.length() == 0) {
        at++;
        continue;
      }
      matches.add(match);
      done = match.at() + match.length();
      at = done;
      isHashed = false;
    }
    matches.add(new Match(bytes.length, bytes.length - done, 0, 0));
    return matches;
  }

  private Match longest(int hash, int at, int done) {
    var best = new Match(at, 0, 0, 0);
    var tries = 0;
    for (var block = heads[slot(hash)];
        block >= 0 && tries < MAX_CANDIDATES;
        block = next[block], tries++) {
      var offset = block * BLOCK;
      var forward = Arrays.mismatch(base, offset, base.length, bytes, at, bytes.length);
      forward = forward < 0 ? bytes.length - at : forward;
      if (forward < BLOCK) {
        continue;
      }
      var back = 0;
      while (back < at - done && back < offset && base[offset - back - 1] == bytes[at - back - 1]) {
        back++;
      }
      if (back + forward > best.length()) {
        best = new Match(at - back, at - back - done, offset - back, back + forward);
      }
    }
    return best;
  }

  private int slot(int hash) {
    return (((hash ^ (hash >>> 15)) * 0x9E3779B1) >>> 1) & (heads.length - 1);
  }

  private static int hash(byte[] bytes, int at) {
    var hash = 0;
    for (var i = at; i < at + BLOCK; i++) {
      hash = hash * FACTOR + bytes[i];
    }
    return hash;
  }

  /** From the hash at the place before. */
  private int roll(int hash, int at) {
    return (hash - bytes[at - 1] * FACTOR_OUT) * FACTOR + bytes[at + BLOCK - 1];
  }

  private static int power() {
    var power = 1;
    for (var i = 1; i < BLOCK; i++) {
      power *= FACTOR;
    }
    return power;
  }
}
