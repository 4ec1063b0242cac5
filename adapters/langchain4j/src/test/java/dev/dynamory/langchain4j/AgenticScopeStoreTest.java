package dev.dynamory.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dynamory.InvalidInputException;
import dev.dynamory.WriteConflictException;
import dev.dynamory.adapters.Rig;
import dev.langchain4j.agentic.Agent;
import dev.langchain4j.agentic.AgenticServices;
import dev.langchain4j.agentic.scope.AgenticScopeAccess;
import dev.langchain4j.agentic.scope.AgenticScopeKey;
import dev.langchain4j.agentic.scope.AgenticScopePersister;
import dev.langchain4j.agentic.scope.DefaultAgenticScope;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.V;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Agentic scopes in a store, each of whose instances is a process of its own. */
class AgenticScopeStoreTest {
  private final Rig rig = new Rig();

  private DynamoryAgenticScopeStore process() {
    return DynamoryAgenticScopeStore.of(rig.store());
  }

  private static DefaultAgenticScope scope(String topic) {
    var scope = DefaultAgenticScope.ephemeralAgenticScope();
    scope.writeState("topic", topic);
    return scope;
  }

  @AfterEach
  @SuppressWarnings("NullAway") // null is how the framework is told that there is none
  void forgetTheStore() {
    AgenticScopePersister.setStore(null);
  }

  @Test
  void anotherProcessLoadsWhatWasSaved() {
    var key = new AgenticScopeKey("agent: a/b", "ana %:/ 😀");
    assertThat(process().load(key)).isEmpty();
    assertThat(process().save(key, scope("dragons"))).isTrue();
    assertThat(process().load(key).orElseThrow().readState("topic")).isEqualTo("dragons");
    assertThat(process().delete(key)).isTrue();
    assertThat(process().delete(key)).isFalse();
    assertThat(process().load(key)).isEmpty();
  }

  @Test
  void keysComeBackAsTheyWereWithIdsOfEachTypeApart() {
    var store = process();
    var keys = new LinkedHashSet<AgenticScopeKey>();
    for (var id : List.<Object>of("1", 1, 1L, new UUID(0, 1), "a:b")) {
      keys.add(new AgenticScopeKey("agent", id));
      keys.add(new AgenticScopeKey("other:agent", id));
    }
    IntStream.range(0, 110).forEach(n -> keys.add(new AgenticScopeKey("many", n)));
    assertThat(store.getAllKeys()).isEqualTo(Set.of());
    keys.forEach(key -> store.save(key, scope(key.toString())));
    assertThat(process().getAllKeys()).isEqualTo(keys);
    for (var key : keys) {
      assertThat(store.load(key).orElseThrow().readState("topic")).isEqualTo(key.toString());
    }
    assertThatThrownBy(() -> store.load(new AgenticScopeKey("agent", 1.5)))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void aScopeThatAnotherProcessSavedSinceIsNotOverwrittenUnlessAskedTo() {
    var key = new AgenticScopeKey("agent", "ana");
    var mine = process();
    mine.save(key, scope("first"));
    var held = mine.load(key).orElseThrow();
    var theirs = process();
    var other = theirs.load(key).orElseThrow();
    other.writeState("topic", "theirs");
    theirs.save(key, other);
    theirs.save(key, other);
    held.writeState("topic", "mine");
    assertThatThrownBy(() -> mine.save(key, held)).isInstanceOf(WriteConflictException.class);
    assertThatThrownBy(() -> mine.save(key, scope("new")))
        .isInstanceOf(WriteConflictException.class);
    assertThat(process().load(key).orElseThrow().readState("topic")).isEqualTo("theirs");
    mine.withOverwriting().save(key, held);
    assertThat(process().load(key).orElseThrow().readState("topic")).isEqualTo("mine");
  }

  /** A workflow whose scope outlives its process. */
  interface Counting extends AgenticScopeAccess {
    @Agent(outputKey = "count")
    Integer count(@MemoryId String id, @V("step") Integer step);
  }

  /** An agent without a model. */
  public static final class Counter {
    @Agent(outputKey = "count")
    public Integer add(@V("step") Integer step) {
      return step + 1;
    }
  }

  private Counting start() {
    AgenticScopePersister.setStore(process());
    return AgenticServices.sequenceBuilder(Counting.class)
        .name("counting")
        .subAgents(new Counter())
        .outputKey("count")
        .build();
  }

  @Test
  void aWorkflowGoesOnInAnotherProcessWithTheStateItHad() {
    var first = start();
    assertThat(first.count("ana", 1)).isEqualTo(2);
    first.getAgenticScope("ana").writeState("mood", "good");
    assertThat(first.count("ana", 2)).isEqualTo(3);
    var second = start();
    var scope = second.getAgenticScope("ana");
    assertThat(scope.readState("count")).isEqualTo(3);
    assertThat(scope.readState("mood")).isEqualTo("good");
    assertThat(second.count("ana", 7)).isEqualTo(8);
    assertThat(start().getAgenticScope("ana").readState("count")).isEqualTo(8);
    assertThat(second.evictAgenticScope("ana")).isTrue();
    assertThat(process().getAllKeys()).isEmpty();
  }
}
