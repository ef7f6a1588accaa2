package io.lull.cluster.config.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.plan.NamePattern;
import io.lull.protocol.plan.Selector;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.writer.BackupType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A backup that is described once and run by its name.
 *
 * @param stays whether its set outlives the session
 * @param limits those of the node, but for what the plan says
 * @param before what is run before anything is begun; nothing if it has no command
 * @param after what is run when there is a set, or it has failed
 */
public record PlanSettings(
    String name,
    Selector selector,
    boolean stays,
    BackupType type,
    Grade lowest,
    Limits limits,
    Step before,
    Step after,
    List<NoticeSettings> notices) {
  /** Where plans are in the settings. */
  static final String PLANS = "plans";

  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9_-]{0,63}";

  public PlanSettings {
    notices = List.copyOf(notices);
  }

  /** A program and its arguments, if there is one, and how long it may take. */
  public record Step(List<String> command, Duration limit) {
    public Step {
      command = List.copyOf(command);
    }
  }

  /** All plans that are good; what is wrong with the others the reader knows then. */
  static SortedMap<String, PlanSettings> read(SettingsReader reader) {
    SortedMap<String, PlanSettings> plans = new TreeMap<>();
    for (String name : reader.names(PLANS)) {
      String at = PLANS + "." + name;
      if (!name.matches(NAME)) {
        reader.problem(
            PLANS,
            "expected names of letters, digits, '-' and '_' for plans, but one is '" + name + "'");
      } else if (reader.section(at).isEmpty()) {
        reader.problem(at, "expected the settings of a plan, but it is " + reader.shown(at));
      } else {
        plans.put(name, read(reader, at, name));
      }
    }
    return Sorted.map(plans);
  }

  private static PlanSettings read(SettingsReader node, String at, String name) {
    Config defaults = file("plan.conf").withValue("limits", node.object("limits"));
    SettingsReader reader = node.below(at, defaults);
    String prefix = at + ".";
    List<NoticeSettings> notices = new ArrayList<>();
    for (String notice : reader.names(prefix + "notify")) {
      if (!notice.matches(NAME) || reader.section(prefix + "notify." + notice).isEmpty()) {
        reader.problem(
            prefix + "notify",
            "expected notices with names of letters, digits, '-' and '_', but one is '"
                + notice
                + "'");
        continue;
      }
      String below = prefix + "notify." + notice;
      SettingsReader one = reader.below(below, file("notice.conf"));
      NoticeSettings.read(one, below + ".", notice).ifPresent(notices::add);
      reader.include(one);
    }
    PlanSettings plan =
        new PlanSettings(
            name,
            new Selector(
                labels(reader, prefix),
                patterns(reader, prefix + "of"),
                patterns(reader, prefix + "without"),
                patterns(reader, prefix + "providers")),
            reader.of(prefix + "context", "a context", PlanSettings::stays),
            reader.of(prefix + "type", "a type", text -> named(BackupType.class, text)),
            reader.of(prefix + "lowest", "a grade", text -> named(Grade.class, text)),
            LimitSettings.read(reader, prefix + "limits."),
            step(reader, prefix + "before."),
            step(reader, prefix + "after."),
            notices);
    reader.require(
        plan.stays() || !plan.after().command().isEmpty(),
        prefix + "context",
        "expected after.command with auto-release, or nobody could look at the set before it is"
            + " gone, but there is none");
    node.include(reader);
    return plan;
  }

  private static Step step(SettingsReader reader, String at) {
    return new Step(command(reader, at + "command"), reader.time(at + "limit"));
  }

  /** Words as they are; no shell sees them. */
  static List<String> command(SettingsReader reader, String at) {
    List<String> words = reader.texts(at);
    reader.require(
        words.isEmpty() || words.getFirst().startsWith("/"),
        at,
        "expected a program by its absolute path, but it is '"
            + (words.isEmpty() ? "" : words.getFirst())
            + "'");
    reader.require(
        words.stream().noneMatch(word -> word.indexOf('\0') >= 0),
        at,
        "expected words without the character 0, but one has it");
    return words;
  }

  private static SortedMap<String, String> labels(SettingsReader reader, String prefix) {
    SortedMap<String, String> labels = new TreeMap<>();
    for (String label : reader.names(prefix + "labels")) {
      labels.put(label, reader.label(prefix + "labels", label));
    }
    return labels;
  }

  private static List<NamePattern> patterns(SettingsReader reader, String at) {
    boolean including = at.endsWith(".of");
    List<NamePattern> patterns = new ArrayList<>();
    for (String text : reader.texts(at)) {
      try {
        NamePattern pattern = new NamePattern(text);
        if (including) {
          var _ = new Selector(new TreeMap<>(Map.of()), List.of(pattern), List.of(), List.of());
        }
        patterns.add(pattern);
      } catch (IllegalArgumentException bad) {
        reader.problem(at, String.valueOf(bad.getMessage()));
      }
    }
    return patterns;
  }

  private static boolean stays(String word) {
    return switch (word) {
      case "persistent" -> true;
      case "auto-release" -> false;
      default ->
          throw new IllegalArgumentException(
              "expected persistent or auto-release, but it is " + word);
    };
  }

  private static <E extends Enum<E>> E named(Class<E> type, String word) {
    return Arrays.stream(type.getEnumConstants())
        .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected one of "
                        + Arrays.stream(type.getEnumConstants())
                            .map(one -> one.name().toLowerCase(Locale.ROOT))
                            .toList()
                        + ", but it is "
                        + word));
  }

  private static Config file(String name) {
    return ConfigFactory.parseResources(PlanSettings.class.getClassLoader(), name).resolve();
  }
}
