package io.lull.provider;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Virtual threads, as in a node, which a test can count. */
final class RealThreads implements Workers {
  private final List<Thread> all = new CopyOnWriteArrayList<>();

  @Override
  public Worker start(String name, Runnable work) {
    Thread thread = Thread.ofVirtual().name(name).start(work);
    all.add(thread);
    return thread::interrupt;
  }

  int started() {
    return all.size();
  }

  long alive() {
    return all.stream().filter(Thread::isAlive).count();
  }

  /** Waits until this many pieces of work have been begun. */
  void awaitStarted(int count) {
    while (all.size() < count) {
      Thread.onSpinWait();
    }
  }

  /** Waits for the end of every thread. */
  void join() throws InterruptedException {
    for (Thread thread : all) {
      thread.join();
    }
  }
}
