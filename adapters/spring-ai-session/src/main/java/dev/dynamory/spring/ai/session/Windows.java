package dev.dynamory.spring.ai.session;

import java.util.List;
import org.springframework.ai.session.EventFilter;
import org.springframework.ai.session.SessionEvent;

/** What a filter's last events or its page are of all that match. */
final class Windows {
  private Windows() {}

  static EventFilter without(EventFilter filter) {
    return EventFilter.builder()
        .from(filter.from())
        .to(filter.to())
        .messageTypes(filter.messageTypes())
        .excludeSynthetic(filter.excludeSynthetic())
        .keyword(filter.keyword())
        .branch(filter.branch())
        .excludeArchived(filter.excludeArchived())
        .build();
  }

  static List<SessionEvent> of(List<SessionEvent> matching, EventFilter filter) {
    var count = matching.size();
    var lastN = filter.lastN();
    var pageSize = filter.pageSize();
    if (lastN != null) {
      return matching.subList(Math.max(0, count - lastN), count);
    } else if (pageSize != null) {
      var page = filter.page();
      var from = Math.min(count, (page == null ? 0 : page) * (long) pageSize);
      return matching.subList((int) from, (int) Math.min(count, from + pageSize));
    }
    return matching;
  }
}
