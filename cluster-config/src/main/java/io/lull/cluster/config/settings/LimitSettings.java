package io.lull.cluster.config.settings;

import io.lull.protocol.limit.Limits;
import io.lull.protocol.limit.Problem;
import io.lull.protocol.limit.Setting;

/** Reads the limits; what they owe to each other is a matter of the protocol. */
final class LimitSettings {
  private LimitSettings() {}

  /** The limits whose keys begin like this. */
  static Limits read(SettingsReader reader, String prefix) {
    Limits limits = Limits.defaults();
    for (Setting setting : Setting.values()) {
      String key = prefix + setting.key();
      limits =
          switch (setting.unit()) {
            case TIME -> limits.with(setting, reader.uncheckedTime(key));
            case COUNT -> limits.with(setting, reader.uncheckedCount(key));
          };
    }
    for (Problem problem : limits.check()) {
      reader.problem(prefix + problem.setting().key(), problem.detail());
    }
    return limits;
  }
}
