package io.lull.cluster.config.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.net.MalformedURLException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One setting as the file of the defaults explains it.
 *
 * @param what it is, and what happens at its ends
 * @param why the default is what it is
 */
record Reference(String key, String unit, String value, String what, String why) {
  private static final Pattern EXPLAINED =
      Pattern.compile("Unit: (?<unit>[^.]+)\\. (?<what>.+) Why: (?<why>.+)");

  /** The settings of this module, in the order of the file. */
  static List<Reference> all() {
    Config file;
    try {
      file =
          ConfigFactory.parseURL(
              Path.of(
                      System.getProperty("lull.root", ".."),
                      "cluster-config/src/main/resources/reference.conf")
                  .toUri()
                  .toURL());
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
    return file.getConfig(SettingsReader.ROOT).entrySet().stream()
        .sorted(
            Comparator.comparingInt(
                (Map.Entry<String, ConfigValue> entry) -> entry.getValue().origin().lineNumber()))
        .map(entry -> of(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static Reference of(String key, ConfigValue value) {
    String comment =
        String.join(" ", value.origin().comments().stream().map(String::strip).toList());
    Matcher explained = EXPLAINED.matcher(comment);
    return explained.matches()
        ? new Reference(
            key,
            explained.group("unit"),
            value.render(ConfigRenderOptions.concise()).replace("\"", ""),
            explained.group("what"),
            explained.group("why"))
        : new Reference(key, "", "", "", "");
  }
}
