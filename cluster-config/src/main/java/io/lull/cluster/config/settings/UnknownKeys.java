package io.lull.cluster.config.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds what is written but means nothing, which is mostly a slip of the keyboard. */
final class UnknownKeys {
  private UnknownKeys() {}

  /** One sentence for each key of {@code said} that {@code known} does not have. */
  static List<String> problems(Config said, Config known) {
    return problems(section(said), section(known), SettingsReader.ROOT);
  }

  /**
   * The same for what is said below a key.
   *
   * @param at the key
   */
  static List<String> problems(Config said, Config known, String at) {
    Set<String> names = keys(known).collect(Collectors.toUnmodifiableSet());
    Set<String> free = free(known);
    return keys(said)
        .filter(key -> !names.contains(key) && free.stream().noneMatch(key::startsWith))
        .sorted()
        .map(
            key ->
                at
                    + "."
                    + key
                    + ": expected a setting that there is, but there is none of this name"
                    + nearest(key, names)
                        .map(name -> "; did you mean " + at + "." + name + "?")
                        .orElse(""))
        .toList();
  }

  private static Config section(Config config) {
    return config.hasPath(SettingsReader.ROOT)
        ? config.getConfig(SettingsReader.ROOT)
        : ConfigFactory.empty();
  }

  private static Stream<String> keys(Config section) {
    return section.entrySet().stream().map(Map.Entry::getKey);
  }

  /** What stands before the keys that users name themselves: objects that are empty by default. */
  private static Set<String> free(Config section) {
    return section.root().entrySet().stream()
        .filter(entry -> entry.getValue() instanceof ConfigObject object && object.isEmpty())
        .map(entry -> entry.getKey() + ".")
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The one that was probably meant; what has little in common with it would only mislead. */
  private static Optional<String> nearest(String key, Set<String> names) {
    return names.stream()
        .min(
            Comparator.comparingInt((String name) -> slips(key, name))
                .thenComparingInt(String::length)
                .thenComparing(Comparator.naturalOrder()))
        .filter(name -> 2 * slips(key, name) <= Math.min(key.length(), name.length()));
  }

  /** One slip for the right name in the wrong place, otherwise one for each letter. */
  private static int slips(String key, String name) {
    return last(key).equals(last(name)) ? 1 : Nearest.distance(key, name);
  }

  private static String last(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }
}
