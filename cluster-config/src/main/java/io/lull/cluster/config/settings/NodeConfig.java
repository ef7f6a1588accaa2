package io.lull.cluster.config.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Puts together what an actor system is started with: what the user says, then what follows from it
 * for Pekko, then all defaults.
 */
public final class NodeConfig {
  private static final String FRAME = "pekko.remote.artery.advanced.maximum-frame-size";

  private static final String ROLES = "pekko.cluster.roles";

  private NodeConfig() {}

  /**
   * The whole configuration of a node whose settings are good.
   *
   * @param own what the user says, as in {@link NodeSettings#of}
   * @throws SettingsException if its settings are not good
   */
  public static Config of(Config own) {
    return of(own, NodeSettings.of(own));
  }

  /**
   * The same, when the settings have been read already.
   *
   * @param settings what {@link NodeSettings#of} made of the same {@code own}
   */
  public static Config of(Config own, NodeSettings settings) {
    return said(own)
        .withFallback(
            ConfigFactory.parseMap(Map.of(FRAME, frame(settings), ROLES, roles(settings))))
        .withFallback(part("journal-" + settings.journal().profile().key()))
        .withFallback(settings.tls().isPresent() ? part("tls") : ConfigFactory.empty())
        .withFallback(part("node"))
        .withFallback(ConfigFactory.defaultReferenceUnresolved())
        .resolve();
  }

  private static long frame(NodeSettings settings) {
    return settings.cluster().messageSize() + ClusterSettings.FRAME_EXTRA;
  }

  /** The roles of the settings; a coordinator also shows which journal it has. */
  private static List<String> roles(NodeSettings settings) {
    List<String> roles = new ArrayList<>(settings.roles().stream().map(Role::key).toList());
    if (settings.roles().contains(Role.COORDINATOR)) {
      roles.add(settings.journal().profile().role());
    }
    return roles;
  }

  /** What is said at the start of the process goes before what is said in a file. */
  static Config said(Config own) {
    return ConfigFactory.defaultOverrides().withFallback(own);
  }

  private static Config part(String name) {
    return ConfigFactory.parseResources(NodeConfig.class.getClassLoader(), name + ".conf");
  }
}
