package io.lull.protocol.writer;

import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Stamp;
import java.util.Comparator;

/**
 * What a writer keeps its state by.
 *
 * <p>The set alone would not do: one set is backed up by one session and may be restored by many,
 * and a foreign session that names a set must not reach the state of another's.
 */
public record SessionKey(SessionId session, SetId set) implements Comparable<SessionKey> {
  private static final Comparator<SessionKey> ORDER =
      Comparator.comparing(SessionKey::set).thenComparing(SessionKey::session);

  public static SessionKey of(Stamp stamp) {
    return new SessionKey(stamp.session(), stamp.set());
  }

  @Override
  public int compareTo(SessionKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return set + " of " + session;
  }
}
