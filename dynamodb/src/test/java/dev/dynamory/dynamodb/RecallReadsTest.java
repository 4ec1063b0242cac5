package dev.dynamory.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dynamory.Item;
import dev.dynamory.Namespace;
import dev.dynamory.Put;
import dev.dynamory.Ranking;
import dev.dynamory.Search;
import dev.dynamory.Store;
import dev.dynamory.Turn;
import dev.dynamory.ValueTooLargeException;
import dev.dynamory.testkit.WordEmbedder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** What searches that ask something read, of namespaces large and many, and what they ask. */
@SuppressWarnings("NullAway") // a test may dereference what is not there
class RecallReadsTest {
  private static final Namespace USER = Namespace.of("users", "1");

  private final Watched watched = new Watched();
  private final WordEmbedder model = new WordEmbedder();
  private final List<QueryRequest> queries = new ArrayList<>();
  private final DynamoDbStore plain = watched.newProcess(new Queried()).store(watched.table);
  private final DynamoDbStore store = plain.withEmbedder(model, WordEmbedder.DIMENSIONS, "text");
  private final DynamoDbStore exact = store.withExactRanking();

  private final class Queried implements ExecutionInterceptor {
    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
      if (context.request() instanceof QueryRequest query) {
        synchronized (queries) {
          queries.add(query);
        }
      }
    }
  }

  @BeforeEach
  void thereIsATable() {
    store.setup();
  }

  private static Search ask(Namespace prefix, Ranking ranking) {
    return Search.in(prefix).query("lighthouse").ranking(ranking);
  }

  @Test
  void aNamespaceOfManyPagesIsReadToItsEnd() {
    for (var n = 0; n < 10; n++) {
      var text = n == 9 ? "the lighthouse" : "nothing of note " + n;
      exact.put(USER, "k" + n, Map.of("text", text, "bytes", new byte[300_000]));
    }
    for (var ranking : Ranking.values()) {
      queries.clear();
      var found = exact.search(ask(USER, ranking).exact().limit(1));
      assertThat(found).extracting(Item::key).containsExactly("k9");
      assertThat(queries).hasSizeGreaterThan(2);
    }
  }

  @Test
  void whatMustSeeEveryWriteAsksForConsistentReads() {
    exact.put(USER, "a", Map.of("text", "the lighthouse"));
    for (Store asked : List.of(exact, store)) {
      queries.clear();
      asked.search(ask(USER, Ranking.SEMANTIC).exact().consistent());
      assertThat(queries).hasSize(1).allMatch(QueryRequest::consistentRead);
    }
    queries.clear();
    exact.withConsistentReads().search(ask(USER, Ranking.HYBRID).exact());
    assertThat(queries).hasSize(1).allMatch(QueryRequest::consistentRead);
    queries.clear();
    exact.search(ask(USER, Ranking.HYBRID).exact());
    assertThat(queries).hasSize(1).noneMatch(QueryRequest::consistentRead);
  }

  @Test
  void manyNamespacesAreAllAsked() {
    var puts = new ArrayList<Put>();
    for (var n = 0; n < 70; n++) {
      puts.add(
          Put.of(Namespace.of("many", "n%02d".formatted(n)), "k", Map.of("text", "lighthouse")));
    }
    puts.add(Put.of(Namespace.of("many"), "own", Map.of("text", "lighthouse")));
    store.batch(puts);
    for (var asked :
        List.of(store, exact, store.withScannedNamespaces(), exact.withScannedNamespaces())) {
      for (var ranking : List.of(Ranking.SEMANTIC, Ranking.HYBRID)) {
        assertThat(asked.search(ask(Namespace.of("many"), ranking).limit(500)))
            .hasSize(71)
            .doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void deletedAndReplacedItemsLeaveNoVector() {
    for (var writing : List.of(store, exact)) {
      writing.put(USER, "a", Map.of("text", "the lighthouse"));
      writing.deleteNamespace(Namespace.of("users"));
      plain.put(USER, "a", Map.of("text", "the lighthouse"));
      assertThat(writing.search(ask(USER, Ranking.SEMANTIC))).isEmpty();
      writing.put(
          Put.of(USER, "b", Map.of("text", "the lighthouse")).timeToLive(Duration.ofMinutes(1)));
      watched.clock.advance(Duration.ofMinutes(2));
      plain.put(USER, "b", Map.of("text", "the lighthouse"));
      assertThat(writing.search(ask(USER, Ranking.SEMANTIC))).isEmpty();
    }
  }

  @Test
  void aQueryAsksTheModelOnce() {
    store.put(USER, "a", Map.of("text", "lighthouse"));
    var turn = new Turn("s", 0, Instant.EPOCH, "Ana", "A lighthouse");
    store.put(USER.child("turns"), turn.key(), turn);
    var other = new Turn("s", 0, Instant.EPOCH, "Ben", "Nothing");
    store.put(USER.child("others"), other.key(), other);
    var asking = "What did Ana and Ben say of a lighthouse?";
    store.search(Search.in(USER).query(asking));
    store.delete(USER.child("others"), other.key());
    var another = "Did Ana or Ben see a lighthouse?";
    var before = model.calls();
    store.search(Search.in(USER).query(another));
    assertThat(model.calls()).isEqualTo(before + 1);
  }

  @Test
  void whatIsRefusedIsRefusedBeforeTheModelIsAsked() {
    var small = store.withLargestValue(1_000_000);
    var large = Put.of(USER, "a", Map.of("text", "x".repeat(1_100_000)));
    assertThatExceptionOfType(ValueTooLargeException.class).isThrownBy(() -> small.put(large));
    assertThatExceptionOfType(ValueTooLargeException.class)
        .isThrownBy(() -> small.transact(List.of(large)));
    assertThat(model.calls()).isZero();
  }

  @Test
  void aProcessThatGoesOnWithAConversationReadsItsEndOnce() {
    for (var position = 0; position < 4; position++) {
      store.put(USER, turn(position, "").key(), turn(position, "number " + position));
    }
    var other = watched.newStore().withEmbedder(model, WordEmbedder.DIMENSIONS, "text");
    for (var position = 4; position < 7; position++) {
      watched.log.reset();
      var calls = model.calls();
      other.put(USER, turn(position, "").key(), turn(position, "number " + position));
      assertThat(watched.log.calls("BatchGetItem")).hasSize(position == 4 ? 1 : 0);
      assertThat(model.calls()).isEqualTo(calls + 1);
    }
  }

  @Test
  void aGapInAConversationIsReadOnceAMinute() {
    store.put(USER, "known", Map.of("n", 1));
    for (var position = 5; position < 8; position++) {
      watched.log.reset();
      var turn = new Turn("s", position, Instant.EPOCH, "Ana", "number " + position);
      store.put(USER, turn.key(), turn);
      assertThat(watched.log.calls("BatchGetItem")).hasSize(position == 5 ? 1 : 0);
    }
    watched.clock.advance(Duration.ofMinutes(2));
    watched.log.reset();
    var turn = new Turn("s", 5, Instant.EPOCH, "Ana", "number 5");
    store.put(USER, turn.key(), turn);
    assertThat(watched.log.calls("BatchGetItem")).hasSize(1);
  }

  @Test
  void whatOtherViewsDeleteOrReplaceIsForgotten() {
    for (var other :
        List.<Runnable>of(
            () -> plain.delete(USER, turn(0, "").key()),
            () -> plain.put(USER, turn(0, "").key(), turn(0, "lighthouse")),
            () -> plain.transact(List.of(Put.of(USER, turn(0, "").key(), turn(0, "lighthouse")))),
            () -> plain.deleteNamespace(USER))) {
      store.put(USER, turn(1, "").key(), turn(1, "How are you"));
      var alone = row();
      store.put(USER, turn(0, "").key(), turn(0, "lighthouse"));
      store.put(USER, turn(1, "").key(), turn(1, "How are you"));
      assertThat(row()).isNotEqualTo(alone);
      other.run();
      store.put(USER, turn(1, "").key(), turn(1, "How are you"));
      assertThat(row()).isEqualTo(alone);
      store.deleteNamespace(USER);
    }
  }

  private static Turn turn(int position, String text) {
    return new Turn("s", position, Instant.EPOCH, "Ana", text);
  }

  private Object row() {
    return new Original(watched.table).row("users:1", turn(1, "").key()).get("embedding");
  }
}
