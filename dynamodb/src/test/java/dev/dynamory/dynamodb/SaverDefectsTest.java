package dev.dynamory.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dynamory.CheckpointInfo;
import dev.dynamory.NewCheckpoint;
import dev.dynamory.Payload;
import dev.dynamory.PendingWrite;
import dev.dynamory.testkit.Call;
import dev.dynamory.testkit.Fault;
import dev.dynamory.testkit.Stopped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** What was measured to be wrong with LangGraph's DynamoDBSaver 1.2.2, each as it should be. */
class SaverDefectsTest {
  private final Watched watched = new Watched();
  private final DynamoDbCheckpointer checkpointer =
      watched.newProcess().checkpointer(watched.table).withTimeToLive(Duration.ofDays(30));

  @BeforeEach
  void aTable() {
    checkpointer.setup();
    watched.log.reset();
  }

  private CheckpointInfo save(DynamoDbCheckpointer to, int n) {
    return to.save(NewCheckpoint.of("thread", Payload.of(Map.of("n", n))).metadata(Map.of("n", n)));
  }

  private static List<PendingWrite> writes(int count) {
    var writes = new ArrayList<PendingWrite>();
    IntStream.range(0, count)
        .forEach(n -> writes.add(new PendingWrite("task", n, "c", Payload.of(Map.of("n", n)))));
    Collections.shuffle(writes, new Random(7));
    return writes;
  }

  @Test
  void pendingWritesComeBackInTheOrderOfTheirIndexesAsNumbers() {
    var saved = save(checkpointer, 1);
    checkpointer.addPendingWrites("thread", saved.id(), writes(12));
    assertThat(checkpointer.load("thread").orElseThrow().pendingWrites())
        .extracting(PendingWrite::index)
        .containsExactlyElementsOf(IntStream.range(0, 12).boxed().toList());
  }

  @Test
  void tenPendingWritesAreOneCallAndLoadingThemIsAnother() {
    var saved = save(checkpointer, 1);
    watched.log.reset();
    checkpointer.addPendingWrites("thread", saved.id(), writes(10));
    assertThat(watched.log.calls()).hasSize(1);
    watched.log.reset();
    checkpointer.load("thread");
    assertThat(watched.log.calls()).hasSize(2);
  }

  @Test
  void aSaveThatStopsBeforeItsPayloadIsWrittenLeavesNoCheckpoint() {
    save(checkpointer, 1);
    var bytes = new byte[1_000_000];
    new Random(1).nextBytes(bytes);
    var large = NewCheckpoint.of("thread", Payload.of("application/octet-stream", bytes));
    watched.faults.stopAfter(2);
    assertThatExceptionOfType(Stopped.class).isThrownBy(() -> checkpointer.save(large));
    watched.faults.reset();
    var other = watched.newProcess().checkpointer(watched.table);
    assertThat(other.loadState("thread")).contains(Map.of("n", 1));
    assertThat(other.checkpoints("thread", 10, null).items()).hasSize(1);
    checkpointer.save(large);
    assertThat(other.load("thread").orElseThrow().payload().bytes()).isEqualTo(bytes);
  }

  @Test
  void aStateOver400KbNeedsNoOtherService() {
    var bytes = new byte[1_000_000];
    new Random(1).nextBytes(bytes);
    checkpointer.save(NewCheckpoint.of("thread", Payload.of("application/octet-stream", bytes)));
    assertThat(checkpointer.load("thread").orElseThrow().payload().bytes()).isEqualTo(bytes);
  }

  @Test
  void writesOfACheckpointThatIsNotThereDoNotSurviveTheirThread() {
    var saved = save(checkpointer, 1);
    checkpointer.addPendingWrites("thread", saved.id(), writes(3));
    save(checkpointer, 2);
    checkpointer.prune("thread", 1);
    checkpointer.addPendingWrites("thread", saved.id(), writes(3));
    checkpointer.deleteThread("thread");
    assertThat(rows("w#")).isEmpty();
  }

