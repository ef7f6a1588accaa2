package io.lull.provider.tree;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What every provider that copies trees can be told.
 *
 * @param directory where copies lie; at the top of each file system if nothing is said
 * @param threads how many work at once
 * @param budget how long Commit may take by the provider's own estimate
 * @param leaveOut whether a volume may be copied without what is mounted in it
 */
public record TreeSettings(
    Optional<Path> directory, int threads, Duration budget, boolean leaveOut) {
  public static final Set<String> NAMES = Set.of("directory", "threads", "budget", "mounts");

  private static final int THREADS_MAX = 256;

  /** Reads them, and says in a sentence for the user what is wrong with one. */
  public static TreeSettings of(Map<String, String> settings, int threads) {
    Optional<Path> directory = Optional.ofNullable(settings.get("directory")).map(Path::of);
    if (directory.filter(path -> !path.isAbsolute() || path.getNameCount() == 0).isPresent()) {
      throw new IllegalArgumentException(
          "expected a directory by its absolute path, but got '" + directory.get() + "'");
    }
    return new TreeSettings(
        directory.map(Path::normalize),
        threads(settings.getOrDefault("threads", String.valueOf(threads))),
        duration("budget", settings.getOrDefault("budget", "8s")),
        word("mounts", settings.getOrDefault("mounts", "refuse"), "refuse", "leave-out"));
  }

  /** True for the second of two words, false for the first. */
  public static boolean word(String setting, String value, String first, String second) {
    if (!value.equals(first) && !value.equals(second)) {
      throw new IllegalArgumentException(
          "expected "
              + setting
              + " to be "
              + first
              + " or "
              + second
              + ", but got '"
              + value
              + "'");
    }
    return value.equals(second);
  }

  private static int threads(String value) {
    try {
      int threads = Integer.parseInt(value);
      if (threads >= 1 && threads <= THREADS_MAX) {
        return threads;
      }
    } catch (NumberFormatException none) {
      // It is said below.
    }
    throw new IllegalArgumentException(
        "expected 1 to " + THREADS_MAX + " threads, but got '" + value + "'");
  }

  private static Duration duration(String setting, String value) {
    try {
      Duration duration = ConfigFactory.parseMap(Map.of(setting, value)).getDuration(setting);
      if (duration.isPositive()) {
        return duration;
      }
    } catch (ConfigException none) {
      // It is said below.
    }
    throw new IllegalArgumentException(
        "expected " + setting + " to be a time such as 8s, but got '" + value + "'");
  }
}
