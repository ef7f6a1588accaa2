package io.lull.provider;

import java.util.ArrayList;
import java.util.List;

/** Work that is done when a test says so, and on its thread. */
final class HandWorkers implements Workers {
  private final List<Runnable> begun = new ArrayList<>();

  @Override
  public Worker start(String name, Runnable work) {
    begun.add(work);
    return () -> {};
  }

  int size() {
    return begun.size();
  }

  /** Does a piece of work, which reports its end. */
  void end(int index) {
    begun.remove(index).run();
  }
}
