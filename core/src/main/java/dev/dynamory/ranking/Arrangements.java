package dev.dynamory.ranking;

import dev.dynamory.Namespace;
import dev.dynamory.Search;
import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The arrangements of what was searched last, as long as memory suffices. */
final class Arrangements {
  private static final int MOST = 64;

  private final Texts texts;
  private final Map<Scope, SoftReference<Arrangement>> last = new LinkedHashMap<>(16, 0.75f, true);

  private record Scope(Namespace prefix, boolean isExact) {}

  Arrangements(Texts texts) {
    this.texts = texts;
  }

  Lineup lineup(Search search, List<Memory> memories) {
    var given = new Text[memories.size()];
    for (var i = 0; i < given.length; i++) {
      given[i] = texts.of(memories.get(i).item());
    }
    var scope = new Scope(search.prefix(), search.isExact());
    var arrangement = last(scope);
    if (arrangement == null || !arrangement.isOf(given)) {
      arrangement = Arrangement.of(memories, given);
      keep(scope, arrangement);
    }
    return new Lineup(arrangement, memories);
  }

  private synchronized @Nullable Arrangement last(Scope scope) {
    var kept = last.get(scope);
    return kept == null ? null : kept.get();
  }

  private synchronized void keep(Scope scope, Arrangement arrangement) {
    last.put(scope, new SoftReference<>(arrangement));
    if (last.size() > MOST) {
      last.remove(last.keySet().iterator().next());
    }
  }
}
