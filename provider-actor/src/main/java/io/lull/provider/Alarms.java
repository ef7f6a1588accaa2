package io.lull.provider;

import io.lull.protocol.id.SetId;
import io.lull.protocol.provider.ProviderEffect;
import io.lull.protocol.provider.ProviderEffect.ArmPrepared;
import io.lull.protocol.provider.ProviderEffect.AskFate;
import io.lull.protocol.provider.ProviderEffect.DeleteCopies;
import io.lull.protocol.provider.ProviderEffect.DiscardCopies;
import io.lull.protocol.provider.ProviderEffect.NoteFault;
import io.lull.protocol.provider.ProviderEffect.RunStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/** The timers of what the machine wants done; one goes when what it is for is not wanted. */
final class Alarms {
  private sealed interface Key {}

  private record Limit(long call) implements Key {}

  private record Pause(long call) implements Key {}

  private record Lease(SetId set) implements Key {}

  private record Fate(SetId set) implements Key {}

  private final TimerScheduler<ProviderCommand> timers;
  private final Set<Key> armed = new HashSet<>();

  Alarms(TimerScheduler<ProviderCommand> timers) {
    this.timers = timers;
  }

  void limit(SetId set, long call, Duration after) {
    arm(new Limit(call), new ProviderReport.LimitReached(set, call), after);
  }

  void pause(DiscardCopies discard, Duration after) {
    arm(new Pause(discard.call()), new ProviderReport.PauseOver(discard), after);
  }

  void lease(ArmPrepared lease, Duration after) {
    arm(new Lease(lease.set()), new ProviderReport.LeaseOver(lease.set(), lease.call()), after);
  }

  void fate(AskFate question, Duration after) {
    arm(new Fate(question.set()), new ProviderReport.NoFateYet(question), after);
  }

  /** Stops all timers but those of what is still to be done. */
  void keepOnly(List<ProviderEffect> outstanding) {
    Set<Key> wanted = outstanding.stream().flatMap(Alarms::keys).collect(Collectors.toSet());
    for (Key key : new ArrayList<>(armed)) {
      if (!wanted.contains(key)) {
        timers.cancel(key);
        armed.remove(key);
      }
    }
  }

  int size() {
    return armed.size();
  }

  private void arm(Key key, ProviderReport report, Duration after) {
    armed.add(key);
    timers.startSingleTimer(key, report, after.isNegative() ? Duration.ZERO : after);
  }

  private static Stream<Key> keys(ProviderEffect effect) {
    return switch (effect) {
      case RunStep run -> Stream.of(new Limit(run.call()));
      case DeleteCopies delete -> Stream.of(new Limit(delete.call()));
      case DiscardCopies discard -> Stream.of(new Limit(discard.call()), new Pause(discard.call()));
      case ArmPrepared lease -> Stream.of(new Lease(lease.set()));
      case AskFate question -> Stream.of(new Fate(question.set()));
      case NoteFault _ -> Stream.of();
    };
  }
}
