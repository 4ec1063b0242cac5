package dev.dynamory.dynamodb;

import dev.dynamory.CorruptDataException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;

/** What is wrong with the rows of a document index. */
final class IndexFindings {
  private final IndexCalls index;

  IndexFindings(IndexCalls index) {
    this.index = index;
  }

  /** One sentence each; the table is read from end to end, consistently. */
  List<String> all() {
    var findings = new ArrayList<String>();
    var named = new HashMap<String, IndexRow>();
    var kept = new TreeMap<String, Integer>();
    var request = ScanRequest.builder().tableName(index.items.table()).consistentRead(true).build();
    for (Map<String, AttributeValue> start = Map.of(); ; ) {
      var page =
          index.calls.scan(
              start.isEmpty() ? request : request.toBuilder().exclusiveStartKey(start).build());
      for (var item : page.items()) {
        var row = new IndexRow(item);
        row.setOfPart()
            .ifPresent(set -> kept.merge(set, row.inlineChunkIds().size(), Integer::sum));
        if (row.isDocument() && row.text(IndexRow.SK).orElse("").equals(IndexItems.DOCUMENT)) {
          check(row, findings);
          row.chunkSet().ifPresent(set -> named.put(set.id(), row));
        }
      }
      start = page.lastEvaluatedKey();
      if (start.isEmpty()) {
        break;
      }
    }
    kept.keySet().stream()
        .filter(set -> !named.containsKey(set))
        .forEach(
            set ->
                findings.add(
                    "chunk set '"
                        + set
                        + "' belongs to no document: delete the rows with PK "
                        + IndexRow.ChunkSet.PREFIX
                        + set));
    named.forEach(
        (set, row) -> {
          var count = row.chunkSet().orElseThrow().count();
          if (kept.getOrDefault(set, 0) != count) {
            findings.add(
                name(row)
                    + " names "
                    + count
                    + " chunk ids, but there are "
                    + kept.getOrDefault(set, 0));
          }
        });
    return findings;
  }

  private void check(IndexRow row, List<String> findings) {
    try {
      row.document(index.items.table(), row.inlineChunkIds());
    } catch (CorruptDataException e) {
      findings.add(String.valueOf(e.getMessage()));
    }
  }

  private static String name(IndexRow row) {
    return "document '"
        + row.text(IndexRow.ID).orElse("")
        + "' in namespace '"
        + row.text("namespace").orElse("")
        + "'";
  }
}
