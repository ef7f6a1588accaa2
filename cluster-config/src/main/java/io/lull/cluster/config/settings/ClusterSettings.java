package io.lull.cluster.config.settings;

import io.lull.wire.WireLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who this node is for others, whom it joins, and when it gives somebody up.
 *
 * @param name what the actor systems of all nodes are called
 * @param seeds whom to join; empty if the node is alone, or finds others by their name
 * @param plainText true if nodes on different machines may talk without TLS
 */
public record ClusterSettings(
    String name,
    NodeAddress address,
    List<NodeAddress> seeds,
    Optional<Dns> dns,
    boolean plainText,
    long messageSize,
    Duration stableAfter,
    Duration removalMargin,
    Duration heartbeat,
    Duration heartbeatPause) {
  /** What a message needs beside its own bytes: addresses, manifest, header. */
  static final int FRAME_EXTRA = 64 << 10;

  private static final long MESSAGE_MIN = 64 << 10;
  private static final int NODES_MAX = 1000;

  /**
   * How to find the other nodes by one name.
   *
   * @param nodes how many there must be before a cluster is begun
   */
  public record Dns(String name, int nodes, Duration every) {}

  public ClusterSettings {
    seeds = List.copyOf(seeds);
  }

  static ClusterSettings read(SettingsReader reader) {
    Dns dns =
        new Dns(
            reader.optionalText("cluster.dns.name").orElse(""),
            reader.count("cluster.dns.nodes", NODES_MAX),
            reader.time("cluster.dns.every"));
    ClusterSettings settings =
        new ClusterSettings(
            reader.of("cluster.name", "a name", ClusterSettings::name),
            address(reader),
            seeds(reader),
            Optional.of(dns).filter(found -> !found.name().isEmpty()),
            reader.flag("cluster.plain-text"),
            reader.bytes("cluster.message-size", MESSAGE_MIN, WireLimits.MESSAGE_BYTES),
            reader.time("cluster.stable-after"),
            reader.time("cluster.removal-margin"),
            reader.time("cluster.heartbeat"),
            reader.time("cluster.heartbeat-pause"));
    settings.check(reader);
    return settings;
  }

  private void check(SettingsReader reader) {
    reader.require(
        dns.isEmpty() || seeds.isEmpty(),
        "cluster.dns.name",
        "expected either this or lull.cluster.seed-nodes, but both are set");
    reader.require(
        dns.isEmpty() || address.numeric(),
        "cluster.address",
        "expected a numeric address, by which the node finds itself among those that"
            + " lull.cluster.dns.name has, but it is "
            + address.host());
    reader.require(
        heartbeatPause.compareTo(heartbeat.multipliedBy(3)) >= 0,
        "cluster.heartbeat-pause",
        "expected heartbeat-pause ≥ 3 × heartbeat, or a single lost heartbeat would end a node, but"
            + " it is "
            + reader.shown("cluster.heartbeat-pause"));
    reader.require(
        removalMargin.compareTo(stableAfter) <= 0,
        "cluster.removal-margin",
        "expected removal-margin ≤ stable-after, or fail-over would wait for nothing, but it is "
            + reader.shown("cluster.removal-margin"));
  }

  private static String name(String text) {
    if (!text.matches("[A-Za-z0-9][A-Za-z0-9-]{0,63}")) {
      throw new IllegalArgumentException(
          "expected a name of letters, digits and '-', but it is " + text);
    }
    return text;
  }

  private static NodeAddress address(SettingsReader reader) {
    return new NodeAddress(
        reader.text("cluster.address"), reader.count("cluster.port", NodeAddress.PORT_MAX));
  }

  private static List<NodeAddress> seeds(SettingsReader reader) {
    List<NodeAddress> seeds = new ArrayList<>();
    for (String text : reader.texts("cluster.seed-nodes")) {
      try {
        seeds.add(NodeAddress.parse(text));
      } catch (IllegalArgumentException bad) {
        reader.problem("cluster.seed-nodes", String.valueOf(bad.getMessage()));
      }
    }
    return seeds;
  }
}
