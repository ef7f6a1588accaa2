package io.lull.cluster.config.settings;

import java.util.List;

/** Everything that is wrong with the settings, at once. */
public final class SettingsException extends IllegalArgumentException {
  private final transient List<String> problems;

  SettingsException(List<String> problems) {
    super("expected settings that can be used, but found:\n  " + String.join("\n  ", problems));
    this.problems = List.copyOf(problems);
  }

  /** One sentence each, beginning with the setting to change first. */
  public List<String> problems() {
    return problems;
  }
}
