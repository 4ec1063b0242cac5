package dev.dynamory.dynamodb;

import dev.dynamory.DatabaseRules;
import dev.dynamory.Document;
import dev.dynamory.InvalidInputException;
import dev.dynamory.Page;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** Reads a collection whole: in pages, or in segments side by side if it is large. */
final class DocumentScan {
  private static final long BYTES_OF_A_SEGMENT = 1 << 20;
  private static final int MAX_SEGMENTS = 16;

  private final ScanRequest request;

  DocumentScan(String table, boolean consistent) {
    this.request = ScanRequest.builder().tableName(table).consistentRead(consistent).build();
  }

  /** One page, whose token is the id of its last document. */
  Page<Document> page(
      int limit,
      @Nullable String token,
      Function<ScanRequest, ScanResponse> scan,
      Function<Map<String, AttributeValue>, Document> document) {
    var first = request.toBuilder().limit(limit);
    if (token != null) {
      first.exclusiveStartKey(CollectionItems.key(parse(token)));
    }
    var page = scan.apply(first.build());
    return new Page<>(
        page.items().stream().map(document).toList(), hasMore(page) ? token(page) : null);
  }

  private static boolean hasMore(ScanResponse page) {
    return page.hasLastEvaluatedKey() && !page.lastEvaluatedKey().isEmpty();
  }

  private static String token(ScanResponse page) {
    var id = AttributeValues.required(page.lastEvaluatedKey(), DatabaseRules.ID).s();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(id.getBytes(StandardCharsets.UTF_8));
  }

  private static String parse(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException("pageToken", "is not one of this listing's");
    }
  }

  /** All rows; each step reads the next page of every segment that has one. */
  Stream<Map<String, AttributeValue>> all(
      long bytes, FanOut fanOut, Function<ScanRequest, ScanResponse> scan) {
    var segments =
        (int)
            Math.max(
                1, Math.min(MAX_SEGMENTS, (bytes + BYTES_OF_A_SEGMENT - 1) / BYTES_OF_A_SEGMENT));
    var first =
        segments == 1
            ? List.of(request)
            : IntStream.range(0, segments)
                .mapToObj(n -> request.toBuilder().segment(n).totalSegments(segments).build())
                .toList();
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(
                new Steps(first, fanOut, scan), Spliterator.ORDERED | Spliterator.NONNULL),
            false)
        .flatMap(List::stream);
  }

  private static final class Steps implements Iterator<List<Map<String, AttributeValue>>> {
    private final FanOut fanOut;
    private final Function<ScanRequest, ScanResponse> scan;
    private List<ScanRequest> next;

    Steps(List<ScanRequest> first, FanOut fanOut, Function<ScanRequest, ScanResponse> scan) {
      this.next = first;
      this.fanOut = fanOut;
      this.scan = scan;
    }

    @Override
    public boolean hasNext() {
      return !next.isEmpty();
    }

    @Override
    public List<Map<String, AttributeValue>> next() {
      var requests = next;
      var pages = fanOut.<ScanRequest, ScanResponse>map(requests, scan);
      var rows = new ArrayList<Map<String, AttributeValue>>();
      var more = new ArrayList<ScanRequest>();
      for (var n = 0; n < pages.size(); n++) {
        var page = pages.get(n);
        rows.addAll(page.items());
        if (hasMore(page)) {
          more.add(requests.get(n).toBuilder().exclusiveStartKey(page.lastEvaluatedKey()).build());
        }
      }
      next = more;
      return rows;
    }
  }
}
