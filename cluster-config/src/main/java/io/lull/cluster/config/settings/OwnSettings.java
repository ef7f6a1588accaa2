package io.lull.cluster.config.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import java.util.HashMap;
import java.util.Map;

/** What a writer or provider is told; which settings there are, only its kind knows. */
public final class OwnSettings {
  private OwnSettings() {}

  /** All settings of the object with this name, by their paths below it, as text. */
  public static Map<String, String> of(Config all, String name) {
    Map<String, String> settings = new HashMap<>();
    all.getConfig(ConfigUtil.joinPath(name))
        .entrySet()
        .forEach(
            setting ->
                settings.put(
                    String.join(".", ConfigUtil.splitPath(setting.getKey())),
                    String.valueOf(setting.getValue().unwrapped())));
    return settings;
  }
}
