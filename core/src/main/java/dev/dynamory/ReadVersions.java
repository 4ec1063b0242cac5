package dev.dynamory;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What was read of which version, by the very object and for as long as that lives: a framework
 * that has nowhere to put a version hands back the objects that it was given. For those who adapt
 * one.
 */
public final class ReadVersions {
  private final Map<Reference<?>, Version> versions = new ConcurrentHashMap<>();
  private final ReferenceQueue<Object> dead = new ReferenceQueue<>();
  private final AtomicLong order = new AtomicLong();

  private record Version(Object of, long version, long order) {}

  private static final class Identity extends WeakReference<Object> {
    private final int hash;

    Identity(Object object, @Nullable ReferenceQueue<Object> dead) {
      super(object, dead);
      hash = System.identityHashCode(object);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return this == other || (other instanceof Identity that && get() != null && refersTo(that));
    }

    private boolean refersTo(Identity that) {
      return get() == that.get();
    }
  }

  /** Nothing was read yet. */
  public ReadVersions() {}

  /** This object is of that version of {@code of}. */
  public void put(Object object, Object of, long version) {
    for (var gone = dead.poll(); gone != null; gone = dead.poll()) {
      versions.remove(gone);
    }
    versions.put(new Identity(object, dead), new Version(of, version, order.incrementAndGet()));
  }

  /** The version of {@code of} that this object is of; empty if it is of none. */
  public OptionalLong get(Object object, Object of) {
    var version = versions.get(new Identity(object, null));
    return version == null || !version.of().equals(of)
        ? OptionalLong.empty()
        : OptionalLong.of(version.version());
  }

  /** Whether the first was put before the second, or never. */
  boolean isBefore(Object first, Object second) {
    return order(first) < order(second);
  }

  private long order(Object object) {
    var version = versions.get(new Identity(object, null));
    return version == null ? 0 : version.order();
  }
}
