package dev.dynamory.dynamodb;

import dev.dynamory.CorruptDataException;
import dev.dynamory.dynamodb.SessionState.Place;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * Reads a session from its newest row down. A row that should be there and is not shows that a
 * writer passed by, and the session is read again consistently; the same gap below the same newest
 * row is damage, never a shorter list.
 */
final class SessionReader {
  private static final int FIRST_PAGE = 64;
  private static final int MAX_TRIES = 20;

  private final Connection connection;
  private final TableCalls calls;
  private final SessionEntries entries;
  private final String id;
  private final SessionMemory.OfSession known;

  SessionReader(
      Connection connection,
      TableCalls calls,
      SessionEntries entries,
      String id,
      SessionMemory.OfSession known) {
    this.connection = connection;
    this.calls = calls;
    this.entries = entries;
    this.id = id;
    this.known = known;
  }

  /** Items with their places, oldest first, below this newest state. */
  record Reading(SessionState state, boolean consistent, List<Placed> items) {
    List<Map<String, Object>> documents() {
      return items.stream().map(Placed::item).toList();
    }
  }

  /** An item, where it is, and what the row it is in says of the rows below. */
  record Placed(Place place, Map<String, Object> item, SessionState row) {}

  /** The newest row's state, and with it the rows that were read. */
  record Newest(SessionState state, List<SessionRow> rows, boolean complete, boolean hasDetails) {}

  /** The newest rows, at most so many. */
  Newest newest(int limit, boolean consistent) {
    var response = calls.query(entries.newest(id, limit, consistent)).items();
    var rows = new ArrayList<SessionRow>();
    var hasDetails = false;
    for (var item : response) {
      if (SessionRow.number(item, SessionEntries.SEQ, 0) == 0) {
        hasDetails = true;
      } else {
        rows.add(parse(item));
      }
    }
    return new Newest(
        rows.isEmpty() ? SessionState.NONE : rows.get(0).state(),
        rows,
        response.size() < limit || hasDetails,
        hasDetails);
  }

  private SessionRow parse(Map<String, AttributeValue> row) {
    try {
      return SessionRow.parse(row);
    } catch (RuntimeException e) {
      throw corrupt("a row cannot be read", e);
    }
  }

  /** The newest items, at most so many. */
  Reading read(int limit, boolean consistent) {
    var fully = consistent;
    Gap last = null;
    for (var tries = 0; tries < MAX_TRIES; tries++) {
      try {
        return new Walk(fully).read(limit);
      } catch (Gap gap) {
        if (fully && last != null && last.newest == gap.newest && last.seq == gap.seq) {
          throw corrupt(
              "row " + gap.seq + ", which row " + gap.newest + " says is there, " + gap.wrong,
              null);
        }
        last = fully ? gap : null;
        fully = true;
      }
    }
    throw corrupt("it changed " + MAX_TRIES + " times while it was read", null);
  }

  CorruptDataException corrupt(String wrong, @Nullable Exception cause) {
    return new CorruptDataException(entries.table(), "session '" + id + "'", wrong, cause);
  }

  /** Something that the newest row promises was not found. */
  private static final class Gap extends Exception {
    private static final long serialVersionUID = 1L;
    private final long newest;
    private final long seq;
    private final String wrong;

    Gap(long newest, long seq, String wrong) {
      super(wrong, null, false, false);
      this.newest = newest;
      this.seq = seq;
      this.wrong = wrong;
    }
  }

  /** One attempt. */
  private final class Walk {
    private final boolean consistent;
    private final NavigableMap<Long, SessionRow> rows = new TreeMap<>();
    private final Map<Long, List<Map<String, Object>>> contents = new HashMap<>();
    private final ArrayDeque<Placed> found = new ArrayDeque<>();
    private SessionState newest = SessionState.NONE;

    Walk(boolean consistent) {
      this.consistent = consistent;
    }

