package io.lull.writer.stream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * The work of an instance in its order: one piece at a time, each counted from when it begins.
 *
 * <p>Only the actor calls it; the end of a job comes to the actor as a message.
 */
final class Jobs {
  /** Where the actor hears of the end of a job, on any thread. */
  @FunctionalInterface
  interface Ended {
    void tell(Job<?> job);
  }

  private final Lane lane;
  private final TimerScheduler<StreamCommand> timers;
  private final Ended ended;
  private final Deque<Job<?>> waiting = new ArrayDeque<>();
  private Optional<Job<?>> current = Optional.empty();

  Jobs(Lane lane, TimerScheduler<StreamCommand> timers, Ended ended) {
    this.lane = lane;
    this.timers = timers;
    this.ended = ended;
  }

  void add(Job<?> job) {
    waiting.add(job);
    next();
  }

  /** The thread says that it has done this job. */
  void ended(Job<?> job) {
    if (isCurrent(job)) {
      timers.cancel(job);
      over(job);
    }
  }

  /** The limit of this job is over. */
  void overdue(Job<?> job) {
    // It may have ended just before, and then that is told next.
    if (isCurrent(job) && job.giveUp()) {
      job.interrupt(lane.leaveBehind());
      over(job);
    }
  }

  /** Keeps no thread as long as there is nothing to do. */
  void rest() {
    if (current.isEmpty()) {
      lane.dismiss();
    }
  }

  /** Gives up what runs and drops what waits, but has this done at the last. */
  void stop(Runnable last) {
    waiting.clear();
    current.ifPresent(
        job -> {
          timers.cancel(job);
          if (job.giveUp()) {
            job.interrupt(lane.leaveBehind());
          }
        });
    current = Optional.empty();
    lane.run(last);
    lane.dismiss();
  }

  private boolean isCurrent(Job<?> job) {
    return current.filter(running -> running == job).isPresent();
  }

  private void over(Job<?> job) {
    current = Optional.empty();
    job.tell();
    next();
  }

  private void next() {
    if (current.isPresent() || waiting.isEmpty()) {
      return;
    }
    Job<?> job = waiting.remove();
    current = Optional.of(job);
    timers.startSingleTimer(job, new OwnCommand.JobOverdue(job), job.limit());
    try {
      lane.run(
          () -> {
            job.run();
            ended.tell(job);
          });
    } catch (Throwable outOfThreads) {
      job.fail(outOfThreads);
      ended.tell(job);
    }
  }
}
