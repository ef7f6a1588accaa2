package io.lull.provider;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.provider.ProviderEffect;
import io.lull.protocol.provider.ProviderEffect.ArmPrepared;
import io.lull.protocol.provider.ProviderEffect.AskFate;
import io.lull.protocol.provider.ProviderEffect.DeleteCopies;
import io.lull.protocol.provider.ProviderEffect.DiscardCopies;
import io.lull.protocol.provider.ProviderEffect.NoteFault;
import io.lull.protocol.provider.ProviderEffect.RunStep;
import io.lull.protocol.provider.StepResult;
import io.lull.provider.Workers.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * The work that is being done, and the removals that wait for an earlier one of the same copies: a
 * provider whose removals hang would otherwise cost one more thread with every attempt.
 */
final class Workbench {
  private static final StepResult NEVER_BEGUN =
      new StepResult.Failed(
          Fault.expected(
              Failure.CANCELLED, "an earlier removal of the same copies to end", "it did not"));

  private record Running(Job job, Worker worker) {}

  private final Workers workers;
  private final BiConsumer<Job, StepResult> report;
  private final Map<Long, Running> running = new TreeMap<>();
  private final Map<Long, Job> waiting = new TreeMap<>();

  /**
   * @param report told of the end of every job, mostly on the thread that did it
   */
  Workbench(Workers workers, BiConsumer<Job, StepResult> report) {
    this.workers = workers;
    this.report = report;
  }

  /** Begins a job as soon as nothing keeps it; one whose number is here already is not begun. */
  void begin(Job job) {
    if (running.containsKey(job.call()) || waiting.containsKey(job.call())) {
      return;
    }
    if (running.values().stream().anyMatch(other -> job.isKeptBy(other.job()))) {
      waiting.put(job.call(), job);
    } else {
      start(job);
    }
  }

  /** Interrupts all that works for any of these copies. */
  void stop(Set<SnapshotId> snapshots) {
    running.values().stream()
        .filter(other -> other.job().isAboutAnyOf(snapshots))
        .forEach(other -> other.worker().interrupt());
  }

  void interrupt(long call) {
    Running late = running.get(call);
    if (late != null) {
      late.worker().interrupt();
    }
  }

  void interruptAll() {
    waiting.clear();
    running.values().forEach(other -> other.worker().interrupt());
  }

  /** Forgets a job that has ended; false if it is not of this life. */
  boolean remove(Job job) {
    Running ended = running.get(job.call());
    if (ended == null || ended.job() != job) {
      return false;
    }
    running.remove(job.call());
    return true;
  }

  /** Starts what nothing keeps any more; what waits and is not wanted any more has failed. */
  void keepOnly(List<ProviderEffect> outstanding) {
    Set<Long> wanted =
        outstanding.stream()
            .flatMap(effect -> removal(effect).stream())
            .collect(Collectors.toSet());
    List<Job> next = new ArrayList<>(waiting.values());
    waiting.clear();
    for (Job job : next) {
      if (wanted.contains(job.call())) {
        begin(job);
      } else {
        // The machine waits for the end of everything that it has given away.
        running.put(job.call(), new Running(job, () -> {}));
        report.accept(job, NEVER_BEGUN);
      }
    }
  }

  int size() {
    return running.size() + waiting.size();
  }

  private static Optional<Long> removal(ProviderEffect effect) {
    return switch (effect) {
      case DeleteCopies delete -> Optional.of(delete.call());
      case DiscardCopies discard -> Optional.of(discard.call());
      case RunStep _, ArmPrepared _, AskFate _, NoteFault _ -> Optional.empty();
    };
  }

  private void start(Job job) {
    Worker worker = workers.start(job.toString(), () -> report.accept(job, job.run()));
    running.put(job.call(), new Running(job, worker));
  }
}
