package io.lull.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.nio.file.Files;
import java.nio.file.Path;

/** The one file in which a user says what differs from the defaults. */
public final class SettingsFile {
  private SettingsFile() {}

  /**
   * Reads it.
   *
   * @param args nothing, or the file
   * @throws IllegalArgumentException if there is more, or if it cannot be read
   */
  public static Config read(String[] args) {
    return switch (args.length) {
      case 0 -> ConfigFactory.empty();
      case 1 -> read(Path.of(args[0]));
      default ->
          throw new IllegalArgumentException(
              "expected one file with settings, but got " + args.length + " arguments");
    };
  }

  static Config read(Path file) {
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
