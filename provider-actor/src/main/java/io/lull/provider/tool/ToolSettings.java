package io.lull.provider.tool;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * What a provider with a tool is told.
 *
 * <pre>
 *   directory  where copies are mounted, and where it is kept which there are
 *   programs   the directories of the tool's programs, separated by colons
 * </pre>
 */
public record ToolSettings(Path directory, String programs) {
  public static final Set<String> NAMES = Set.of("directory", "programs");

  private static final String PROGRAMS = "/usr/sbin:/usr/bin:/sbin:/bin";

  public static ToolSettings of(Map<String, String> settings) {
    Path directory = Path.of(settings.getOrDefault("directory", ""));
    String programs = settings.getOrDefault("programs", PROGRAMS);
    if (!directory.isAbsolute() || !programs.startsWith("/")) {
      throw new IllegalArgumentException(
          "expected 'directory' and 'programs' as absolute paths, but got '"
              + directory
              + "' and '"
              + programs
              + "'");
    }
    return new ToolSettings(directory, programs);
  }

  public Path places() {
    return directory.resolve("copies");
  }

  public Path records() {
    return directory.resolve("records");
  }
}
