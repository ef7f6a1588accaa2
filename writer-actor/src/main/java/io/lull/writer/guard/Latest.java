package io.lull.writer.guard;

import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers what came last, and forgets what came before it. */
public final class Latest<K, V> extends LinkedHashMap<K, V> {
  @Serial private static final long serialVersionUID = 1;

  private final int most;

  /**
   * Remembers nothing yet.
   *
   * @param most how much it remembers
   */
  public Latest(int most) {
    this.most = most;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > most;
  }
}
