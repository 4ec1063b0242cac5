package dev.dynamory.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.testkit.GrowingState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Why deltas are made as they are: for each kind of growing state, how many times less is stored
 * than by full copies under other policies and other codecs. Prints what it finds.
 */
@Tag("exhaustive")
class DeltaPolicyTest {
  private static final double TARGET = 80;
  private static final int ROW_BYTES = 250;
  private static final int WINDOW = 32 * 1024;
  private static final List<Sizes> SIZES = new ArrayList<>();

  /** The bytes of one kind's states: whole, as snapshots, and as deltas in three codecs. */
  private record Sizes(
      GrowingState kind,
      long full,
      List<Integer> snapshots,
      List<Integer> deltas,
      List<Integer> fastDeltas,
      List<Integer> bestDeltas,
      List<Integer> deltasWithoutDictionary) {

    double timesLess(Policy policy, List<Integer> deltas) {
      return full / policy.stored(snapshots, deltas);
    }
  }

  /** A snapshot is written when the deltas outweigh so much of the last one, or are so many. */
  private record Policy(double share, int maxChain) {
    static final Policy CHOSEN = new Policy(1, 100);

    double stored(List<Integer> snapshots, List<Integer> deltas) {
      var stored = 0.0;
      var snapshot = 0;
      var chain = 0;
      var weight = 0L;
      for (var n = 0; n < snapshots.size(); n++) {
        var isDelta = n > 0 && chain < maxChain && weight + deltas.get(n) <= share * snapshot;
        if (isDelta) {
          weight += deltas.get(n);
          chain++;
        } else {
          snapshot = snapshots.get(n);
          chain = 1;
          weight = 0;
        }
        stored += ROW_BYTES + (isDelta ? deltas.get(n) : snapshot);
      }
      return stored;
    }
  }

  @BeforeAll
  static void encodeEverything() throws DataFormatException {
    for (var kind : GrowingState.values()) {
      var sizes =
          new Sizes(
              kind,
              kind.payloads().stream().mapToLong(payload -> payload.bytes().length).sum(),
              new ArrayList<>(),
              new ArrayList<>(),
              new ArrayList<>(),
              new ArrayList<>(),
              new ArrayList<>());
      var base = new byte[0];
      for (var payload : kind.payloads()) {
        var delta = DeltaCodec.delta(base, payload.bytes());
        var plain = plain(base, delta);
        sizes.snapshots.add(DeltaCodec.snapshot(payload.bytes()).length);
        sizes.deltas.add(delta.length);
        sizes.fastDeltas.add(deflated(plain, base, 1));
        sizes.bestDeltas.add(deflated(plain, base, 9));
        sizes.deltasWithoutDictionary.add(deflated(plain, new byte[0], 6));
        base = payload.bytes();
      }
      SIZES.add(sizes);
    }
  }

  private static byte[] plain(byte[] base, byte[] delta) throws DataFormatException {
    var header = new Varints(delta, 0);
    var plain = new byte[header.next(Integer.MAX_VALUE)];
    var inflater = new Inflater(true);
    var window = Math.min(WINDOW, base.length);
    if (window > 0) {
      inflater.setDictionary(base, base.length - window, window);
    }
    inflater.setInput(delta, header.position(), delta.length - header.position());
    assertThat(inflater.inflate(plain)).isEqualTo(plain.length);
    inflater.end();
    return plain;
  }

  private static int deflated(byte[] plain, byte[] base, int level) {
    var deflater = new Deflater(level, true);
    var window = Math.min(WINDOW, base.length);
    if (window > 0) {
      deflater.setDictionary(base, base.length - window, window);
    }
    deflater.setInput(plain);
    deflater.finish();
    var length = deflater.deflate(new byte[plain.length + 1024]);
    deflater.end();
    return length;
  }

  @ParameterizedTest
  @EnumSource
  void theChosenPolicyReachesTheTargetForEveryKind(GrowingState kind) {
    assertThat(sizes(kind).timesLess(Policy.CHOSEN, deltas(kind))).isGreaterThanOrEqualTo(TARGET);
  }

  @ParameterizedTest
  @EnumSource
  void earlierSnapshotsAndShorterChainsStoreMore(GrowingState kind) {
    var sizes = sizes(kind);
    assertThat(sizes.timesLess(new Policy(0.5, 100), deltas(kind)))
        .isLessThan(sizes.timesLess(Policy.CHOSEN, deltas(kind)));
    assertThat(sizes.timesLess(new Policy(1, 32), deltas(kind))).isLessThan(TARGET);
    assertThat(sizes.timesLess(new Policy(1, 16), deltas(kind))).isLessThan(TARGET);
  }

  private static Sizes sizes(GrowingState kind) {
    return SIZES.stream().filter(sizes -> sizes.kind == kind).findFirst().orElseThrow();
  }

  private static List<Integer> deltas(GrowingState kind) {
    return sizes(kind).deltas;
  }

  @AfterAll
  static void print() {
    System.out.printf("times less than full copies, 200 states of 50 KB to 1 MB%n");
    for (var sizes : SIZES) {
      System.out.printf(
          Locale.ROOT,
          "%-34s share 1/2: %.0f, 1: %.0f, 2: %.0f; chain 16: %.0f, 32: %.0f, 100: %.0f, 200: %.0f;"
              + " level 1: %.0f, 6: %.0f, 9: %.0f, no dictionary: %.0f%n",
          sizes.kind,
          sizes.timesLess(new Policy(0.5, 100), sizes.deltas),
          sizes.timesLess(Policy.CHOSEN, sizes.deltas),
          sizes.timesLess(new Policy(2, 100), sizes.deltas),
          sizes.timesLess(new Policy(1, 16), sizes.deltas),
          sizes.timesLess(new Policy(1, 32), sizes.deltas),
          sizes.timesLess(Policy.CHOSEN, sizes.deltas),
          sizes.timesLess(new Policy(1, 200), sizes.deltas),
          sizes.timesLess(Policy.CHOSEN, sizes.fastDeltas),
          sizes.timesLess(Policy.CHOSEN, sizes.deltas),
          sizes.timesLess(Policy.CHOSEN, sizes.bestDeltas),
          sizes.timesLess(Policy.CHOSEN, sizes.deltasWithoutDictionary));
    }
  }
}
