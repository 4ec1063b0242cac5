package dev.dynamory.dynamodb;

import dev.dynamory.dynamodb.SessionState.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A row of a session's log: the state after it, and the items it brought. */
record SessionRow(SessionState state, String operation, Map<String, AttributeValue> attributes) {
  private static final String SKIP = "skip";
  static final String PREVIOUS = "prev";
  private static final String KEEP = "keep";
  private static final String SAFE = "safe";
  private static final String BASE = "base";
  private static final String LISTED = "lr";
  private static final String LISTED_AT = "lt";
  private static final String BIG = "big";
  private static final String FIRST = "first";
  private static final String SIZE = "size";
  private static final String PINS = "pins";

  /** {@link RuntimeException} if the row is not what {@link #attributes(SessionState)} makes. */
  static SessionRow parse(Map<String, AttributeValue> row) {
    var seq = number(row, SessionEntries.SEQ, 0);
    var kind = AttributeValues.required(row, SessionEntries.KIND).s().charAt(0);
    var operation =
        Optional.ofNullable(row.get(SessionEntries.OPERATION)).map(AttributeValue::s).orElse("");
    var pins = new ArrayList<Place>();
    if (row.containsKey(PINS)) {
      for (var pin : AttributeValues.required(row, PINS).l()) {
        pins.add(
            new Place(Long.parseLong(pin.l().get(0).n()), Integer.parseInt(pin.l().get(1).n())));
      }
    }
    var state =
        new SessionState(
            seq,
            kind,
            number(row, FIRST, seq),
            (int) number(row, SKIP, 0),
            (int) number(row, SIZE, 0),
            List.copyOf(pins),
            number(row, PREVIOUS, seq - 1),
            (int) number(row, KEEP, -1),
            number(row, SessionEntries.EXPIRES, SessionExpiry.FOREVER),
            number(row, SessionEntries.REMOVED, SessionExpiry.FOREVER),
            number(row, SAFE, SessionExpiry.FOREVER),
            number(row, BASE, 1),
            number(row, LISTED, 0),
            number(row, LISTED_AT, 0),
            row.containsKey(BIG));
    return new SessionRow(state, operation, row);
  }

  static long number(Map<String, AttributeValue> row, String attribute, long absent) {
    var value = row.get(attribute);
    return value == null ? absent : Long.parseLong(value.n());
  }

  /** The state as attributes, the usual ones left out. */
  static Map<String, AttributeValue> attributes(SessionState state) {
    var row = new HashMap<String, AttributeValue>();
    row.put(SessionEntries.SEQ, AttributeValues.number(state.seq()));
    row.put(SessionEntries.KIND, AttributeValue.fromS(String.valueOf(state.kind())));
    put(row, FIRST, state.first(), state.seq());
    put(row, SKIP, state.skip(), 0);
    put(row, SIZE, state.size(), 0);
    put(row, PREVIOUS, state.previous(), state.seq() - 1);
    put(row, KEEP, state.keep(), -1);
    put(row, SessionEntries.EXPIRES, state.expires(), SessionExpiry.FOREVER);
    put(row, SessionEntries.REMOVED, state.removed(), SessionExpiry.FOREVER);
    put(row, SAFE, state.safe(), SessionExpiry.FOREVER);
    put(row, BASE, state.base(), 1);
    put(row, LISTED, state.listed(), 0);
    put(row, LISTED_AT, state.listedAt(), 0);
    if (!state.pins().isEmpty()) {
      row.put(
          PINS,
          AttributeValue.fromL(
              state.pins().stream()
                  .map(
                      pin ->
                          AttributeValue.fromL(
                              List.of(
                                  AttributeValues.number(pin.seq()),
                                  AttributeValues.number(pin.index()))))
                  .toList()));
    }
    if (state.big()) {
      row.put(BIG, AttributeValue.fromBool(true));
    }
    return row;
  }

  private static void put(
      Map<String, AttributeValue> row, String attribute, long value, long usual) {
    if (value != usual) {
      row.put(attribute, AttributeValues.number(value));
    }
  }

  boolean isTombstone() {
    return state.kind() == SessionEntries.TOMBSTONE;
  }

  /** How many items the row brought. */
  int count() {
    var items = attributes.get(SessionEntries.ITEMS);
    return items == null ? (int) number(attributes, SessionEntries.COUNT, 0) : items.l().size();
  }

  boolean hasParts() {
    return attributes.containsKey(SessionEntries.PARTS);
  }

  Optional<Parts> parts() {
    return Optional.ofNullable(attributes.get(SessionEntries.PARTS))
        .flatMap(parts -> Parts.parse(parts.m()));
  }
}
