package io.lull.cluster.config.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;

/**
 * Puts together what an actor system is started with: what the user says, then what follows from it
 * for Pekko, then all defaults.
 */
public final class NodeConfig {
  private NodeConfig() {}

  /**
   * The whole configuration of a node.
   *
   * @param own what the user says, for instance {@link ConfigFactory#parseFile}; may be empty
   */
  public static Config of(Config own) {
    Config said = ConfigFactory.defaultOverrides().withFallback(own);
    String profile =
        said.withFallback(ConfigFactory.defaultReference()).getString("lull.journal.profile");
    return said.withFallback(ConfigFactory.parseResourcesAnySyntax("journal-" + profile))
        .withFallback(ConfigFactory.defaultReferenceUnresolved())
        .resolve();
  }
}
