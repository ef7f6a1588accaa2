package io.lull.node;

import static java.util.stream.Collectors.joining;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import io.lull.wire.SettingsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The file in which a user says what differs from the defaults, with those that {@link
 * SettingsFiles} finds beside it.
 *
 * @param path empty if nothing does
 */
public record SettingsFile(Optional<Path> path) {
  /**
   * The one that a tool is to look at.
   *
   * @param words nothing, or the file
   * @param usual what is meant by nothing, if it is there
   * @throws IllegalArgumentException if there is more, or an option
   */
  public static SettingsFile of(List<String> words, Path usual) {
    words.stream()
        .filter(word -> word.startsWith("-"))
        .findFirst()
        .ifPresent(
            option -> {
              throw new IllegalArgumentException(
                  "expected a file with settings, but got '" + option + "', which is no option");
            });
    return switch (words.size()) {
      // One in a directory that nobody may look into is there, and is then found unreadable.
      case 0 -> new SettingsFile(Optional.of(usual).filter(file -> !Files.notExists(file)));
      case 1 -> new SettingsFile(Optional.of(Path.of(words.getFirst())));
      default ->
          throw new IllegalArgumentException(
              "expected one file with settings, but got " + words.size() + " arguments");
    };
  }

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException if it cannot be read
   */
  public Config read() {
    return path.map(SettingsFile::read).orElseGet(ConfigFactory::empty);
  }

  /** Where the settings are from. */
  public String told() {
    return path.map(SettingsFile::files)
        .map(files -> files.stream().map(Path::toString).collect(joining(" and ")))
        .orElse("the defaults alone, as no file is named and there is no " + SettingsFiles.USUAL);
  }

  private static Config read(Path file) {
    Config all = ConfigFactory.empty();
    for (Path one : files(file)) {
      all = parsed(one).withFallback(all);
    }
    return all;
  }

  private static List<Path> files(Path file) {
    try {
      return SettingsFiles.of(file);
    } catch (IOException unreadable) {
      throw new IllegalArgumentException(
          "expected a directory with settings that can be read, but "
              + file
              + ".d cannot; remove it, or let this user read it",
          unreadable);
    }
  }

  private static Config parsed(Path file) {
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(
          "expected a file with settings, but " + file + " is a directory");
    }
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException(
          "expected a file with settings that can be read, but " + file + " cannot");
    }
    try {
      return ConfigFactory.parseFile(
          file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
    } catch (ConfigException malformed) {
      throw new IllegalArgumentException(
          "expected settings in HOCON, but " + malformed.getMessage(), malformed);
    }
  }
}
