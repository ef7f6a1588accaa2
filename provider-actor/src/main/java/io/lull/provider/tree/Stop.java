package io.lull.provider.tree;

/** Tells work on a tree to end, from any thread and for good. */
public final class Stop {
  private volatile boolean stopped;

  public void stop() {
    stopped = true;
  }

  /** Throws if the work is to end. */
  void check() throws StoppedException {
    if (stopped) {
      throw new StoppedException();
    }
  }
}
