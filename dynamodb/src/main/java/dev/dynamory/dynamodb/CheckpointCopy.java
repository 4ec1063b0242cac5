package dev.dynamory.dynamodb;

import dev.dynamory.WriteCondition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * Copies a log row by row, with all that the rows name. Nothing of the copy is to be seen before
 * its last row is there. Rows keep their numbers, unless the other log had rows before: then every
 * id that contains a number gets a row that says where it is now.
 */
final class CheckpointCopy {
  private final TableCalls calls;
  private final CheckpointItems items;
  private final CheckpointLogs logs;
  private final CheckpointListing listing;
  private final CheckpointRuns runs;
  private final CheckpointEraser eraser;
  private final CheckpointCache cache;

  CheckpointCopy(
      TableCalls calls,
      CheckpointItems items,
      CheckpointLogs logs,
      CheckpointListing listing,
      CheckpointRuns runs,
      CheckpointEraser eraser,
      CheckpointCache cache) {
    this.calls = calls;
    this.items = items;
    this.logs = logs;
    this.listing = listing;
    this.runs = runs;
    this.eraser = eraser;
    this.cache = cache;
  }

  void copy(CheckpointKey from, CheckpointKey to) {
    var source = logs.newest(from, true).state();
    if (source.isEmpty()) {
      return;
    }
    var before = logs.newest(to, true).state();
    var shift = before.seq() == 0 ? 0 : before.seq() + 1 - source.first();
    var rows = logs.rows(from, source.first(), source.seq(), true);
    if (rows.size() <= source.seq() - source.first()) {
      throw logs.corrupt(
          from, null, new IllegalStateException("a row of what is to be copied is missing"));
    }
    copyNamed(from, to, rows, source, shift, before.seq());
    var last = source.shifted(shift);
    var base = before.seq() == 0 ? last.first() : Math.min(before.base(), last.first());
    for (var row : rows) {
      if (row.seq() == source.seq()) {
        var now = logs.now();
        listing.write(to, last.seq(), now, last.expires(), row.physicalExpiry().orElse(null));
      }
      append(to, row, shift, base, source, before.seq());
    }
  }

  private void append(
      CheckpointKey to,
      CheckpointRow row,
      long shift,
      long base,
      CheckpointState source,
      long madeAt) {
    var isLast = row.seq() == source.seq();
    var state = (isLast ? source : row.state()).shifted(shift);
    var copy = new HashMap<>(row.attributes());
    copy.putAll(CheckpointItems.key(to.threadId(), CheckpointItems.logRow(to, state.seq())));
    if (row.isCheckpoint()) {
      if (shift != 0) {
        copy.put("id", AttributeValue.fromS(row.id()));
      }
      if (copy.containsKey("pos")) {
        copy.put("pos", AttributeValues.number(row.position() + shift));
      }
      rename(copy, "parts", madeAt);
      rename(copy, "sp", madeAt);
      CheckpointItems.putChain(
          copy, row.payload().chain().stream().map(seq -> seq + shift).toList());
    }
    if (row.isTombstone()) {
      copy.put("op", AttributeValue.fromS(CheckpointLogs.newOperation()));
    }
    var shown = isLast ? state : state.unseen();
    CheckpointItems.put(copy, shown);
    copy.put("base", AttributeValues.number(base));
    try {
      calls.put(items.append(copy));
    } catch (ConditionalCheckFailedException e) {
      var there = new CheckpointRow(e.item());
      if (!there.operation().equals(new CheckpointRow(copy).operation())) {
        throw CheckpointWriter.conflict(
            to.toString(), WriteCondition.absent(), logs.newest(to, true).state().top());
      }
    }
    cache.remember(to, new CheckpointRow(copy).state());
  }

  /** Parts, pending writes, ids and runs: nobody sees them before the rows. */
  private void copyNamed(
      CheckpointKey from,
      CheckpointKey to,
      List<CheckpointRow> rows,
      CheckpointState source,
      long shift,
      long madeAt) {
    var parts = new ArrayList<StoredPayload.Parts>();
    var copies = new ArrayList<Map<String, AttributeValue>>();
    var touched = new TreeSet<String>();
    for (var row : rows) {
      row.parts("parts").ifPresent(parts::add);
      if (row.isCheckpoint() && (shift != 0 || row.ownId().isPresent()) && source.shows(row)) {
        copies.add(
            CheckpointIds.row(to, row.id(), row.seq() + shift, row.physicalExpiry().orElse(null)));
      }
      row.runId().ifPresent(touched::add);
    }
    logs.all(
        items.between(
            from.threadId(),
            CheckpointItems.writesPrefix(from, source.first()),
            CheckpointItems.writesPrefix(from, source.seq() + 1),
            true),
        row -> {
          parts.addAll(PendingWrites.partsOf(row));
          copies.add(writes(row, from, to, shift, madeAt));
        });
    var expiry = rows.get(rows.size() - 1).physicalExpiry().orElse(null);
    touched.forEach(run -> runs.register(run, to, expiry));
    for (var each : parts) {
      copyParts(from, to, each, madeAt);
    }
    eraser.putAll(copies);
  }

  private static Map<String, AttributeValue> writes(
      Map<String, AttributeValue> row,
      CheckpointKey from,
      CheckpointKey to,
      long shift,
      long madeAt) {
    var key = AttributeValues.required(row, CheckpointItems.SORT).s();
    var prefix = CheckpointItems.prefix("w", from.namespace());
    var end = key.indexOf('#', prefix.length());
    var seq = Long.parseLong(key.substring(prefix.length(), end)) + shift;
    var copy = new HashMap<>(row);
    copy.replaceAll(
        (name, value) -> {
          if (!value.hasM()) {
            return value;
          }
          var write = new HashMap<>(value.m());
          rename(write, "parts", madeAt);
          return AttributeValue.fromM(write);
        });
    copy.putAll(
        CheckpointItems.key(
            to.threadId(), CheckpointItems.writesPrefix(to, seq) + key.substring(end + 1)));
    return copy;
  }

  /** Parts are named after a row of their own log. */
  private static void rename(Map<String, AttributeValue> row, String attribute, long madeAt) {
    row.computeIfPresent(
        attribute,
        (name, value) -> StoredPayload.Parts.parse(value).renamedAt(madeAt).toAttribute());
  }

  private void copyParts(
      CheckpointKey from, CheckpointKey to, StoredPayload.Parts parts, long madeAt) {
    var name = parts.renamedAt(madeAt).name();
    for (var row : calls.batchGet(CheckpointParts.keys(from, parts), true)) {
      var copy = new HashMap<>(row.attributes());
      var key = AttributeValues.required(copy, CheckpointItems.SORT).s();
      var number = Integer.parseInt(key.substring(key.lastIndexOf('#') + 1));
      copy.putAll(CheckpointItems.key(to.threadId(), CheckpointItems.partRow(to, name, number)));
      eraser.putAll(List.of(copy));
    }
  }
}
