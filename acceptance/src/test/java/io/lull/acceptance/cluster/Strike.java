package io.lull.acceptance.cluster;

import java.time.Duration;
import java.util.List;

/** What happens to a node. */
enum Strike {
  /** Its process is killed, as {@code kill -9} does. */
  KILLED,
  /** Its process is stopped, and continued when another one has taken over. */
  STOPPED,
  /** Nothing that it sends reaches anybody, nor does it hear anybody; the journal included. */
  CUT_OFF,
  /** As cut off, but the journal hears it: it can still write what nobody else knows of. */
  ALONE_WITH_JOURNAL,
  /** No other node reaches it. */
  DEAF,
  /** It reaches no other node. */
  MUTE,
  /** All that passes between it and other nodes comes late. */
  SLOW;

  private static final Duration LATE = Duration.ofMillis(300);

  boolean needsNamespaces() {
    return compareTo(STOPPED) > 0;
  }

  /** A network in which it can happen; a test that needs more than there is does not run. */
  Network network() {
    return needsNamespaces() ? Namespaces.create() : Network.loopback();
  }

  /** Whether the node is lost for its cluster. */
  boolean loses() {
    return this != SLOW;
  }

  /** Whether the node can still journal while nobody answers it, and so give up by itself. */
  boolean mayGiveUp() {
    return this == ALONE_WITH_JOURNAL || this == DEAF || this == MUTE;
  }

  void on(NodeProcess node, ProcessCluster cluster) {
    switch (this) {
      case KILLED -> node.kill();
      case STOPPED -> node.stop();
      case CUT_OFF -> {
        drop(node, cluster, true, true);
        cluster.namespaces().drop(node.name(), "journal");
        cluster.namespaces().drop("journal", node.name());
      }
      case ALONE_WITH_JOURNAL -> drop(node, cluster, true, true);
      case DEAF -> drop(node, cluster, false, true);
      case MUTE -> drop(node, cluster, true, false);
      case SLOW ->
          others(node, cluster)
              .forEach(
                  other -> {
                    cluster.namespaces().delay(node.name(), other, LATE);
                    cluster.namespaces().delay(other, node.name(), LATE);
                  });
    }
  }

  private static void drop(NodeProcess node, ProcessCluster cluster, boolean out, boolean in) {
    for (String other : others(node, cluster)) {
      if (out) {
        cluster.namespaces().drop(node.name(), other);
      }
      if (in) {
        cluster.namespaces().drop(other, node.name());
      }
    }
  }

  private static List<String> others(NodeProcess node, ProcessCluster cluster) {
    return cluster.placesOfNodes().stream().filter(other -> !other.equals(node.name())).toList();
  }
}
