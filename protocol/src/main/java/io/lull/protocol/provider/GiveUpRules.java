package io.lull.protocol.provider;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.ProviderCall.Asked;
import io.lull.protocol.provider.ProviderCall.Removal;
import io.lull.protocol.provider.ProviderEvent.AbortAnswered;
import io.lull.protocol.provider.ProviderEvent.GivenUp;
import io.lull.protocol.provider.ProviderEvent.RemovalBegun;
import io.lull.protocol.provider.ProviderEvent.RemovalEnded;
import io.lull.protocol.provider.ProviderEvent.SetGone;
import io.lull.protocol.provider.ProviderReply.Stepped;
import io.lull.protocol.time.Uptime;
import java.util.Collection;
import java.util.TreeSet;

/** How what is not wanted any more goes: all of a set, or what a failed volume left. */
final class GiveUpRules {
  private GiveUpRules() {}

  /**
   * Ends a set: whoever waits for a step of it is told why, and everything of it is removed.
   *
   * @param phase ABORTING for what was not finished, DELETING for what was
   */
  static void giveUp(Outcome outcome, SetId set, ProviderPhase phase, Fault fault, Uptime now) {
    ProviderSession session = outcome.known(set);
    for (ProviderCall call : session.calls().values()) {
      if (call instanceof Asked asked) {
        StepResult failed = Answers.failed(session, asked.request(), fault);
        outcome.reply(Answers.ended(outcome.provider(), asked.request(), failed));
      }
    }
    outcome.event(new GivenUp(set, phase, fault));
    remove(outcome, set, session.touched(), now, now);
  }

  /** Removes what there may be of some volumes, from the given time on. */
  static void remove(
      Outcome outcome, SetId set, Collection<Volume> volumes, Uptime from, Uptime now) {
    long call = outcome.provider().nextCall();
    Uptime begins = from.isBefore(now) ? now : from;
    Uptime until = begins.plus(outcome.provider().limits().abort());
    outcome.event(new RemovalBegun(set, call, new TreeSet<>(volumes), begins, until));
    Works.effect(outcome.known(set), call).ifPresent(outcome::effect);
  }

  /** A removal has ended well: when it was the last one, the set is gone and the asker hears it. */
  static void removed(Outcome outcome, SetId set, long call) {
    outcome.event(new RemovalEnded(set, call));
    ProviderSession session = outcome.known(set);
    boolean leaving =
        session.phase() == ProviderPhase.ABORTING || session.phase() == ProviderPhase.DELETING;
    if (leaving && !session.isRemoving()) {
      outcome.event(
          new SetGone(
              set,
              session.phase() == ProviderPhase.ABORTING
                  ? ProviderPhase.ABORTED
                  : ProviderPhase.DELETED));
      answerAbort(outcome, session, new StepResult.Done());
    }
  }

  /** A removal has failed: whoever waits hears it once, and it is tried again without end. */
  static void notRemoved(
      Outcome outcome, SetId set, long call, Removal failed, Fault fault, Uptime now) {
    outcome.event(new RemovalEnded(set, call));
    // A pause as long as an attempt: what fails at once must not keep the host busy.
    Uptime from = now.plus(outcome.provider().limits().abort());
    remove(outcome, set, failed.volumes(), from, now);
    answerAbort(outcome, outcome.known(set), new StepResult.Failed(fault));
  }

  /** Begins at once every attempt that is still in its pause. */
  static void hurry(Outcome outcome, SetId set, Uptime now) {
    outcome
        .known(set)
        .calls()
        .forEach(
            (call, pending) -> {
              if (pending instanceof Removal removal && now.isBefore(removal.from())) {
                outcome.event(new RemovalEnded(set, call));
                remove(outcome, set, removal.volumes(), now, now);
              }
            });
  }

  private static void answerAbort(Outcome outcome, ProviderSession session, StepResult result) {
    session
        .open()
        .abort()
        .ifPresent(
            stamp -> {
              outcome.event(new AbortAnswered(session.set()));
              outcome.reply(
                  new Stepped(
                      outcome.provider().id(), stamp, ProviderStep.ABORT_SNAPSHOTS, result));
            });
  }
}