    Reading read(int limit) throws Gap {
      var page = (int) Math.min(limit + 2L, FIRST_PAGE);
      fetch(entries.newest(id, Math.max(1, limit == 0 ? 1 : page), consistent));
      if (rows.isEmpty()) {
        checkOwnWrites(0);
        return new Reading(SessionState.NONE, consistent, List.of());
      }
      newest = rows.lastEntry().getValue().state();
      checkOwnWrites(newest.seq());
      if (!newest.isLive(connection.now().getEpochSecond())) {
        return new Reading(newest, consistent, List.of());
      }
      var wanted = Math.min(limit, newest.size());
      walk(wanted);
      pins(wanted);
      if (found.size() < wanted) {
        throw new Gap(newest.seq(), newest.first(), "has fewer items than it says");
      }
      return new Reading(newest, consistent, List.copyOf(found));
    }

    private void checkOwnWrites(long seq) throws Gap {
      if (!consistent && seq < known.written()) {
        throw new Gap(seq, known.written(), "is not there yet");
      }
    }

    private void fetch(QueryRequest request) {
      calls
          .query(request)
          .items()
          .forEach(
              item -> {
                var seq = SessionRow.number(item, SessionEntries.SEQ, 0);
                if (seq > 0) {
                  rows.put(seq, parse(item));
                }
              });
    }

    private void walk(int wanted) throws Gap {
      var seq = newest.seq();
      var keep = -1;
      while (found.size() < wanted && seq >= newest.first()) {
        var row = row(seq, wanted - found.size());
        var from = seq == newest.first() ? newest.skip() : 0;
        var to = keep < 0 ? row.count() : Math.min(keep, row.count());
        if (to > from) {
          var items = items(row);
          for (var at = to - 1; at >= from && found.size() < wanted; at--) {
            found.addFirst(new Placed(new Place(seq, at), items.get(at), row.state()));
          }
        }
        keep = row.state().keep();
        seq = row.state().previous();
      }
    }

    private SessionRow row(long seq, int left) throws Gap {
      var row = rows.get(seq);
      if (row == null) {
        var limit = left > 200 ? null : left + 2;
        fetch(entries.down(id, seq, newest.first(), limit, consistent));
        row = rows.get(seq);
      }
      if (row == null || row.isTombstone()) {
        throw new Gap(newest.seq(), seq, row == null ? "is missing" : "is erased");
      }
      return row;
    }

    private void pins(int wanted) throws Gap {
      var pins = newest.pins();
      for (var at = pins.size() - 1; at >= 0 && found.size() < wanted; at--) {
        var pin = pins.get(at);
        if (!rows.containsKey(pin.seq())) {
          var item = calls.getItem(entries.get(id, pin.seq(), consistent));
          if (item.isEmpty()) {
            throw new Gap(newest.seq(), pin.seq(), "is missing");
          }
          rows.put(pin.seq(), parse(item));
        }
        var row = row(pin.seq(), 1);
        if (pin.index() >= row.count()) {
          throw new Gap(newest.seq(), pin.seq(), "has fewer items than it says");
        }
        found.addFirst(new Placed(pin, items(row).get(pin.index()), row.state()));
      }
    }

    private List<Map<String, Object>> items(SessionRow row) throws Gap {
      var known = contents.get(row.state().seq());
      if (known != null) {
        return known;
      }
      var items = row.hasParts() ? large(row) : inline(row);
      contents.put(row.state().seq(), items);
      return items;
    }

    private List<Map<String, Object>> inline(SessionRow row) {
      return AttributeValues.required(row.attributes(), SessionEntries.ITEMS).l().stream()
          .map(AttributeValues::toDocument)
          .toList();
    }

    private List<Map<String, Object>> large(SessionRow row) throws Gap {
      var parts =
          row.parts().orElseThrow(() -> corrupt("what it says of its parts is unreadable", null));
      var bytes = new ByteArrayOutputStream();
      var count = new int[1];
      calls.queryAll(
          entries.parts(id, parts, consistent),
          response -> {
            response.items().forEach(part -> bytes.writeBytes(SessionEntries.bytes(part)));
            count[0] += response.items().size();
            return true;
          });
      if (count[0] < parts.count()) {
        throw new Gap(newest.seq(), row.state().seq(), "lacks a part of its items");
      }
      try {
        return SessionContent.decode(Pieces.join(parts, bytes.toByteArray()), row.count());
      } catch (IOException | IllegalArgumentException e) {
        throw corrupt("the parts of row " + row.state().seq() + " cannot be decoded", e);
      }
    }
  }
}
