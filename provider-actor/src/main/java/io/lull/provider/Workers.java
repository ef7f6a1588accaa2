package io.lull.provider;

/** Where the provider's own work is done, away from the threads of actors. */
@FunctionalInterface
public interface Workers {
  /** One piece of work under way. */
  @FunctionalInterface
  interface Worker {
    /** Interrupts the work; harmless when it has ended. */
    void interrupt();
  }

  /** Begins a piece of work and returns at once. */
  Worker start(String name, Runnable work);

  /** A virtual thread for each piece of work, for providers that wait as Java does. */
  static Workers virtualThreads() {
    return (name, work) -> Thread.ofVirtual().name(name).start(work)::interrupt;
  }

  /**
   * A thread of the system for each piece of work, for providers that wait in native code: there a
   * virtual thread keeps its carrier, and as many stuck calls as the machine has processors would
   * stop the work of everybody else.
   */
  static Workers systemThreads() {
    return (name, work) -> Thread.ofPlatform().daemon().name(name).start(work)::interrupt;
  }
}
