package io.lull.protocol.provider;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.ProviderCall.Asked;
import io.lull.protocol.provider.ProviderCall.Lost;
import io.lull.protocol.provider.ProviderCall.Removal;
import io.lull.protocol.provider.ProviderInput.AbortSnapshots;
import io.lull.protocol.provider.ProviderInput.BeginPrepare;
import io.lull.protocol.provider.ProviderInput.Commit;
import io.lull.protocol.provider.ProviderInput.DeleteSnapshots;
import io.lull.protocol.provider.ProviderInput.EndPrepare;
import io.lull.protocol.provider.ProviderInput.PostCommit;
import io.lull.protocol.provider.ProviderInput.PostFinalCommit;
import io.lull.protocol.provider.ProviderInput.PreCommit;
import io.lull.protocol.provider.ProviderInput.PreFinalCommit;
import io.lull.protocol.provider.ProviderInput.ProviderRequest;
import io.lull.protocol.provider.ProviderSession.Lease;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What each event does to the state of a provider. */
final class ProviderEvents {
  private ProviderEvents() {}

  static Provider apply(Provider provider, ProviderEvent event) {
    return switch (event) {
      case ProviderEvent.SetBegun e ->
          provider
              .with(provider.gate().seen(e.stamp().slot(), e.stamp().set()))
              .with(ProviderSession.fresh(e.stamp(), ProviderPhase.PREPARING));
      case ProviderEvent.EpochSeen e ->
          change(provider, e.stamp().set(), session -> session.with(e.stamp()));
      case ProviderEvent.TakenUp e -> takenUp(provider, e);
      case ProviderEvent.AskedAgain e ->
          change(provider, e.request().stamp().set(), session -> askedAgain(session, e));
      case ProviderEvent.VolumesDropped e ->
          change(provider, e.set(), session -> dropped(session, e));
      case ProviderEvent.ReceiptMade e ->
          change(provider, e.receipt().set(), session -> session.with(e.receipt()));
      case ProviderEvent.CallEnded e -> change(provider, set(e.request()), s -> ended(s, e));
      case ProviderEvent.CallOverdue e ->
          change(
              provider,
              set(e.request()),
              session ->
                  failed(session, e.request(), e.fault()).with(e.call(), new Lost(e.request())));
      case ProviderEvent.LostCallEnded e ->
          change(provider, e.set(), session -> session.without(e.call()));
      case ProviderEvent.LeaseArmed e ->
          change(
              provider,
              e.set(),
              session -> session.withLease(Optional.of(new Lease(e.call(), e.at()))));
      case ProviderEvent.GivenUp e -> change(provider, e.set(), session -> givenUp(session, e));
      case ProviderEvent.RemovalBegun e ->
          change(
                  provider,
                  e.set(),
                  session -> session.with(e.call(), new Removal(e.volumes(), e.from(), e.until())))
              .afterCall(e.call());
      case ProviderEvent.RemovalEnded e ->
          change(provider, e.set(), session -> session.without(e.call()));
      case ProviderEvent.SetGone e ->
          change(
                  provider,
                  e.set(),
                  session -> session.with(e.phase()).withLease(Optional.empty()).withFate(false))
              .forgetful(e.set());
      case ProviderEvent.Tombstoned e ->
          provider
              .with(ProviderSession.fresh(e.stamp(), ProviderPhase.ABORTED))
              .forgetful(e.stamp().set());
      case ProviderEvent.AbortAsked e ->
          change(provider, e.stamp().set(), session -> session.withAbort(Optional.of(e.stamp())));
      case ProviderEvent.AbortAnswered e ->
          change(provider, e.set(), session -> session.withAbort(Optional.empty()));
      case ProviderEvent.SetFound e ->
          provider.with(provider.gate().seen(e.stamp().slot(), e.stamp().set())).with(found(e));
      case ProviderEvent.FateAsked e ->
          change(provider, e.set(), session -> session.withFate(true));
      case ProviderEvent.FateLearned e ->
          change(provider, e.set(), session -> session.withFate(false));
    };
  }

  private static Provider takenUp(Provider provider, ProviderEvent.TakenUp event) {
    ProviderRequest request = event.request();
    ProviderStep step = ProviderStep.of(request);
    return change(
            provider,
            set(request),
            session -> {
              ProviderSession working =
                  session.with(event.call(), new Asked(request, event.until()));
              return step == ProviderStep.DELETE_SNAPSHOTS
                  ? working
                  : working.with(ProviderPhase.during(step)).withLease(Optional.empty());
            })
        .afterCall(event.call());
  }

