package dev.dynamory.spring.ai.session;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.session.SessionEvent;

/** What changes when other events are to be active: those that can stay where they are, do. */
final class Replacement {
  private Replacement() {}

  static EventItems.Change of(
      List<Replay.Entry> active, Set<String> archive, List<SessionEvent> retained, String life) {
    var place = new LinkedHashMap<String, Integer>();
    for (var i = 0; i < active.size(); i++) {
      if (!archive.contains(active.get(i).id())) {
        place.put(active.get(i).id(), i);
      }
    }
    var inserts = new ArrayList<EventItems.Insert>();
    var kept = new HashSet<String>();
    var events = new ArrayList<Map<String, Object>>();
    @Nullable String before = null;
    var next = active.size();
    for (var i = retained.size() - 1; i >= 0; i--) {
      var item = EventItems.active(EventItems.of(retained.get(i), life));
      var id = EventItems.id(item);
      var there = place.getOrDefault(id, active.size());
      if (there < next && active.get(there).item().equals(item)) {
        add(inserts, before, events);
        kept.add(id);
        before = id;
        next = there;
      } else {
        events.add(0, item);
      }
    }
    add(inserts, before, events);
    var drop = place.keySet().stream().filter(id -> !kept.contains(id)).toList();
    return new EventItems.Change(archive.stream().sorted().toList(), drop, List.copyOf(inserts));
  }

  private static void add(
      List<EventItems.Insert> inserts, @Nullable String before, List<Map<String, Object>> events) {
    if (!events.isEmpty()) {
      inserts.add(new EventItems.Insert(before, List.copyOf(events)));
      events.clear();
    }
  }
}
