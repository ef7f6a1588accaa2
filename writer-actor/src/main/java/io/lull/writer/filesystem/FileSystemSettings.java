package io.lull.writer.filesystem;

import io.lull.cluster.config.settings.Nearest;
import io.lull.protocol.certificate.HoldKind;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.RestoreMethod;
import io.lull.protocol.writer.WriterLevel;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.writer.guard.GuardSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a writer for a file system is told. */
record FileSystemSettings(WriterMetadata metadata, String mount, Path runDirectory) {
  private static final Pattern SECONDS = Pattern.compile("(\\d{1,4})s");
  private static final List<String> KNOWN =
      List.of("mount", "components", "level", "hold", "run-directory");

  static FileSystemSettings read(WriterId writer, Map<String, String> settings) {
    for (String key : settings.keySet()) {
      if (!KNOWN.contains(key)) {
        throw bad(
            writer,
            "a known setting",
            key + Nearest.of(key, KNOWN).map(near -> "; did you mean " + near + "?").orElse(""));
      }
    }
    String mount = settings.get("mount");
    if (mount == null) {
      throw bad(writer, "a mount", "none; name the place where the file system is mounted");
    }
    Volume volume = new Volume(writer.host(), mount);
    List<Component> components =
        Arrays.stream(settings.getOrDefault("components", "files").split(","))
            .map(name -> new ComponentId(writer, name.strip()))
            .map(id -> new Component(id, Set.of(volume), true, true))
            .toList();
    WriterMetadata metadata =
        new WriterMetadata(
            writer,
            level(writer, settings.getOrDefault("level", "system")),
            hold(writer, settings.getOrDefault("hold", "60s")),
            HoldKind.FILESYSTEM,
            Optional.empty(),
            RestoreMethod.RESTORE_IF_CAN_REPLACE,
            components,
            List.of());
    return new FileSystemSettings(metadata, mount, runDirectory(writer, settings));
  }

  private static Path runDirectory(WriterId writer, Map<String, String> settings) {
    Path directory =
        Path.of(settings.getOrDefault("run-directory", GuardSettings.RUN_DIRECTORY.toString()))
            .normalize();
    if (!directory.isAbsolute()) {
      throw bad(writer, "an absolute run-directory", directory.toString());
    }
    return directory;
  }

  private static WriterLevel level(WriterId writer, String text) {
    return Arrays.stream(WriterLevel.values())
        .filter(level -> key(level).equals(text))
        .findFirst()
        .orElseThrow(() -> bad(writer, "level front-end, back-end or system", text));
  }

  private static String key(WriterLevel level) {
    return level.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Duration hold(WriterId writer, String text) {
    Matcher seconds = SECONDS.matcher(text);
    if (!seconds.matches() || Integer.parseInt(seconds.group(1)) == 0) {
      throw bad(writer, "a hold such as 60s", text);
    }
    return Duration.ofSeconds(Integer.parseInt(seconds.group(1)));
  }

  private static IllegalArgumentException bad(WriterId writer, String expected, String but) {
    return new IllegalArgumentException(
        "expected " + expected + " for filesystem writer " + writer + ", but got " + but);
  }
}
