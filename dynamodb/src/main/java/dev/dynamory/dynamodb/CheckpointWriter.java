package dev.dynamory.dynamodb;

import dev.dynamory.CheckpointInfo;
import dev.dynamory.NewCheckpoint;
import dev.dynamory.Payload;
import dev.dynamory.WriteCondition;
import dev.dynamory.WriteConflictException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Saves checkpoints, at the end of a log or in another's place. */
final class CheckpointWriter {
  private final CheckpointLogs logs;
  private final CheckpointIds ids;
  private final CheckpointParts parts;
  private final CheckpointReader reader;
  private final CheckpointExpiry expiry;
  private final CheckpointListing listing;
  private final CheckpointRuns runs;
  private final CheckpointEraser eraser;
  private final CheckpointCache cache;

  CheckpointWriter(
      CheckpointLogs logs,
      CheckpointIds ids,
      CheckpointParts parts,
      CheckpointReader reader,
      CheckpointExpiry expiry,
      CheckpointListing listing,
      CheckpointRuns runs,
      CheckpointEraser eraser,
      CheckpointCache cache) {
    this.logs = logs;
    this.ids = ids;
    this.parts = parts;
    this.reader = reader;
    this.expiry = expiry;
    this.listing = listing;
    this.runs = runs;
    this.eraser = eraser;
    this.cache = cache;
  }

  CheckpointInfo save(CheckpointKey key, NewCheckpoint checkpoint, @Nullable String replaced) {
    StoredPayload.check("the state of " + key, checkpoint.payload());
    var run = checkpoint.runId();
    if (run != null) {
      runs.register(run, key, expiry.physical(logs.now()));
    }
    var save = new Save(key, checkpoint, replaced);
    try {
      var row = logs.append(key, replaced != null, save).orElseThrow();
      var encoded = save.encoded();
      cache.remember(
          key, row.id(), CheckpointBase.of(row.seq(), save.payload.bytes(), encoded.stored()));
      if (save.hasFormer) {
        hideFormer(key, row.id());
      }
      return row.info(key.threadId());
    } catch (WriteConflictException e) {
      save.removeParts();
      throw e;
    }
  }

  /** Rows whose id a later one has taken. */
  private void hideFormer(CheckpointKey key, String id) {
    var rows = ids.all(key, id);
    logs.append(
        key,
        true,
        stale ->
            reader.read(
                key,
                (newest, consistent) -> {
                  var state = newest.state();
                  var shown = rows.stream().filter(state::shows).toList();
                  return shown.size() < 2
                      ? Optional.empty()
                      : Optional.of(
                          CheckpointRuns.without(
                              key,
                              state,
                              reader.visible(key, newest, Long.MAX_VALUE, shown.size(), consistent),
                              shown.subList(0, shown.size() - 1)));
                }));
  }

  static void check(CheckpointKey key, WriteCondition condition, CheckpointState state) {
    var holds =
        condition instanceof WriteCondition.Version wanted
            ? wanted.version() == state.top()
            : condition instanceof WriteCondition.Any || state.isEmpty();
    if (!holds) {
      throw conflict(key.toString(), condition, state.top());
    }
  }

  static WriteConflictException conflict(String what, WriteCondition condition, long current) {
    return new WriteConflictException(what, condition, current, null, false, null);
  }

  /** One save, through all its tries. */
  private final class Save implements CheckpointLogs.Change {
    private final CheckpointKey key;
    private final NewCheckpoint checkpoint;
    private final @Nullable String replaced;
    private final String operation = CheckpointLogs.newOperation();
    private final Payload payload;
    private @Nullable CheckpointBase base;
    private CheckpointParts.@Nullable Encoded encoded;
    private volatile boolean wasTried;
    private long madeAt;
    private volatile boolean hasFormer;

    Save(CheckpointKey key, NewCheckpoint checkpoint, @Nullable String replaced) {
      this.key = key;
      this.checkpoint = checkpoint;
      this.replaced = replaced;
      this.payload =
          Payload.of(checkpoint.payload().contentType(), checkpoint.payload().bytes().clone());
    }

    CheckpointParts.Encoded encoded() {
      var made = encoded;
      if (made == null) {
        throw new IllegalStateException("nothing was saved");
      }
      return made;
    }

    @Override
    public Optional<Map<String, AttributeValue>> after(CheckpointState state) {
      var now = logs.now();
      check(key, checkpoint.condition(), state);
      var own = checkpoint.id();
      var id = own == null ? CheckpointItems.id(state.seq() + 1, operation) : own;
      var place = replaced == null ? null : place(replaced, state);
      var parent = checkpoint.parentId();
      if (parent == null) {
        parent = place == null ? state.topId() : place.info(key.threadId()).parentId();
      }
      var physical = expiry.physical(now);
      encode(state, parent, physical);
      var next =
          expiry.renewed(
              key,
              state,
              place == null ? state.saved(id) : state.replaced(place.position(), id),
              now);
      if (CheckpointListing.isDue(state, now, next.expires())) {
        listing.write(key, next.seq(), now, next.expires(), physical);
        next = next.listedAt(now.toEpochMilli());
      }
      return Optional.of(row(next, place, parent, physical, now));
    }

    private Map<String, AttributeValue> row(
        CheckpointState next,
        @Nullable CheckpointRow place,
        @Nullable String parent,
        @Nullable Long physical,
        Instant now) {
      var row = CheckpointItems.row(key, CheckpointItems.CHECKPOINT, operation, next);
      CheckpointItems.put(row, checkpoint, parent, now);
      CheckpointItems.put(row, encoded().stored());
      CheckpointItems.putIfAny(row, CheckpointItems.EXPIRY, physical);
      if (place != null) {
        row.put("pos", AttributeValues.number(place.position()));
      }
      return row;
    }

    private CheckpointRow place(String id, CheckpointState state) {
      return ids.find(key, id, state, true)
          .orElseThrow(
              () -> conflict("checkpoint '" + id + "' of " + key, checkpoint.condition(), 0));
    }

    /** Once, unless what it was encoded against, or what was the newest row then, is gone. */
    private void encode(CheckpointState state, @Nullable String parent, @Nullable Long physical) {
      var before = encoded;
      if (before != null
          && madeAt >= state.first() - 1
          && (base == null ? before.stored().isSnapshot() : base.isKeptIn(state))) {
        return;
      }
      base = findBase(state, parent);
      var made = CheckpointParts.encode(payload, base, CheckpointItems.MAX_INLINE, state.seq());
      if (made.stored().isSnapshot()) {
        base = null;
      }
      removeParts();
      parts.write(key, made, physical);
      encoded = made;
      madeAt = state.seq();
    }

    private @Nullable CheckpointBase findBase(CheckpointState state, @Nullable String parent) {
      if (state.isEmpty()) {
        return null;
      }
      for (var id : new @Nullable String[] {parent, state.topId()}) {
        if (id == null) {
          continue;
        }
        var known = cache.base(key, id);
        var found = known == null ? reader.base(key, id).orElse(null) : known;
        if (found != null && found.isKeptIn(state)) {
          return found;
        }
      }
      return null;
    }

    @Override
    public void beside(CheckpointRow row) {
      var seq = row.seq();
      var before = ids.point(key, row.id(), seq, row.physicalExpiry().orElse(null));
      hasFormer |= before != 0 || wasTried; // who took an earlier number may have saved this id
      wasTried = true;
    }

    void removeParts() {
      var made = encoded;
      var written = made == null ? null : made.stored().parts();
      if (written != null) {
        eraser.remove(CheckpointParts.keys(key, written));
      }
    }
  }
}
