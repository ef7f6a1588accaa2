package io.lull.provider.lvm;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.util.List;
import java.util.Optional;

/**
 * A logical volume, as {@code lvs --reportformat json} says it.
 *
 * @param segment what it is made of: {@code thin}, {@code thin-pool}, {@code linear} …
 * @param pool the thin pool that it is in, or empty
 * @param data how full it is, in percent, if it can be full
 * @param metadata how full what describes it is, in percent
 */
record LogicalVolume(
    String group,
    String name,
    String segment,
    String pool,
    Optional<Double> data,
    Optional<Double> metadata) {
  /** The columns that are asked for. */
  static final String COLUMNS = "vg_name,lv_name,segtype,pool_lv,data_percent,metadata_percent";

  private static final ConfigParseOptions JSON =
      ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON);

  /** All volumes of all reports. */
  static List<LogicalVolume> parse(String json) {
    try {
      return ConfigFactory.parseString(json, JSON).getConfigList("report").stream()
          .flatMap(report -> report.getConfigList("lv").stream())
          .map(LogicalVolume::of)
          .toList();
    } catch (ConfigException foreign) {
      throw new IllegalArgumentException("expected a report of lvs in JSON", foreign);
    }
  }

  private static LogicalVolume of(Config line) {
    return new LogicalVolume(
        line.getString("vg_name"),
        line.getString("lv_name"),
        line.getString("segtype"),
        line.getString("pool_lv"),
        percent(line.getString("data_percent")),
        percent(line.getString("metadata_percent")));
  }

  private static Optional<Double> percent(String value) {
    return value.isBlank() ? Optional.empty() : Optional.of(Double.parseDouble(value));
  }

  boolean isThin() {
    return segment.equals("thin");
  }

  String path() {
    return group + "/" + name;
  }
}
