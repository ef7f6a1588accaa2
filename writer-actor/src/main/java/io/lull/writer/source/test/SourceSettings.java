package io.lull.writer.source.test;

import io.lull.cluster.config.settings.Nearest;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.stream.Logging;
import io.lull.writer.test.Deed;
import io.lull.writer.test.Deeds;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the settings of a test source. */
final class SourceSettings {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([kmg]?)");

  /** What means something where nothing is frozen. */
  private static final Set<Deed.Kind> KINDS =
      EnumSet.of(
          Deed.Kind.OK,
          Deed.Kind.NON_RETRYABLE,
          Deed.Kind.THROW,
          Deed.Kind.HANG,
          Deed.Kind.HANG_DEAF,
          Deed.Kind.DELAY,
          Deed.Kind.DELAY_DEAF,
          Deed.Kind.LIE);

  private final InstanceId instance;
  private final Map<String, String> settings;

  SourceSettings(InstanceId instance, Map<String, String> settings) {
    this.instance = instance;
    this.settings = settings;
    TreeSet<String> known = new TreeSet<>(List.of("databases", "log-size", "logging", "state"));
    Arrays.stream(SourceCall.values()).map(SourceCall::key).forEach(known::add);
    for (String key : settings.keySet()) {
      if (!known.contains(key)) {
        throw bad("a known setting", key + Nearest.hint(key, known));
      }
    }
  }

  Map<DatabaseId, Long> databases() {
    TreeMap<DatabaseId, Long> databases = new TreeMap<>();
    list("databases", "data:1m")
        .forEach(
            text -> {
              int colon = text.indexOf(':');
              if (colon < 0) {
                throw bad("a name and a size such as data:1m", text);
              }
              databases.put(
                  new DatabaseId(text.substring(0, colon)), bytes(text.substring(colon + 1)));
            });
    return databases;
  }

  long logBytes() {
    return bytes(settings.getOrDefault("log-size", "64k"));
  }

  Logging logging() {
    String text = settings.getOrDefault("logging", "kept");
    return Arrays.stream(Logging.values())
        .filter(logging -> key(logging).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                bad(
                    "one of "
                        + Arrays.stream(Logging.values())
                            .map(SourceSettings::key)
                            .collect(Collectors.joining(", ")),
                    text));
  }

  SourceScript script() {
    SourceScript script = new SourceScript();
    for (SourceCall call : SourceCall.values()) {
      list(call.key(), "").forEach(text -> script.then(call, deed(text)));
    }
    return script;
  }

  private Deed deed(String text) {
    Deed deed = Deeds.parse(text).orElseThrow(() -> bad("a deed such as hang x2", text));
    if (!KINDS.contains(deed.kind())) {
      throw bad(
          "one of " + KINDS.stream().map(Deed.Kind::key).collect(Collectors.joining(", ")), text);
    }
    return deed;
  }

  private long bytes(String text) {
    Matcher size = SIZE.matcher(text);
    if (!size.matches()) {
      throw bad("a size such as 512, 64k, 3m or 2g", text);
    }
    int shift =
        switch (size.group(2)) {
          case "k" -> 10;
          case "m" -> 20;
          case "g" -> 30;
          default -> 0;
        };
    return Long.parseLong(size.group(1)) << shift;
  }

  private Stream<String> list(String setting, String otherwise) {
    return Arrays.stream(Optional.ofNullable(settings.get(setting)).orElse(otherwise).split(","))
        .map(String::strip)
        .filter(part -> !part.isEmpty());
  }

  private static String key(Logging logging) {
    return logging.name().toLowerCase(Locale.ROOT);
  }

  private IllegalArgumentException bad(String expected, String but) {
    return new IllegalArgumentException(
        "expected " + expected + " for test source " + instance + ", but got " + but);
  }
}
