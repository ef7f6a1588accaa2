package io.lull.protocol.writer;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.writer.WriterEffect.CallHandler;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a writer keeps for one session.
 *
 * @param newest the stamp of the highest epoch that was heard
 * @param components those of which the coordinator has spoken; a handler can fail for no others
 * @param work the step that it is at, or was at last
 * @param answers the answer to each step that was handled, with the stamp it was given to last
 * @param failure the first failure; later ones follow from it more often than not
 * @param abort why it was aborted, once it is
 * @param shutdown a BackupShutdown that waits until nothing runs and nothing is held
 * @param active when something last happened to it
 */
public record WriterSession(
    SessionKey key,
    Stamp newest,
    WriterPhase phase,
    Set<ComponentId> components,
    Work work,
    Map<WriterStep, WriterReply.OfSet> answers,
    Optional<FailedStep> failure,
    Optional<AbortCause> abort,
    Optional<Stamp> shutdown,
    Uptime active) {

  /**
   * The step that a session is at.
   *
   * @param asked who is to be answered; absent when nobody asked, or has been answered
   * @param handler the call whose end is awaited
   */
  public record Work(WriterStep step, Optional<Stamp> asked, Optional<CallHandler> handler) {
    boolean awaits(long call) {
      return handler.isPresent() && handler.get().call() == call;
    }

    Work handled() {
      return new Work(step, asked, Optional.empty());
    }
  }

  /** A step that failed, and the fact that shows it. */
  public record FailedStep(WriterStep step, Fault fault) {}

  /**
   * Why a session was aborted.
   *
   * @param own whether the writer gave up by itself, because its own Freeze or Thaw failed
   */
  public record AbortCause(Failure failure, boolean own) {}

  public WriterSession {
    components = Sorted.set(components);
    answers = Sorted.map(answers);
  }

  static WriterSession opened(SessionKey key, Stamp stamp, Uptime at) {
    return new WriterSession(
        key,
        stamp,
        WriterPhase.ABSENT,
        Set.of(),
        new Work(WriterStep.IDENTIFY, Optional.empty(), Optional.empty()),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        at);
  }

  /** The components that a request names are those of the set from now on. */
  WriterSession about(Set<ComponentId> named) {
    return new WriterSession(
        key, newest, phase, named, work, answers, failure, abort, shutdown, active);
  }

  /** What a status round says of it. */
  public WriterState state() {
    return failure
        .map(failed -> StatusRules.failedAt(failed.step()))
        .orElseGet(() -> phase.state());
  }

  Optional<WriterReply.OfSet> answer(WriterStep step) {
    return Optional.ofNullable(answers.get(step));
  }

  WriterSession heard(Stamp stamp) {
    return new WriterSession(
        key, stamp, phase, components, work, answers, failure, abort, shutdown, active);
  }

  WriterSession at(WriterPhase phase, Work work, Uptime active) {
    return new WriterSession(
        key, newest, phase, components, work, answers, failure, abort, shutdown, active);
  }

  WriterSession asked(Optional<Stamp> stamp) {
    return at(phase, new Work(work.step(), stamp, work.handler()), active);
  }

  WriterSession answered(WriterStep step, WriterReply.OfSet answer) {
    return new WriterSession(
        key,
        newest,
        phase,
        components,
        work,
        Sorted.with(answers, step, answer),
        failure,
        abort,
        shutdown,
        active);
  }

  /** Keeps the first failure. */
  WriterSession failed(FailedStep failed) {
    return new WriterSession(
        key,
        newest,
        phase,
        components,
        work,
        answers,
        failure.or(() -> Optional.of(failed)),
        abort,
        shutdown,
        active);
  }

  WriterSession aborted(AbortCause cause) {
    return new WriterSession(
        key,
        newest,
        phase,
        components,
        work,
        answers,
        failure,
        Optional.of(cause),
        shutdown,
        active);
  }

  WriterSession shutdown(Optional<Stamp> stamp) {
    return new WriterSession(
        key, newest, phase, components, work, answers, failure, abort, stamp, active);
  }
}
