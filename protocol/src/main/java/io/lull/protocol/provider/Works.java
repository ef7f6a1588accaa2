package io.lull.protocol.provider;

import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.ProviderCall.Asked;
import io.lull.protocol.provider.ProviderCall.Lost;
import io.lull.protocol.provider.ProviderCall.Removal;
import io.lull.protocol.provider.ProviderEffect.DeleteCopies;
import io.lull.protocol.provider.ProviderEffect.DiscardCopies;
import io.lull.protocol.provider.ProviderEffect.RunStep;
import io.lull.protocol.provider.ProviderInput.BeginPrepare;
import io.lull.protocol.provider.ProviderInput.DeleteSnapshots;
import io.lull.protocol.provider.ProviderInput.ProviderRequest;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How work that is noted in the state is handed to the host, the first time and every time. */
final class Works {
  private Works() {}

  /** The effect of one call; none for work that waits for other work, or that nobody wants. */
  static Optional<ProviderEffect> effect(ProviderSession session, long number) {
    return session.call(number).flatMap(call -> effect(session, number, call));
  }

  private static Optional<ProviderEffect> effect(
      ProviderSession session, long number, ProviderCall call) {
    return switch (call) {
      case Asked asked -> asked(session, number, asked);
      case Lost _ -> Optional.empty();
      case Removal removal ->
          Optional.of(
              new DiscardCopies(
                  session.set(),
                  number,
                  session.snapshots(removal.volumes()),
                  removal.from(),
                  removal.until()));
    };
  }

  /** The copies of a deletion that are still there, in the order in which they were named. */
  static List<SnapshotId> remaining(ProviderSession session, DeleteSnapshots request) {
    Set<Volume> copied = session.copied();
    if (request.snapshots().isEmpty()) {
      return session.snapshots(copied);
    }
    return request.snapshots().stream()
        .filter(snapshot -> copied.contains(snapshot.volume()))
        .toList();
  }

  private static Optional<ProviderEffect> asked(ProviderSession session, long number, Asked asked) {
    ProviderRequest request = asked.request();
    if (session.isWaiting(request)) {
      return Optional.empty();
    }
    if (request instanceof DeleteSnapshots delete) {
      return Optional.of(
          new DeleteCopies(session.set(), number, remaining(session, delete), asked.until()));
    }
    ProviderStep step = ProviderStep.of(request);
    Collection<Volume> about =
        request instanceof BeginPrepare begin ? List.of(begin.volume()) : session.copied();
    return Optional.of(
        new RunStep(
            session.set(),
            number,
            step,
            session.markers(about, step == ProviderStep.POST_FINAL_COMMIT),
            step == ProviderStep.PRE_FINAL_COMMIT,
            asked.until()));
  }
}