  private Stream<String> rows(String prefix) {
    return Engine.client()
        .scanPaginator(scan -> scan.tableName(watched.table).consistentRead(true))
        .items()
        .stream()
        .map(row -> row.getOrDefault(CheckpointItems.SORT, AttributeValue.fromS("")).s())
        .filter(key -> key.startsWith(prefix));
  }

  @Test
  void aListingIsOfOneNamespaceNewestFirstWhateverTheIds() {
    var researcher = checkpointer.namespace("a-researcher");
    save(checkpointer, 1);
    save(researcher, 2);
    checkpointer.save(
        NewCheckpoint.of("thread", Payload.of(Map.of())).id("aaa").metadata(Map.of("n", 3)));
    assertThat(checkpointer.checkpoints("thread", 10, null).items())
        .extracting(CheckpointInfo::metadata)
        .containsExactly(Map.of("n", 3), Map.of("n", 1));
  }

  @Test
  void aListingOfTenReadsNoPayloadAndIsOneCall() {
    IntStream.range(0, 10).forEach(n -> save(checkpointer, n));
    watched.log.reset();
    assertThat(checkpointer.checkpoints("thread", 10, null).items()).hasSize(10);
    assertThat(watched.log.calls()).hasSize(1);
  }

  @Test
  void readsAreConsistentWhereThatIsAskedFor() {
    var saved = save(checkpointer, 1);
    checkpointer.addPendingWrites("thread", saved.id(), writes(2));
    save(checkpointer, 2);
    var inconsistent = Collections.synchronizedList(new ArrayList<Call>());
    watched.faults.before(
        call -> {
          if (!isConsistent(call)) {
            inconsistent.add(call);
          }
          return false;
        },
        () -> {});
    var consistent = watched.newProcess().checkpointer(watched.table).withConsistentReads();
    consistent.load("thread");
    consistent.load("thread", saved.id());
    consistent.checkpoints("thread", 10, null);
    assertThat(inconsistent).isEmpty();
  }

  private static boolean isConsistent(Call call) {
    if (call.request() instanceof QueryRequest query) {
      return Boolean.TRUE.equals(query.consistentRead());
    } else if (call.request() instanceof GetItemRequest get) {
      return Boolean.TRUE.equals(get.consistentRead());
    }
    return !(call.request() instanceof BatchGetItemRequest batch)
        || batch.requestItems().values().stream().allMatch(KeysAndAttributes::consistentRead);
  }

  @Test
  void unprocessedWritesAreSentAgainUntilNoneIsLeft() {
    IntStream.range(0, 60).forEach(n -> save(checkpointer, n));
    watched.faults.fail(Call.of("BatchWriteItem"), Fault.SOME_UNPROCESSED, 4);
    checkpointer.deleteThread("thread");
    watched.faults.reset();
    var states =
        Engine.client()
            .scanPaginator(scan -> scan.tableName(watched.table).consistentRead(true))
            .items()
            .stream()
            .filter(row -> row.containsKey("z") || row.containsKey("b"));
    assertThat(states).isEmpty();
  }

  @Test
  void whatHasExpiredIsNeitherLoadedNorListed() {
    var saved = save(checkpointer, 1);
    watched.clock.advance(Duration.ofDays(30));
    assertThat(checkpointer.load("thread")).isEmpty();
    assertThat(checkpointer.load("thread", saved.id())).isEmpty();
    assertThat(checkpointer.checkpoints("thread", 10, null).items()).isEmpty();
    assertThat(checkpointer.listThreads(10, null).items()).isEmpty();
  }

  @Test
  void aSaveWritesWhatChangedAndNotTheWholeState() {
    var state = "an agent's state ".repeat(5_000);
    checkpointer.saveState("thread", Map.of("state", state, "n", 1));
    watched.log.reset();
    checkpointer.saveState("thread", Map.of("state", state, "n", 2));
    assertThat(watched.log.totals().writeUnits()).isEqualTo(1);
  }
}
