package io.lull.writer;

/** Where what may block runs: handlers and the ends of holds. */
@FunctionalInterface
public interface HandlerThreads {
  /** Work that was handed over. */
  @FunctionalInterface
  interface Running {
    /** Makes it give up, if it listens. */
    void interrupt();
  }

  /** Begins the work off the thread of the caller. */
  Running start(String name, Runnable work);

  /** A virtual thread for each: one that hangs costs memory and nobody's time. */
  static HandlerThreads virtual() {
    return (name, work) -> Thread.ofVirtual().name(name).start(work)::interrupt;
  }

  /**
   * A thread of the system for each, for writers that wait in native code: there a virtual thread
   * keeps its carrier, and as many stuck calls as the machine has processors stop all others.
   */
  static HandlerThreads system() {
    return (name, work) -> Thread.ofPlatform().daemon().name(name).start(work)::interrupt;
  }
}
