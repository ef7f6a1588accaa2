package io.lull.writer.test;

import io.lull.cluster.config.settings.Nearest;
import io.lull.protocol.certificate.HoldKind;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.RestoreMethod;
import io.lull.protocol.writer.WriterLevel;
import io.lull.protocol.writer.WriterMetadata;
import io.lull.protocol.writer.WriterStep;
import io.lull.writer.SystemUptime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the settings of a test writer. */
final class TestSettings {
  private static final Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m)");
  private static final Pattern TIMES = Pattern.compile("x(\\d{1,6})");
  private static final Map<String, WriterStep> STEPS =
      Arrays.stream(WriterStep.values()).collect(Collectors.toMap(TestSettings::key, s -> s));

  private final WriterId writer;
  private final Map<String, String> settings;

  TestSettings(WriterId writer, Map<String, String> settings) {
    this.writer = writer;
    this.settings = settings;
    TreeSet<String> known = new TreeSet<>(STEPS.keySet());
    known.addAll(List.of("components", "level", "hold", "kind-of-hold", "behind", "diary"));
    for (String key : settings.keySet()) {
      if (!known.contains(key)) {
        throw bad("a known setting", key + Nearest.hint(key, known));
      }
    }
  }

  WriterMetadata metadata() {
    return new WriterMetadata(
        writer,
        named(WriterLevel.values(), "level", WriterLevel.BACK_END),
        text("hold").map(this::time).orElse(Duration.ofSeconds(60)),
        named(HoldKind.values(), "kind-of-hold", HoldKind.APPLICATION),
        text("behind").map(this::writer),
        RestoreMethod.RESTORE_IF_NOT_THERE,
        list(text("components").orElse("data:/data")).map(this::component).toList(),
        List.of());
  }

  Script script() {
    Script script = new Script();
    STEPS.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
        .forEach(
            step ->
                text(step.getKey()).stream()
                    .flatMap(TestSettings::list)
                    .forEach(deed -> script.then(step.getValue(), deed(deed))));
    return script;
  }

  Diary diary() {
    return new Diary(SystemUptime.INSTANCE, text("diary").map(Path::of));
  }

  private Deed deed(String text) {
    String[] words = text.split("\\s+");
    Deed deed =
        Deed.of(
            Deed.Kind.of(words[0])
                .orElseThrow(
                    () ->
                        bad(
                            "one of "
                                + Arrays.stream(Deed.Kind.values())
                                    .map(Deed.Kind::key)
                                    .collect(Collectors.joining(", ")),
                            words[0])));
    for (int i = 1; i < words.length; i++) {
      Matcher times = TIMES.matcher(words[i]);
      if (words[i].equals("always")) {
        deed = deed.times(Deed.ALWAYS);
      } else if (times.matches()) {
        deed = deed.times(Integer.parseInt(times.group(1)));
      } else {
        deed = deed.lasting(time(words[i]));
      }
    }
    return deed;
  }

  private Component component(String text) {
    List<String> parts = List.of(text.split(":"));
    return new Component(
        new ComponentId(writer, parts.getFirst()),
        parts.stream()
            .skip(1)
            .map(path -> new Volume(writer.host(), path))
            .collect(Collectors.toSet()),
        true,
        true);
  }

  private WriterId writer(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw bad("host/name", text);
    }
    return new WriterId(new HostId(text.substring(0, slash)), text.substring(slash + 1));
  }

  private Duration time(String text) {
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      throw bad("a time such as 200ms, 3s or 2m", text);
    }
    long number = Long.parseLong(time.group(1));
    return switch (time.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      default -> Duration.ofMinutes(number);
    };
  }

  private <E extends Enum<E>> E named(E[] values, String setting, E otherwise) {
    Optional<String> text = text(setting);
    return text.isEmpty()
        ? otherwise
        : Arrays.stream(values)
            .filter(value -> key(value).equals(text.get()))
            .findFirst()
            .orElseThrow(
                () ->
                    bad(
                        "one of "
                            + Arrays.stream(values)
                                .map(TestSettings::key)
                                .collect(Collectors.joining(", ")),
                        text.get()));
  }

  private Optional<String> text(String setting) {
    return Optional.ofNullable(settings.get(setting)).map(String::strip);
  }

  private static Stream<String> list(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).filter(part -> !part.isEmpty());
  }

  private static String key(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private IllegalArgumentException bad(String expected, String but) {
    return new IllegalArgumentException(
        "expected " + expected + " for test writer " + writer + ", but got " + but);
  }
}