  private static ProviderSession askedAgain(
      ProviderSession session, ProviderEvent.AskedAgain event) {
    return session.calls().get(event.call()) instanceof Asked asked
        ? session.with(event.call(), new Asked(event.request(), asked.until()))
        : session;
  }

  private static ProviderSession ended(ProviderSession session, ProviderEvent.CallEnded event) {
    ProviderSession without = session.without(event.call());
    return switch (event.result()) {
      case StepResult.Failed failed -> failed(without, event.request(), failed.fault());
      case StepResult.DeletionStopped stopped -> deleted(without, stopped.deleted());
      case StepResult.Done done ->
          switch (event.request()) {
            case BeginPrepare begin -> without.with(begin.volume(), VolumePart.COPIED);
            case DeleteSnapshots delete -> deleted(without, Works.remaining(without, delete));
            case EndPrepare _,
                PreCommit _,
                Commit _,
                PostCommit _,
                PreFinalCommit _,
                PostFinalCommit _,
                AbortSnapshots _ -> {
              ProviderStep step = ProviderStep.of(event.request());
              yield without.with(step, done).with(ProviderPhase.after(step));
            }
          };
    };
  }

  private static ProviderSession dropped(
      ProviderSession session, ProviderEvent.VolumesDropped event) {
    ProviderSession changed = session;
    for (Volume volume : event.volumes()) {
      changed = changed.with(volume, new VolumePart(new StepResult.Failed(event.fault()), false));
    }
    for (Map.Entry<Long, ProviderCall> call : session.calls().entrySet()) {
      if (call.getValue() instanceof Asked asked
          && asked.request() instanceof BeginPrepare begin
          && event.volumes().contains(begin.volume())) {
        changed = changed.with(call.getKey(), new Lost(begin));
      }
    }
    return changed;
  }

  /** Records the failure as the answer, so that whoever asks again hears the same. */
  private static ProviderSession failed(
      ProviderSession session, ProviderRequest request, Fault fault) {
    StepResult failed = new StepResult.Failed(fault);
    return switch (request) {
      case BeginPrepare begin -> session.with(begin.volume(), new VolumePart(failed, false));
      case DeleteSnapshots _ -> session; // What is still there may be asked to go again.
      case EndPrepare _,
          PreCommit _,
          Commit _,
          PostCommit _,
          PreFinalCommit _,
          PostFinalCommit _,
          AbortSnapshots _ ->
          session.with(ProviderStep.of(request), failed);
    };
  }

  private static ProviderSession deleted(ProviderSession session, List<SnapshotId> snapshots) {
    ProviderSession changed = session;
    for (SnapshotId snapshot : snapshots) {
      Volume volume = snapshot.volume();
      VolumePart part = changed.volumes().get(volume);
      if (part != null) {
        changed = changed.with(volume, new VolumePart(part.begun(), true));
      }
    }
    return changed;
  }

  private static ProviderSession givenUp(ProviderSession session, ProviderEvent.GivenUp event) {
    ProviderSession changed =
        session.with(event.phase()).withLease(Optional.empty()).withFate(false);
    for (Map.Entry<Long, ProviderCall> call : session.calls().entrySet()) {
      changed =
          switch (call.getValue()) {
            case Asked asked when session.isWaiting(asked.request()) ->
                failed(changed, asked.request(), event.fault()).without(call.getKey());
            case Asked asked ->
                failed(changed, asked.request(), event.fault())
                    .with(call.getKey(), new Lost(asked.request()));
            case Lost _ -> changed;
            case Removal _ -> changed.without(call.getKey());
          };
    }
    return changed;
  }

  private static ProviderSession found(ProviderEvent.SetFound event) {
    ProviderSession found =
        ProviderSession.fresh(
            event.stamp(), event.created() ? ProviderPhase.CREATED : ProviderPhase.LEFT_OVER);
    for (Volume volume : event.volumes()) {
      found = found.with(volume, VolumePart.COPIED);
    }
    if (event.receipt().isPresent()) {
      found = found.with(event.receipt().get());
    }
    if (event.created()) {
      for (Volume volume : event.deleted()) {
        found = found.with(volume, new VolumePart(new StepResult.Done(), true));
      }
      // A finished set has done every step, whichever life of the host did it.
      for (ProviderStep step :
          EnumSet.range(ProviderStep.END_PREPARE, ProviderStep.POST_FINAL_COMMIT)) {
        found = found.with(step, new StepResult.Done());
      }
    }
    return found;
  }

  private static SetId set(ProviderRequest request) {
    return request.stamp().set();
  }

  private static Provider change(
      Provider provider, SetId set, UnaryOperator<ProviderSession> changing) {
    return provider.set(set).map(changing).map(provider::with).orElse(provider);
  }
}
