package io.lull.cluster.config.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Locale;

/**
 * How a node that runs by itself writes its log; where it runs inside an application, that says.
 */
public enum LogFormat {
  /** For people. */
  TEXT,
  /** For programs: one object a line. */
  JSON;

  private static final String SETTING = "logging.format";

  /** What the user wants; the default where that makes no sense, which the start will refuse. */
  public static LogFormat of(Config own) {
    Config defaults = ConfigFactory.defaultReference();
    return read(
        new SettingsReader(NodeConfig.said(own).withFallback(defaults).resolve(), defaults));
  }

  static LogFormat read(SettingsReader reader) {
    return reader.of(SETTING, "text or json", LogFormat::ofKey);
  }

  /** How it is written in settings. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static LogFormat ofKey(String key) {
    for (LogFormat format : values()) {
      if (format.key().equals(key)) {
        return format;
      }
    }
    throw new IllegalArgumentException("expected text or json, but it is " + key);
  }
}
