package io.lull.node.doctor;

import com.typesafe.config.Config;
import io.lull.cluster.config.settings.NodeConfig;
import io.lull.cluster.config.settings.NodeSettings;
import io.lull.cluster.config.settings.OwnSettings;
import io.lull.cluster.config.settings.Role;
import io.lull.node.HostSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is looked at: the settings of a node that need not run.
 *
 * @param config all of them, with the defaults
 * @param host its writers and providers; empty if it has none
 */
public record Patient(NodeSettings settings, Config config, Optional<HostSettings> host) {
  /**
   * Reads what the user says.
   *
   * @throws IllegalArgumentException if the settings cannot be used, with all that is wrong
   */
  public static Patient of(Config own) {
    NodeSettings settings = NodeSettings.of(own);
    Config config = NodeConfig.of(own, settings);
    return new Patient(
        settings,
        config,
        settings.roles().contains(Role.HOST)
            ? Optional.of(HostSettings.of(settings.host(), config, List.of()))
            : Optional.empty());
  }

  boolean coordinates() {
    return settings.roles().contains(Role.COORDINATOR);
  }

  /** What the writers or the providers are told, by their names. */
  SortedMap<String, Map<String, String>> members(String group) {
    Config all = config.getConfig(group);
    SortedMap<String, Map<String, String>> members = new TreeMap<>();
    all.root().keySet().forEach(name -> members.put(name, OwnSettings.of(all, name)));
    return members;
  }
}
