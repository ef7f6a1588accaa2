package io.lull.writer.database;

import io.lull.cluster.config.settings.Nearest;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.writer.WriterLevel;
import io.lull.writer.guard.GuardSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the settings of a writer, and refuses those that nobody knows. */
public final class WriterSettings {
  /** What every writer of a database server can be told. */
  public static final List<String> COMMON =
      List.of(
          "host",
          "port",
          "user",
          "password-file",
          "password-environment",
          "volumes",
          "data-directory",
          "hold",
          "level",
          "behind",
          "timeout");

  private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m)");

  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([KMG])");

  private final String whose;
  private final WriterId writer;
  private final Map<String, String> settings;

  /**
   * Settings of this kind of writer.
   *
   * @param own what only this kind can be told
   */
  public WriterSettings(
      String kind, WriterId writer, Map<String, String> settings, Collection<String> own) {
    this(
        kind + " writer " + writer,
        writer,
        settings,
        Stream.concat(COMMON.stream(), own.stream())
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  /** Settings of a writer without a server, which can be told these and nothing else. */
  public static WriterSettings withoutServer(
      String kind, WriterId writer, Map<String, String> settings, Collection<String> known) {
    return new WriterSettings(kind + " writer " + writer, writer, settings, new TreeSet<>(known));
  }

  /** Settings of an instance that can be streamed, which can be told these and nothing else. */
  public static WriterSettings ofSource(
      String kind,
      HostId host,
      InstanceId instance,
      Map<String, String> settings,
      Collection<String> known) {
    return new WriterSettings(
        kind + " instance " + instance,
        new WriterId(host, instance.name()),
        settings,
        new TreeSet<>(known));
  }

  private WriterSettings(
      String whose, WriterId writer, Map<String, String> settings, Set<String> known) {
    this.whose = whose;
    this.writer = writer;
    this.settings = Map.copyOf(settings);
    for (String key : new TreeSet<>(settings.keySet())) {
      if (!known.contains(key)) {
        throw bad("a known setting", key + Nearest.hint(key, known));
      }
    }
  }

  public WriterId writer() {
    return writer;
  }

  public Optional<String> text(String setting) {
    return Optional.ofNullable(settings.get(setting))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  public int port(String setting, int otherwise) {
    Optional<String> text = text(setting);
    if (text.isEmpty()) {
      return otherwise;
    }
    if (!text.get().matches("\\d{1,5}")
        || Integer.parseInt(text.get()) < 1
        || Integer.parseInt(text.get()) > 65535) {
      throw bad(setting + " as a port from 1 to 65535", text.get());
    }
    return Integer.parseInt(text.get());
  }

  /** A time longer than nothing. */
  public Duration time(String setting, Duration otherwise) {
    Optional<String> text = text(setting);
    if (text.isEmpty()) {
      return otherwise;
    }
    Matcher time = TIME.matcher(text.get());
    if (!time.matches() || Long.parseLong(time.group(1)) == 0) {
      throw bad(setting + " as a time such as 200ms, 3s or 2m", text.get());
    }
    long number = Long.parseLong(time.group(1));
    return switch (time.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      default -> Duration.ofMinutes(number);
    };
  }

  /** A number of bytes, more than none. */
  public long bytes(String setting, long otherwise) {
    Optional<String> text = text(setting);
    if (text.isEmpty()) {
      return otherwise;
    }
    Matcher size = SIZE.matcher(text.get());
    if (!size.matches() || Long.parseLong(size.group(1)) == 0) {
      throw bad(setting + " as a size such as 512K, 64M or 2G, in units of 1024", text.get());
    }
    return Long.parseLong(size.group(1)) << (10 * (1 + "KMG".indexOf(size.group(2))));
  }

  public WriterLevel level() {
    return level("back-end");
  }

  /**
   * The level that is asked for.
   *
   * @param otherwise the one of a writer that is told nothing
   */
  public WriterLevel level(String otherwise) {
    String text = text("level").orElse(otherwise);
    return Arrays.stream(WriterLevel.values())
        .filter(level -> key(level).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                bad(
                    "level as one of "
                        + Arrays.stream(WriterLevel.values())
                            .map(WriterSettings::key)
                            .collect(Collectors.joining(", ")),
                    text));
  }

  /** The front end whose hold stops all writes that could reach this writer. */
  public Optional<WriterId> behind() {
    return text("behind")
        .map(
            text -> {
              int slash = text.indexOf('/');
              if (slash < 0) {
                throw bad("behind as host/name", text);
              }
              return new WriterId(new HostId(text.substring(0, slash)), text.substring(slash + 1));
            });
  }

  /** The volumes of this host that its data is said to lie on; none if nothing is said. */
  public List<Volume> volumes() {
    return words("volumes").map(path -> new Volume(writer.host(), path)).toList();
  }

  /** Names for what its data is called by. */
  public List<ComponentId> components(String otherwise) {
    List<ComponentId> said =
        words("components").map(name -> new ComponentId(writer, name)).toList();
    return said.isEmpty() ? List.of(new ComponentId(writer, otherwise)) : said;
  }

  /** Where the guard of its holds notes what it holds. */
  public Path runDirectory() {
    return path("run-directory").orElse(GuardSettings.RUN_DIRECTORY);
  }

  /** A path from the root on. */
  public Optional<Path> path(String setting) {
    return text(setting)
        .map(
            text -> {
              Path path = Path.of(text).normalize();
              if (!path.isAbsolute()) {
                throw bad("an absolute " + setting, text);
              }
              return path;
            });
  }

  /** What stands between the commas of a setting. */
  public Stream<String> words(String setting) {
    return text(setting).stream()
        .flatMap(text -> Stream.of(text.split(",")))
        .map(String::strip)
        .filter(word -> !word.isEmpty());
  }

  /** The secret that {@code PREFIX-file} or {@code PREFIX-environment} leads to. */
  public Secret secret(String prefix) {
    Optional<String> file = text(prefix + "-file");
    Optional<String> environment = text(prefix + "-environment");
    if (file.isPresent() && environment.isPresent()) {
      throw bad("one of " + prefix + "-file and " + prefix + "-environment", "both");
    }
    return file.map(Secret::ofFile)
        .or(() -> environment.map(Secret::ofEnvironment))
        .orElse(Secret.NONE);
  }

  /** What to throw if a setting is not what it should be. */
  public IllegalArgumentException bad(String expected, String but) {
    return new IllegalArgumentException(
        "expected " + expected + " for " + whose + ", but got " + but);
  }

  private static String key(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
