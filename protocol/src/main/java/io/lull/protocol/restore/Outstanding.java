package io.lull.protocol.restore;

import io.lull.protocol.restore.RestoreEffect.AskWriter;
import io.lull.protocol.restore.RestoreEffect.CancelTimer;
import io.lull.protocol.restore.RestoreEffect.StartTimer;
import io.lull.protocol.restore.RestoreTimer.RequesterLease;
import io.lull.protocol.restore.RestoreTimer.RoundLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a restore waits for, as the effects that bring it about.
 *
 * <p>It is a function of the state alone, so entering a phase and recovering into it do the same.
 */
final class Outstanding {
  private Outstanding() {}

  static List<RestoreEffect> of(Restore restore, Instant now) {
    List<RestoreEffect> effects = new ArrayList<>();
    timers(restore, now).forEach((timer, after) -> effects.add(new StartTimer(timer, after)));
    effects.addAll(questions(restore));
    return effects;
  }

  /** What is outstanding now and was not before, and the timers that are not wanted any more. */
  static List<RestoreEffect> since(Restore before, Restore after, Instant now) {
    // A coordinator that has just taken over has asked nobody anything and started no timer.
    if (!before.epoch().equals(after.epoch())) {
      return of(after, now);
    }
    List<RestoreEffect> effects = new ArrayList<>();
    Map<RestoreTimer, Duration> running = timers(before, now);
    Map<RestoreTimer, Duration> wanted = timers(after, now);
    running.keySet().stream()
        .filter(timer -> !wanted.containsKey(timer))
        .forEach(timer -> effects.add(new CancelTimer(timer)));
    wanted.entrySet().stream()
        .filter(timer -> !timer.getValue().equals(running.get(timer.getKey())))
        .forEach(timer -> effects.add(new StartTimer(timer.getKey(), timer.getValue())));
    // A round asks everybody when it begins; from then on it only gets shorter.
    if (before.rounds() != after.rounds()) {
      effects.addAll(questions(after));
    }
    return effects;
  }

  /**
   * How long to wait before the lease is looked at again. Calendar time may have jumped, so that
   * more than a whole lease, or nothing, seems to be left; then it is counted anew.
   */
  static Duration untilLeaseDue(Restore restore, Instant now) {
    Duration lease = restore.limits().requesterLease();
    Duration left = restore.leaseLeft(now);
    return left.isPositive() && left.compareTo(lease) < 0 ? left : lease;
  }

  private static Map<RestoreTimer, Duration> timers(Restore restore, Instant now) {
    Map<RestoreTimer, Duration> timers = new LinkedHashMap<>();
    if (restore.leased()) {
      timers.put(new RequesterLease(), untilLeaseDue(restore, now));
    }
    restore
        .round()
        .ifPresent(
            round ->
                timers.put(new RoundLimit(round.number(), restore.epoch()), Rounds.limit(restore)));
    return timers;
  }

  private static List<RestoreEffect> questions(Restore restore) {
    List<RestoreEffect> questions = new ArrayList<>();
    restore
        .round()
        .ifPresent(
            round ->
                round
                    .waiting()
                    .forEach(
                        (writer, life) ->
                            questions.add(
                                new AskWriter(writer, Rounds.request(restore, writer, life)))));
    return questions;
  }
}
