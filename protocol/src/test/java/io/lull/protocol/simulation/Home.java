package io.lull.protocol.simulation;

import java.time.Instant;

/** What an {@link Entity} needs of the process in which it lives. */
public interface Home {
  Instant calendar();

  int life();

  /** Its own work or timer, which dies with it. */
  void after(long delay, Runnable action);

  /** A write on its way to the disk, which takes its time whatever becomes of its writer. */
  void onDisk(Runnable arrival);

  /** Whether what was on its way when its writer died got there. */
  boolean arrives();

  /** Whether nobody is told of a write. */
  boolean writeFails();
}
