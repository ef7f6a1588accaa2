package io.lull.provider.tree;

import io.lull.kernel.FileCalls;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A few threads that work off tasks which bring further tasks, the newest first: so a tree is
 * walked into its depth, and what waits stays little. The first failure ends all of it.
 */
public final class Crew {
  /** One thread's part: its own calls and buffers, and whom it gives further tasks to. */
  public static final class Worker {
    private final FileCalls calls;
    private final Crew crew;
    private Optional<Buffers> buffers = Optional.empty();

    private Worker(FileCalls calls, Crew crew) {
      this.calls = calls;
      this.crew = crew;
    }

    FileCalls calls() {
      return calls;
    }

    Buffers buffers() {
      if (buffers.isEmpty()) {
        buffers = Optional.of(new Buffers(calls));
      }
      return buffers.get();
    }

    void add(Task task) {
      crew.add(task);
    }

    /** Throws if nobody wants the work any more, because of a word from outside or a failure. */
    void check() throws StoppedException {
      crew.stop.check();
      if (crew.broken) {
        throw new StoppedException();
      }
    }
  }

  /** A piece of work. */
  @FunctionalInterface
  public interface Task {
    void run(Worker worker) throws IOException;
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition left = lock.newCondition();
  private final Deque<Task> waiting = new ArrayDeque<>();
  private final Stop stop;
  private int busy;
  private int alive;
  private volatile boolean broken;
  private Optional<Throwable> failure = Optional.empty();

  private Crew(Stop stop) {
    this.stop = stop;
  }

  /**
   * Does a task and all that it brings, and returns when the last thread has ended.
   *
   * @throws InterruptedException when the caller was interrupted; then the rest is left undone
   */
  public static void work(int threads, Stop stop, Task first)
      throws IOException, InterruptedException {
    Crew crew = new Crew(stop);
    crew.waiting.push(first);
    crew.alive = threads;
    for (int i = 1; i <= threads; i++) {
      // Threads of the system: a virtual one keeps its carrier for as long as the kernel works.
      Thread.ofPlatform().daemon().name("tree " + i).start(crew::serve);
    }
    crew.await();
    crew.report();
  }

  private void add(Task task) {
    lock.lock();
    try {
      waiting.push(task);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void serve() {
    try (FileCalls calls = new FileCalls()) {
      Worker worker = new Worker(calls, this);
      for (Optional<Task> task = next(); task.isPresent(); task = next()) {
        try {
          task.get().run(worker);
        } finally {
          ended();
        }
      }
    } catch (Throwable failed) {
      failed(failed);
    } finally {
      leave();
    }
  }

  /** Empty when nothing is left and nobody works who could bring more. */
  private Optional<Task> next() {
    lock.lock();
    try {
      while (waiting.isEmpty() && busy > 0 && failure.isEmpty()) {
        changed.awaitUninterruptibly();
      }
      if (waiting.isEmpty() || failure.isPresent()) {
        return Optional.empty();
      }
      busy++;
      return Optional.of(waiting.pop());
    } finally {
      lock.unlock();
    }
  }

  private void ended() {
    lock.lock();
    try {
      busy--;
      if (busy == 0) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void failed(Throwable thrown) {
    lock.lock();
    try {
      if (failure.isEmpty()) {
        failure = Optional.of(thrown);
        broken = true;
      }
      waiting.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void await() throws InterruptedException {
    lock.lock();
    try {
      while (alive > 0) {
        left.await();
      }
    } catch (InterruptedException interrupted) {
      // They look at it between two files; who returned earlier would leave them at work.
      stop.stop();
      while (alive > 0) {
        left.awaitUninterruptibly();
      }
      throw interrupted;
    } finally {
      lock.unlock();
    }
  }

  private void leave() {
    lock.lock();
    try {
      alive--;
      left.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void report() throws IOException {
    if (failure.isEmpty()) {
      return;
    }
    switch (failure.get()) {
      case IOException failed -> throw failed;
      case RuntimeException mistake -> throw mistake;
      case Error error -> throw error;
      case Throwable other -> throw new IllegalStateException("expected to walk a tree", other);
    }
  }
}
