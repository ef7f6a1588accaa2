package io.lull.protocol.limit;

import static io.lull.protocol.limit.Setting.ABANDONED_SESSION;
import static io.lull.protocol.limit.Setting.ABORT;
import static io.lull.protocol.limit.Setting.COMMIT;
import static io.lull.protocol.limit.Setting.END_PREPARE;
import static io.lull.protocol.limit.Setting.FREEZE;
import static io.lull.protocol.limit.Setting.HOLD;
import static io.lull.protocol.limit.Setting.PREPARED_LEASE;
import static io.lull.protocol.limit.Setting.PREPARE_FOR_BACKUP;
import static io.lull.protocol.limit.Setting.PREPARE_FOR_SNAPSHOT;
import static io.lull.protocol.limit.Setting.REQUESTER_LEASE;
import static io.lull.protocol.limit.Setting.SLOT_LEASE;
import static io.lull.protocol.limit.Setting.SLOT_RETRY_ATTEMPTS;
import static io.lull.protocol.limit.Setting.SLOT_RETRY_BACKOFF;
import static io.lull.protocol.limit.Setting.THAW;
import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** What limits owe to their neighbours; the setting to change first is named first. */
@SuppressWarnings("ImmutableEnumChecker") // List.of, and predicates that capture nothing
enum Rule {
  FREEZE_WITHIN_HOLD(
      "freeze + commit + thaw + 2 s ≤ hold",
      "a writer that froze first must still hold when the last copy is made and thawed",
      limits -> limits.freeze().plus(limits.afterFreeze()).compareTo(limits.hold()) <= 0,
      FREEZE,
      COMMIT,
      THAW,
      HOLD),
  SLOT_OUTLASTS_WINDOW(
      "slot-lease > hold + commit + thaw",
      "a slot that fell due inside a window would let a second set start there",
      limits -> longer(limits.slotLease(), limits.hold(), limits.commit(), limits.thaw()),
      SLOT_LEASE,
      HOLD,
      COMMIT,
      THAW),
  REQUESTER_OUTLASTS_ABORT(
      "requester-lease > abort",
      "a requester that waits for its AbortBackup must not be given up meanwhile",
      limits -> longer(limits.requesterLease(), limits.abort()),
      REQUESTER_LEASE,
      ABORT),
  PREPARED_OUTLASTS_PREPARATION(
      "prepared-lease > prepare-for-backup + prepare-for-snapshot + end-prepare + hold",
      "a provider must not free what it prepared before the commit has used it",
      limits ->
          longer(
              limits.preparedLease(),
              limits.prepareForBackup(),
              limits.prepareForSnapshot(),
              limits.endPrepare(),
              limits.hold()),
      PREPARED_LEASE,
      PREPARE_FOR_BACKUP,
      PREPARE_FOR_SNAPSHOT,
      END_PREPARE,
      HOLD),
  ABANDONED_OUTLASTS_PREPARED(
      "abandoned-session > prepared-lease",
      "a writer must not forget a session for which work still stands prepared",
      limits -> longer(limits.abandonedSession(), limits.preparedLease()),
      ABANDONED_SESSION,
      PREPARED_LEASE),
  RETRY_OUTLASTS_SLOT(
      "slot-retry-backoff × (2^(slot-retry-attempts − 1) − 1) > slot-lease",
      "whoever waits for a slot must not give up before a lost holder's lease has ended",
      limits -> longer(waits(limits), limits.slotLease()),
      SLOT_RETRY_BACKOFF,
      SLOT_RETRY_ATTEMPTS,
      SLOT_LEASE),
  RETRY_ENDS(
      "slot-retry-backoff × (2^(slot-retry-attempts − 1) − 1) ≤ 7 days",
      "waits that double soon outlast everybody who waits",
      limits -> waits(limits).compareTo(Limits.TIME_MAX) <= 0,
      SLOT_RETRY_ATTEMPTS,
      SLOT_RETRY_BACKOFF);

  private final String formula;
  private final String why;
  private final Predicate<Limits> holds;
  private final List<Setting> settings;

  Rule(String formula, String why, Predicate<Limits> holds, Setting... settings) {
    this.formula = formula;
    this.why = why;
    this.holds = holds;
    this.settings = List.of(settings);
  }

  String formula() {
    return formula;
  }

  String why() {
    return why;
  }

  List<Setting> settings() {
    return settings;
  }

  boolean holds(Limits limits) {
    return holds.test(limits);
  }

  Problem problem(Limits limits) {
    String values =
        settings.stream()
            .map(setting -> setting.key() + " is " + limits.shown(setting))
            .collect(joining(", "));
    return new Problem(settings.getFirst(), "expected " + formula + ", but " + values);
  }

  private static boolean longer(Duration one, Duration... others) {
    Duration sum = Duration.ZERO;
    for (Duration other : others) {
      sum = sum.plus(other);
    }
    return one.compareTo(sum) > 0;
  }

  /** All waits between the attempts together, or just too much once it is too much. */
  private static Duration waits(Limits limits) {
    Duration sum = Duration.ZERO;
    for (int i = 1; i < limits.slotRetryAttempts() && sum.compareTo(Limits.TIME_MAX) <= 0; i++) {
      sum = sum.plus(limits.slotRetryWait(i));
    }
    return sum;
  }
}
