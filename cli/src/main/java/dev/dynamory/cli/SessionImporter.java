package dev.dynamory.cli;

import dev.dynamory.Documents;
import dev.dynamory.InvalidInputException;
import dev.dynamory.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Appends lines to a session, a batch at a time. The batches that the session has already, one
 * after another, are passed over; each of the others has an operation id of all lines up to it, so
 * that one which a killed import had on its way is not added twice.
 */
final class SessionImporter {
  private final Session session;
  private final SessionLayout layout;
  private final LineImport.Manner manner;
  private final MessageDigest digest = FileFacts.sha256();

  private List<Map<String, Object>> there = List.of();
  private long versionThere;
  private int passed;
  private boolean passing = true;

  private long imported;
  private long present;
  private long bad;

  SessionImporter(Session session, SessionLayout layout, LineImport.Manner manner) {
    this.session = session;
    this.layout = layout;
    this.manner = manner;
  }

  /** The lines of one append. */
  private static final class Batch {
    final List<Map<String, Object>> items = new ArrayList<>();
    int characters;
  }

  /** Appends them all; those that are there already are passed over. */
  LineImport.Outcome run(Lines lines) throws IOException {
    RuntimeException failure = null;
    try {
      var read = session.read(Integer.MAX_VALUE);
      there = read.items();
      versionThere = read.version();
      for (var batch = next(lines); !batch.items.isEmpty(); batch = next(lines)) {
        take(batch);
        manner.progress().at(lines.bytesRead(), imported + present + " items");
      }
    } catch (RuntimeException e) {
      failure = e;
    }
    return new LineImport.Outcome(imported, present, bad, failure);
  }

  /** The lines up to the end of a batch, or of the file. */
  private Batch next(Lines lines) throws IOException {
    var batch = new Batch();
    while (batch.items.size() < layout.batchItems()
        && batch.characters < layout.batchCharacters()) {
      try {
        var text = lines.next();
        if (text == null) {
          break;
        } else if (!text.isBlank()) {
          batch.items.add(item(text));
          batch.characters += text.length();
          digest.update(text.getBytes(StandardCharsets.UTF_8));
          digest.update((byte) '\n');
        }
      } catch (InvalidInputException e) {
        bad++;
        manner.badLine().accept(e, lines.number());
      }
    }
    return batch;
  }

  private Map<String, Object> item(String text) {
    var item = Values.document(Json.read(text, "line"), "line");
    if (layout == SessionLayout.SINGLE && !Values.isJson(item)) {
      throw new InvalidInputException("line", "the layout 'single' keeps no bytes and no sets");
    }
    return item;
  }

  private void take(Batch batch) {
    var size = batch.items.size();
    var at = passing ? find(batch.items) : -1;
    if (at >= 0) {
      passed = at + size;
      present += size;
      return;
    }
    // of a file that had ended here when it was imported, the last batch may be the beginning
    var begun = passing && passed > 0 ? common(batch.items, there, passed) : 0;
    passing = false;
    append(batch.items.subList(begun, size));
    present += begun;
    imported += size - begun;
  }

  /** Where the items stand, one after another, behind those that were passed; -1 if nowhere. */
  private int find(List<Map<String, Object>> items) {
    for (var at = passed; at + items.size() <= there.size(); at++) {
      if (common(items, there, at) == items.size()) {
        return at;
      }
    }
    return -1;
  }

  private static int common(
      List<Map<String, Object>> items, List<Map<String, Object>> there, int at) {
    var n = 0;
    while (n < items.size()
        && at + n < there.size()
        && Documents.equal(items.get(n), there.get(at + n))) {
      n++;
    }
    return n;
  }

  private void append(List<Map<String, Object>> items) {
    var operation = "import-" + HexFormat.of().formatHex(digestSoFar());
    manner
        .patience()
        .run(
            () -> {
              var version = session.addItems(items, operation);
              if (version <= versionThere) {
                // it had been added and was removed again before this import began
                session.addItems(items, operation + "-" + versionThere);
              }
            },
            () -> true);
  }

  private byte[] digestSoFar() {
    try {
      return ((MessageDigest) digest.clone()).digest();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }
}
