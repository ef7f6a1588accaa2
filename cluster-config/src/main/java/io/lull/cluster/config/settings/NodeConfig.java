package io.lull.cluster.config.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;

/**
 * Puts together what an actor system is started with: what the user says, then what follows from it
 * for Pekko, then all defaults.
 */
public final class NodeConfig {
  private static final String FRAME = "pekko.remote.artery.advanced.maximum-frame-size";

  private NodeConfig() {}

  /**
   * The whole configuration of a node whose settings are good.
   *
   * @param own what the user says, as in {@link NodeSettings#of}
   * @throws SettingsException if its settings are not good
   */
  public static Config of(Config own) {
    NodeSettings settings = NodeSettings.of(own);
    return said(own)
        .withFallback(
            ConfigFactory.empty()
                .withValue(
                    FRAME,
                    ConfigValueFactory.fromAnyRef(
                        settings.cluster().messageSize() + ClusterSettings.FRAME_EXTRA)))
        .withFallback(part("journal-" + settings.journal().profile().key()))
        .withFallback(settings.tls().isPresent() ? part("tls") : ConfigFactory.empty())
        .withFallback(part("node"))
        .withFallback(ConfigFactory.defaultReferenceUnresolved())
        .resolve();
  }

  /** What is said at the start of the process goes before what is said in a file. */
  static Config said(Config own) {
    return ConfigFactory.defaultOverrides().withFallback(own);
  }

  private static Config part(String name) {
    return ConfigFactory.parseResources(NodeConfig.class.getClassLoader(), name + ".conf");
  }
}
