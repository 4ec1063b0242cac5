package dev.dynamory;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What writes do to the rows at one moment: what must hold, what then stands. */
final class InMemoryWrites {
  private final InMemoryRows rows;
  private final @Nullable Duration defaultTimeToLive;
  private final Instant now;
  private final PutVectors vectors;

  InMemoryWrites(
      InMemoryRows rows, @Nullable Duration defaultTimeToLive, Instant now, PutVectors vectors) {
    this.rows = rows;
    this.defaultTimeToLive = defaultTimeToLive;
    this.now = now;
    this.vectors = vectors;
  }

  /** Carries out all writes, or throws the first conflict and carries out none. */
  List<Long> apply(List<? extends Write> writes) {
    var versions = new ArrayList<Long>();
    var conflicts = new ArrayList<WriteConflictException>();
    for (var write : writes) {
      var row = rows.find(write.namespace(), write.key());
      var version = write instanceof Put put ? put.newVersion() : 0L;
      versions.add(version);
      if (!wasApplied(row, version)) {
        conflict(write, row).ifPresent(conflicts::add);
      }
    }
    if (!conflicts.isEmpty()) {
      var first = conflicts.get(0);
      conflicts.stream().skip(1).forEach(first::addSuppressed);
      throw first;
    }
    for (var i = 0; i < writes.size(); i++) {
      apply(writes.get(i), versions.get(i));
    }
    return versions;
  }

  private void apply(Write write, long version) {
    if (!(write instanceof Put put)) {
      rows.remove(write.namespace(), write.key());
      return;
    }
    var row = rows.find(put.namespace(), put.key());
    if (!wasApplied(row, version)) {
      rows.put(put.namespace(), put.key(), after(put, row, version), now);
    }
  }

  private InMemoryRows.Row after(Put put, InMemoryRows.@Nullable Row row, long version) {
    var written = now.truncatedTo(ChronoUnit.MICROS);
    var timeToLive = Expiry.timeToLive(put, defaultTimeToLive);
    return new InMemoryRows.Row(
        Documents.copyOf(put.value(), "value"),
        version,
        row == null ? 0 : row.version(),
        row != null && row.isLive(now) ? row.createdAt() : written,
        written,
        timeToLive.map(own -> Expiry.after(now, own)).orElse(null),
        timeToLive.orElse(null),
        vectors.of(put));
  }

  /** Whether a put of this version is there already, or was overwritten once. */
  private static boolean wasApplied(InMemoryRows.@Nullable Row row, long version) {
    return row != null
        && version != 0
        && (row.version() == version || row.previousVersion() == version);
  }

  private Optional<WriteConflictException> conflict(
      Write write, InMemoryRows.@Nullable Row stored) {
    var row = stored != null && stored.isLive(now) ? stored : null;
    var condition = write.condition();
    var holds =
        condition instanceof WriteCondition.Version wanted
            ? row != null && row.version() == wanted.version()
            : condition instanceof WriteCondition.Any || row == null;
    if (holds) {
      return Optional.empty();
    }
    return Optional.of(
        new WriteConflictException(
            "'" + write.key() + "' in " + write.namespace(),
            condition,
            row == null ? 0 : row.version(),
            row == null ? null : Documents.copyOf(row.value(), "value"),
            false,
            null));
  }
}
