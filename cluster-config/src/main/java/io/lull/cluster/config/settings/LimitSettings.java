package io.lull.cluster.config.settings;

import io.lull.protocol.limit.Limits;
import io.lull.protocol.limit.Problem;
import io.lull.protocol.limit.Setting;

/** Reads the limits; what they owe to each other is a matter of the protocol. */
final class LimitSettings {
  private LimitSettings() {}

  static Limits read(SettingsReader reader) {
    Limits limits = Limits.defaults();
    for (Setting setting : Setting.values()) {
      String key = "limits." + setting.key();
      limits =
          switch (setting.unit()) {
            case TIME -> limits.with(setting, reader.uncheckedTime(key));
            case COUNT -> limits.with(setting, reader.uncheckedCount(key));
          };
    }
    for (Problem problem : limits.check()) {
      reader.problem("limits." + problem.setting().key(), problem.detail());
    }
    return limits;
  }
}
