package dev.dynamory.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ParticipantsTest {
  @Test
  void rolesAreNoNames() {
    for (var role :
        List.of("user", "ASSISTANT", "System", "tool", "human", "AI", "model", "agent", "bot")) {
      var question = "Which " + role + " did Ana choose?";
      assertThat(Ranker.withoutNames(question, Set.of(role, "Ana")))
          .isEqualTo("Which " + role + " did choose?");
    }
  }

  @Test
  void namesAreWholeWordsInEveryScript() {
    assertThat(Ranker.withoutNames("What does Anaïs like, ANA?", Set.of("Ana")))
        .isEqualTo("What does Anaïs like, ?");
    assertThat(Ranker.withoutNames("Who is 国王?", Set.of("王"))).isEqualTo("Who is 国王?");
    assertThat(Ranker.withoutNames("Where is 王 now?", Set.of("王"))).isEqualTo("Where is now?");
    assertThat(Ranker.withoutNames("Was ZOË's dog old?", Set.of("Zoë"))).isEqualTo("Was dog old?");
    assertThat(Ranker.withoutNames("Où est Noe\u0301mie?", Set.of("Noe")))
        .isEqualTo("Où est Noe\u0301mie?");
  }
}
