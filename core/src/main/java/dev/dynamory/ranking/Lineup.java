package dev.dynamory.ranking;

import dev.dynamory.Namespace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Memories side by side as they were said: the turns of a session in a namespace in their order, any
 * other item by itself.
 */
final class Lineup {
  private final Memory[] memories;
  private final Text[] texts;
  private final int[] first;
  private final int[] end;

  private record Conversation(Namespace namespace, String session) {}

  private record Member(Memory memory, Text text, long position) {}

  private Lineup(int size) {
    memories = new Memory[size];
    texts = new Text[size];
    first = new int[size];
    end = new int[size];
  }

  static Lineup of(Iterable<Memory> memories, Texts texts) {
    var conversations = new LinkedHashMap<Object, List<Member>>();
    var alone = new ArrayList<Member>();
    for (var memory : memories) {
      var text = texts.of(memory.item());
      var saying = text.saying();
      if (saying == null) {
        alone.add(new Member(memory, text, 0));
      } else {
        var conversation = new Conversation(memory.item().namespace(), saying.session());
        conversations
            .computeIfAbsent(conversation, c -> new ArrayList<>())
            .add(new Member(memory, text, saying.position()));
      }
    }
    return lined(conversations.values(), alone);
  }

  private static Lineup lined(Iterable<List<Member>> conversations, List<Member> alone) {
    var size = alone.size();
    for (var conversation : conversations) {
      size += conversation.size();
    }
    var lineup = new Lineup(size);
    var at = 0;
    for (var conversation : conversations) {
      conversation.sort(
          Comparator.comparingLong(Member::position).thenComparing(m -> m.memory().item().key()));
      var start = at;
      for (var member : conversation) {
        lineup.set(at++, member, start, start + conversation.size());
      }
    }
    for (var member : alone) {
      lineup.set(at, member, at, at + 1);
      at++;
    }
    return lineup;
  }

  private void set(int at, Member member, int start, int stop) {
    memories[at] = member.memory();
    texts[at] = member.text();
    first[at] = start;
    end[at] = stop;
  }

  int size() {
    return memories.length;
  }

  Memory memory(int at) {
    return memories[at];
  }

  Text text(int at) {
    return texts[at];
  }

  Text.@Nullable Saying saying(int at) {
    return texts[at].saying();
  }

  /** Where the conversation of this one begins. */
  int first(int at) {
    return first[at];
  }

  /** Where the conversation of this one has ended. */
  int end(int at) {
    return end[at];
  }

  /** Who speaks. */
  Set<String> speakers() {
    var speakers = new LinkedHashSet<String>();
    for (var text : texts) {
      var saying = text.saying();
      if (saying != null) {
        speakers.add(saying.speaker());
      }
    }
    return speakers;
  }
}
