package io.lull.cluster.config.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.lull.protocol.limit.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Reads the settings below {@code lull}, and goes on when one is bad, so that all problems are
 * known at once; in place of a bad value it hands out the default.
 *
 * <p>The records of other modules read theirs by it too.
 */
public final class SettingsReader {
  /** All settings are below this key. */
  public static final String ROOT = "lull";

  private static final Pattern SECRET = Pattern.compile(".*\\.(password|token|webhook)");

  private final Config said;
  private final Config defaults;
  private final Set<String> read = new TreeSet<>();
  private final List<String> problems = new ArrayList<>();

  /**
   * @param said what was said, and the defaults of what was not
   * @param defaults the defaults alone
   */
  SettingsReader(Config said, Config defaults) {
    this.said = said;
    this.defaults = defaults;
  }

  /** A length of time with its unit, of more than 0. */
  public Duration time(String key) {
    return read(
        key,
        "a time with its unit, of more than 0 and at most 7 days",
        SettingsReader::timeOf,
        time -> time.isPositive() && time.compareTo(Limits.TIME_MAX) <= 0);
  }

  /** A length of time that somebody else checks. */
  Duration uncheckedTime(String key) {
    return read(key, "a time with its unit", SettingsReader::timeOf, time -> true);
  }

  public int count(String key, int max) {
    return read(
        key,
        "a number of more than 0 and at most " + max,
        Config::getInt,
        count -> count > 0 && count <= max);
  }

  /** A number that somebody else checks. */
  int uncheckedCount(String key) {
    return read(key, "a number", Config::getInt, count -> true);
  }

  public long bytes(String key, long min, long max) {
    return read(
        key,
        "a size from " + min + " to " + max + " bytes",
        Config::getBytes,
        size -> size >= min && size <= max);
  }

  public boolean flag(String key) {
    return read(key, "on or off", Config::getBoolean, flag -> true);
  }

  /** A text that must not be empty. */
  public String text(String key) {
    return read(key, "a text", Config::getString, text -> !text.isBlank());
  }

  /** A text that stands for itself, or for nothing when it is empty. */
  public Optional<String> optionalText(String key) {
    return Optional.of(read(key, "a text", Config::getString, text -> true))
        .filter(text -> !text.isBlank());
  }

  public List<String> texts(String key) {
    return read(key, "a list of texts", Config::getStringList, list -> true);
  }

  /** A text with a meaning; whatever the meaning's maker refuses is a problem with its reason. */
  public <T> T of(String key, String what, Maker<T> maker) {
    return read(key, what, (config, at) -> maker.make(config.getString(at)), made -> true);
  }

  /** Makes a value of a text, or throws {@link IllegalArgumentException} with the reason. */
  public interface Maker<T> {
    T make(String text);
  }

  /** Something that a single setting does not show, named by the one to change first. */
  public void problem(String key, String detail) {
    problems.add(ROOT + "." + key + ": " + detail);
  }

  /** Notes a problem if something is not as it has to be. */
  public void require(boolean holds, String key, String detail) {
    if (!holds) {
      problem(key, detail);
    }
  }

  /** The names that somebody chose below a key; none if there is no object. */
  Set<String> names(String key) {
    return section(key).map(found -> new TreeSet<>(found.root().keySet())).orElseGet(TreeSet::new);
  }

  /** What is said below a key; nothing if that is no object. */
  Optional<Config> section(String key) {
    try {
      return Optional.of(said.getConfig(ROOT + "." + key));
    } catch (ConfigException none) {
      return Optional.empty();
    }
  }

  /** The objects that are said by a key, or else the default. */
  ConfigObject object(String key) {
    return section(key).orElseGet(() -> defaults.getConfig(ROOT + "." + key)).root();
  }

  /** A text by a name that somebody chose, which may have any characters. */
  String label(String key, String name) {
    ConfigValue value = section(key).orElseThrow().root().get(name);
    Object text = value == null ? "" : value.unwrapped();
    require(
        text instanceof String || text instanceof Number || text instanceof Boolean,
        key,
        "expected a text for '" + name + "', but it is none");
    return String.valueOf(text);
  }

  /**
   * Reads what somebody named and that has defaults of its own; unknown names in it are problems.
   *
   * @param own the defaults of what is below the key
   */
  SettingsReader below(String key, Config own) {
    String at = ROOT + "." + key;
    SettingsReader reader = new SettingsReader(said.withFallback(own.atPath(at)), own.atPath(at));
    reader.problems.addAll(
        UnknownKeys.problems(section(key).orElseGet(ConfigFactory::empty), own, at));
    return reader;
  }

  /** Takes over what another reader has found. */
  void include(SettingsReader other) {
    problems.addAll(other.problems);
  }

  /** How a setting was written, unless that is nobody's business. */
  public String shown(String key) {
    if (SECRET.matcher(key).matches()) {
      return "another (it is not shown)";
    }
    try {
      return said.getValue(ROOT + "." + key).unwrapped().toString();
    } catch (ConfigException notThere) {
      return "not there";
    }
  }

  /** Every key that was asked for so far. */
  public Set<String> keysRead() {
    return Set.copyOf(read);
  }

  List<String> problems() {
    return List.copyOf(problems);
  }

  private <T> T read(
      String key, String what, BiFunction<Config, String, T> get, Predicate<T> good) {
    read.add(key);
    String at = ROOT + "." + key;
    try {
      T value = get.apply(said, at);
      if (good.test(value)) {
        return value;
      }
      problem(key, "expected " + what + ", but it is " + shown(key));
    } catch (ConfigException badType) {
      problem(key, "expected " + what + ", but it is " + shown(key));
    } catch (IllegalArgumentException refused) {
      String why = refused.getMessage();
      problem(key, why == null ? "expected " + what : why);
    }
    return get.apply(defaults, at);
  }

  /** Without a unit the number would silently be one of milliseconds. */
  private static Duration timeOf(Config config, String at) {
    boolean bare =
        config.getValue(at).valueType() == ConfigValueType.NUMBER
            || config.getString(at).strip().matches("[-+.\\d]+");
    if (bare) {
      throw new ConfigException.BadValue(at, "a time needs a unit");
    }
    return config.getDuration(at);
  }
}
