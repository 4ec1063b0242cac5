package dev.dynamory.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.Test;

class DeltaCodecTest {
  @Test
  void anyBytesComeBackFromAnyBase() throws DataFormatException {
    var seed = Long.getLong("dynamory.test.seed", System.nanoTime());
    var random = new Random(seed);
    for (var n = 0; n < 3_000; n++) {
      var base = bytes(random);
      var bytes = random.nextInt(4) == 0 ? bytes(random) : changed(base, random);
      var delta = DeltaCodec.delta(base, bytes);
      assertThat(DeltaCodec.ofDelta(base, delta, bytes.length))
          .as("seed %s", seed)
          .isEqualTo(bytes);
      var snapshot = DeltaCodec.snapshot(bytes);
      assertThat(DeltaCodec.ofSnapshot(snapshot, bytes.length))
          .as("seed %s", seed)
          .isEqualTo(bytes);
    }
  }

  @Test
  void whatWasTamperedWithIsRefusedOrOfTheSameLength() {
    var seed = Long.getLong("dynamory.test.seed", System.nanoTime());
    var random = new Random(seed);
    for (var n = 0; n < 3_000; n++) {
      var base = bytes(random);
      var bytes = changed(base, random);
      var stored =
          random.nextBoolean() ? DeltaCodec.delta(base, bytes) : DeltaCodec.snapshot(bytes);
      for (var i = 0; i <= random.nextInt(4); i++) {
        stored[random.nextInt(stored.length)] = (byte) random.nextInt();
      }
      stored = Arrays.copyOf(stored, stored.length - random.nextInt(2));
      for (var delta : List.of(true, false)) {
        try {
          var read =
              delta
                  ? DeltaCodec.ofDelta(base, stored, bytes.length)
                  : DeltaCodec.ofSnapshot(stored, bytes.length);
          assertThat(read).as("seed %s", seed).hasSameSizeAs(bytes);
        } catch (DataFormatException e) {
          assertThat(e).hasNoCause();
        }
      }
    }
  }

  @Test
  void nothingInflatesBeyondItsLength() {
    var bomb = DeltaCodec.snapshot(new byte[50_000_000]);
    assertThat(bomb.length).isLessThan(60_000);
    assertThatExceptionOfType(DataFormatException.class)
        .isThrownBy(() -> DeltaCodec.ofSnapshot(bomb, 1_000));
    var delta = DeltaCodec.delta(new byte[0], new byte[50_000_000]);
    assertThatExceptionOfType(DataFormatException.class)
        .isThrownBy(() -> DeltaCodec.ofDelta(new byte[0], delta, 1_000));
  }

  @Test
  void aSmallChangeCostsASmallDelta() {
    var random = new Random(1);
    var base = new byte[1_000_000];
    random.nextBytes(base);
    var changed = base.clone();
    changed[500_000]++;
    assertThat(DeltaCodec.delta(base, changed)).hasSizeLessThan(150);
    var shifted = new byte[base.length + 10];
    System.arraycopy(base, 0, shifted, 10, base.length);
    assertThat(DeltaCodec.delta(base, shifted)).hasSizeLessThan(60);
    assertThat(DeltaCodec.delta(base, base)).hasSizeLessThan(20);
    assertThat(DeltaCodec.delta(new byte[1_000_000], new byte[1_000_000])).hasSizeLessThan(60);
  }

  @Test
  void bytesWithoutAnythingInCommonGrowByNextToNothing() {
    var random = new Random(2);
    var base = new byte[300_000];
    var other = new byte[300_000];
    random.nextBytes(base);
    random.nextBytes(other);
    assertThat(DeltaCodec.delta(base, other)).hasSizeLessThan(300_400);
  }

  @Test
  void theFormatIsTheDocumentedOne() throws DataFormatException {
    var base = "abcdefghijklmnopqrstuvwxyz0123456789".getBytes(StandardCharsets.US_ASCII);
    var bytes =
        ("+" + new String(base, StandardCharsets.US_ASCII) + "-")
            .getBytes(StandardCharsets.US_ASCII);
    var delta = DeltaCodec.delta(base, bytes);
    assertThat(delta[0]).isEqualTo((byte) 7);
    var inflater = new java.util.zip.Inflater(true);
    inflater.setDictionary(base);
    inflater.setInput(delta, 1, delta.length - 1);
    var plain = new byte[7];
    assertThat(inflater.inflate(plain)).isEqualTo(7);
    inflater.end();
    assertThat(plain).isEqualTo(new byte[] {4, 1, 0, 36, 1, '+', '-'});
  }

  private static byte[] bytes(Random random) {
    var bytes = new byte[random.nextInt(random.nextInt(10) == 0 ? 100_000 : 3_000)];
    var letters = 1 + random.nextInt(255);
    for (var i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) random.nextInt(letters);
    }
    return bytes;
  }

  private static byte[] changed(byte[] base, Random random) {
    var out = new java.io.ByteArrayOutputStream();
    for (var at = 0; at < base.length; ) {
      var length = Math.min(base.length - at, 1 + random.nextInt(400));
      switch (random.nextInt(8)) {
        case 0 -> out.writeBytes(bytes(new Random(random.nextInt(5))));
        case 1 -> out.write(random.nextInt());
        case 2 -> out.write(base, random.nextInt(at + 1), Math.min(length, base.length - at));
        default -> out.write(base, at, length);
      }
      at += length;
    }
    return out.toByteArray();
  }
}
