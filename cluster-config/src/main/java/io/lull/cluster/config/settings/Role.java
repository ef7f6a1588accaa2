package io.lull.cluster.config.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a node does for the cluster. */
public enum Role {
  /** Runs sessions and slots; needs the journal. */
  COORDINATOR,
  /** Runs the writers and providers of its machine. */
  HOST;

  /** How settings and Pekko call it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Role ofKey(String key) {
    return Arrays.stream(values())
        .filter(role -> role.key().equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected one of "
                        + List.of(values()).stream().map(Role::key).toList()
                        + ", but got "
                        + key));
  }
}
