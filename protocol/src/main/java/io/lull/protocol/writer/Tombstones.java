package io.lull.protocol.writer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The newest tombstones of a writer, the oldest first. */
public record Tombstones(Map<SessionKey, Tombstone> all) {
  /** A message that is so late that this many sets have ended since is not on its way any more. */
  public static final int MOST = 1024;

  static final Tombstones NONE = new Tombstones(Map.of());

  /** Keeps the order in which they were set: the oldest is dropped first. */
  public Tombstones {
    all = Collections.unmodifiableMap(new LinkedHashMap<>(all));
  }

  public Optional<Tombstone> of(SessionKey key) {
    return Optional.ofNullable(all.get(key));
  }

  Tombstones with(SessionKey key, Tombstone tombstone) {
    LinkedHashMap<SessionKey, Tombstone> more = new LinkedHashMap<>(all);
    more.remove(key);
    more.put(key, tombstone);
    if (more.size() > MOST) {
      more.pollFirstEntry();
    }
    return new Tombstones(more);
  }
}
