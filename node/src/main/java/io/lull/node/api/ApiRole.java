package io.lull.node.api;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody may do; each role may do what the ones before it may. */
enum ApiRole {
  /** Looks at everything and changes nothing. */
  VIEWER,
  /** Runs, aborts and deletes. */
  OPERATOR,
  /** Does what changes the node itself. */
  ADMIN;

  boolean includes(ApiRole needed) {
    return compareTo(needed) >= 0;
  }

  /** How it is written in files and logs. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<ApiRole> ofKey(String key) {
    return Arrays.stream(values()).filter(role -> role.key().equals(key)).findFirst();
  }
}
