package dev.dynamory.spring.ai.session;

import static dev.dynamory.spring.ai.session.Events.append;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.adapters.Rig;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The contract on DynamoDB, each repository a process of its own. */
class DynamoDbSessionRepositoryTest extends SessionRepositoryContract {
  private static final Rig RIG = new Rig();

  @Override
  DynamorySessionRepository repository() {
    return DynamorySessionRepository.of(RIG.sessions(), RIG.store());
  }

  /** As the framework's own repositories count. */
  @Test
  void theVersionOfANewSessionCountsItsEventsAndCompactions() {
    var id = Events.session(repository, "ana").id();
    for (var n = 1; n <= 3; n++) {
      append(repository, id, "u" + n);
      assertThat(repository.getEventVersion(id)).isEqualTo(n);
    }
    assertThat(repository.applyCompaction(id, new Compaction(Set.of(), java.util.List.of()), 3))
        .isTrue();
    assertThat(repository.getEventVersion(id)).isEqualTo(4);
  }
}
