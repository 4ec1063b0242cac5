package dev.dynamory.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dynamory.Item;
import dev.dynamory.Namespace;
import dev.dynamory.Records;
import dev.dynamory.Search;
import dev.dynamory.Turn;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpeakersTest {
  private static final Search SEARCH = Search.in(Namespace.of("chats"));

  private final Speakers speakers = new Speakers();

  private static Item saidBy(String speaker) {
    var turn = new Turn("s", 0, Instant.EPOCH, speaker, "text");
    return new Item(
        Namespace.of("chats"),
        turn.key(),
        Records.toDocument(turn),
        1,
        Instant.EPOCH,
        Instant.EPOCH,
        null,
        null,
        null);
  }

  @Test
  void whoIsNotFoundForManySearchesIsForgotten() {
    speakers.add(SEARCH, List.of(saidBy("Ana"), saidBy("Ben")));
    for (var n = 0; n < 50; n++) {
      speakers.add(SEARCH, List.of(saidBy("Ben")));
    }
    assertThat(speakers.in(SEARCH)).containsExactly("Ben");
    assertThat(speakers.in(Search.in(Namespace.of("others")))).isEmpty();
  }

  @Test
  void whoIsFoundIsKnownThoughManyWereBefore() {
    speakers.add(SEARCH, IntStream.range(0, 500).mapToObj(n -> saidBy("name " + n)).toList());
    assertThat(speakers.add(SEARCH, List.of(saidBy("Ana")))).contains("Ana").hasSize(100);
  }
}
