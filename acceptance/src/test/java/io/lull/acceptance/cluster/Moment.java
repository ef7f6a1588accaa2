package io.lull.acceptance.cluster;

import java.util.Collection;

/** A moment of a session that a test can wait for, and that lasts until the session goes on. */
interface Moment {
  /** A backup that is to wait at its moment, on whose second host something may have to wait. */
  record Waiting(TestBackup backup, String host, ProcessCluster cluster) {
    String session() {
      return backup.session().name();
    }
  }

  /** Sees to it that the session will wait, on whichever of these coordinators it lives. */
  void arrange(Waiting waiting, Collection<NodeProcess> coordinators);

  /** Whether it waits now. */
  boolean reached(Waiting waiting, Collection<NodeProcess> coordinators);

  /** Goes on, also if something has happened to some of these meanwhile. */
  void goOn(Waiting waiting, Collection<NodeProcess> coordinators);
}
