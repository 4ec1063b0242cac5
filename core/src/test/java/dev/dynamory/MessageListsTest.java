package dev.dynamory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MessageListsTest {
  /** A message, each of them an object of its own. */
  private record Text(String text) {}

  private static final MessageLists.Codec<Text> CODEC =
      new MessageLists.Codec<>() {
        @Override
        public List<Map<String, Object>> items(List<Text> messages) {
          return messages.stream().map(m -> Map.<String, Object>of("text", m.text())).toList();
        }

        @Override
        public List<Text> messages(String sessionId, List<Map<String, Object>> items) {
          return items.stream().map(item -> new Text(String.valueOf(item.get("text")))).toList();
        }
      };

  private final Sessions sessions = InMemory.sessions();
  private final MessageLists<Text> mine = MessageLists.of(sessions, CODEC);
  private final MessageLists<Text> theirs = MessageLists.of(sessions, CODEC);

  private static List<Text> with(List<Text> messages, String more) {
    var list = new ArrayList<>(messages);
    list.add(new Text(more));
    return list;
  }

  private List<String> there() {
    return MessageLists.of(sessions, CODEC).read("s").stream().map(Text::text).toList();
  }

  @Test
  void aListThatComesFromNoReadReplacesWhatIsThere() {
    mine.replace("s", List.of(new Text("a")));
    theirs.replace("s", List.of(new Text("b")));
    assertThat(there()).containsExactly("b");
  }

  @Test
  void aListIsRefusedIfItsSessionHasChangedSinceItWasRead() {
    mine.replace("s", List.of(new Text("a")));
    var read = theirs.read("s");
    mine.replace("s", with(mine.read("s"), "mine"));
    assertThatThrownBy(() -> theirs.replace("s", with(read, "theirs")))
        .isInstanceOf(WriteConflictException.class);
    theirs.replace("s", with(theirs.read("s"), "theirs"));
    assertThat(there()).containsExactly("a", "mine", "theirs");
  }

  @Test
  void theObjectsTellWhichReadAListComesFromAndNotTheThread() {
    mine.replace("s", List.of(new Text("a")));
    var stale = mine.read("s");
    var fresh = mine.read("s");
    mine.replaceLater("s", with(fresh, "b")).join();
    assertThatThrownBy(() -> mine.replace("s", with(stale, "c")))
        .isInstanceOf(WriteConflictException.class);
    assertThat(there()).containsExactly("a", "b");
  }

  @Test
  void whoDeletedASessionBeginsItAnewWithWhatItStillHolds() {
    mine.replace("s", List.of(new Text("a")));
    var held = mine.read("s");
    mine.delete("s");
    mine.replace("s", with(held, "b"));
    assertThat(there()).containsExactly("a", "b");
    mine.delete("s");
    theirs.replace("s", List.of(new Text("theirs")));
    assertThatThrownBy(() -> mine.replace("s", held)).isInstanceOf(WriteConflictException.class);
  }

  @Test
  void whatIsNewInAListThatLostARaceIsMerged() {
    var merging = theirs.withMerging((there, added) -> with(there, "(" + added + ")"));
    mine.replace("s", List.of(new Text("a")));
    var read = merging.read("s");
    mine.replace("s", with(mine.read("s"), "mine"));
    merging.replace("s", with(read, "new"));
    assertThat(there()).containsExactly("a", "mine", "([Text[text=new]])");
  }

  @Test
  void aListThatLosesEveryRaceIsRefusedInTheEnd() {
    var races = new AtomicInteger();
    var merging =
        theirs.withMerging(
            (there, added) -> {
              mine.replace("s", with(mine.read("s"), "" + races.incrementAndGet()));
              return with(there, "never");
            });
    var read = merging.read("s");
    mine.replace("s", List.of(new Text("a")));
    assertThatThrownBy(() -> merging.replace("s", with(read, "new")))
        .isInstanceOf(WriteConflictException.class);
    assertThat(races).hasValue(100);
    assertThat(there()).hasSize(101).doesNotContain("never");
  }
}
