package io.lull.cluster.config.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lull.protocol.id.HostId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.value.Sorted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Everything that can be set for a node, checked.
 *
 * @param host what the machine of the node is called
 * @param tls empty if nodes talk plain text
 * @param streams how instances of the node are streamed
 * @param plans the backups that can be run by their names
 * @param retention which sets stay when somebody cleans up
 */
public record NodeSettings(
    HostId host,
    SortedSet<Role> roles,
    ClusterSettings cluster,
    Optional<TlsSettings> tls,
    JournalSettings journal,
    HealthSettings health,
    ApiSettings api,
    StreamSettings streams,
    Limits limits,
    SortedMap<String, PlanSettings> plans,
    RetentionSettings retention) {
  public NodeSettings {
    roles = Sorted.set(roles);
    plans = Sorted.map(plans);
  }

  /**
   * Reads and checks what the user says, completed by the defaults.
   *
   * @param own what the user says, for instance {@link ConfigFactory#parseFile}; may be empty
   * @param others read the settings of other modules, and throw them away if they like: a bad one
   *     is reported together with all the rest
   * @throws SettingsException if anything is wrong, with everything that is
   */
  @SafeVarargs
  public static NodeSettings of(Config own, Consumer<SettingsReader>... others) {
    Config defaults = ConfigFactory.defaultReference();
    SettingsReader reader =
        new SettingsReader(NodeConfig.said(own).withFallback(defaults).resolve(), defaults);
    NodeSettings settings = read(reader);
    for (Consumer<SettingsReader> other : others) {
      other.accept(reader);
    }
    List<String> problems = new ArrayList<>(reader.problems());
    problems.addAll(UnknownKeys.problems(own, defaults));
    if (!problems.isEmpty()) {
      throw new SettingsException(problems);
    }
    return settings;
  }

  static NodeSettings read(SettingsReader reader) {
    // Used before there is a node; here a bad one is refused together with all the rest.
    var _ = LogFormat.read(reader);
    ClusterSettings cluster = ClusterSettings.read(reader);
    Optional<TlsSettings> tls = TlsSettings.read(reader, cluster);
    ApiSettings api = ApiSettings.read(reader, tls);
    NodeSettings settings =
        new NodeSettings(
            reader.of("node.host", "a host name", HostId::new),
            roles(reader),
            cluster,
            tls,
            JournalSettings.read(reader),
            HealthSettings.read(reader),
            api,
            StreamSettings.read(reader, api),
            LimitSettings.read(reader, "limits."),
            PlanSettings.read(reader),
            RetentionSettings.read(reader));
    reader.require(
        cluster.address().loopback() || !settings.host().name().equals("localhost"),
        "node.host",
        "expected a name of its own for a machine that others reach, but it is localhost");
    return settings;
  }

  private static SortedSet<Role> roles(SettingsReader reader) {
    SortedSet<Role> roles = new TreeSet<>();
    for (String key : reader.texts("node.roles")) {
      try {
        roles.add(Role.ofKey(key));
      } catch (IllegalArgumentException bad) {
        reader.problem("node.roles", String.valueOf(bad.getMessage()));
      }
    }
    reader.require(!roles.isEmpty(), "node.roles", "expected a role, but there is none");
    return roles;
  }
}
