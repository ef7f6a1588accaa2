package io.lull.cli;

import io.lull.protocol.session.SessionInput;
import java.util.concurrent.CountDownLatch;

/** A creation of a set that a node does not answer before it may. */
public final class HeldCreation {
  /** Somebody has asked for the set. */
  public final CountDownLatch asked = new CountDownLatch(1);

  /** He has told the node to abort, which waits for its turn. */
  public final CountDownLatch undoing = new CountDownLatch(1);

  private final CountDownLatch goOn = new CountDownLatch(1);

  public HeldCreation(FakeNode node) {
    node.heard =
        verb -> {
          if (verb instanceof SessionInput.AbortBackup) {
            undoing.countDown();
          }
        };
    node.before =
        verb -> {
          if (verb instanceof SessionInput.DoSnapshotSet) {
            asked.countDown();
            hold();
          }
        };
  }

  private void hold() {
    try {
      goOn.await();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  public void goOn() {
    goOn.countDown();
  }
}
