package io.lull.protocol.story;

import io.lull.protocol.certificate.Receipt;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.Volume;
import io.lull.protocol.provider.ProviderInput;
import io.lull.protocol.provider.ProviderInput.ProviderRequest;
import io.lull.protocol.provider.ProviderKind;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.provider.ProviderStep;
import io.lull.protocol.provider.StepResult;
import java.util.SortedSet;
import java.util.TreeSet;

/** A provider: it has copies, and otherwise obeys the script. */
final class ProviderDouble {
  private final ProviderId id;
  private final ProviderKind kind;
  private final SortedSet<Volume> begun = new TreeSet<>();
  private final SortedSet<Volume> copies = new TreeSet<>();

  ProviderDouble(ProviderId id, ProviderKind kind) {
    this.id = id;
    this.kind = kind;
  }

  ProviderId id() {
    return id;
  }

  ProviderKind kind() {
    return kind;
  }

  SortedSet<Volume> copies() {
    return copies;
  }

  ProviderReply answer(ProviderRequest request, How how, Incarnation life) {
    Stamp stamp = request.stamp();
    if (!stamp.incarnation().equals(life)) {
      return refused(request, life, Failure.STALE_INCARNATION);
    }
    if (how == How.REFUSE) {
      return refused(request, life, Failure.PROVIDER_VETO);
    }
    if (how == How.FAIL || how == How.DECLINE || how == How.PASS) {
      return failed(request, how);
    }
    switch (request) {
      case ProviderInput.BeginPrepare begin -> begun.add(begin.volume());
      case ProviderInput.EndPrepare end -> begun.retainAll(end.volumes());
      case ProviderInput.Commit _ -> copies.addAll(begun);
      case ProviderInput.AbortSnapshots _ -> copies.clear();
      case ProviderInput.DeleteSnapshots all when all.snapshots().isEmpty() -> copies.clear();
      case ProviderInput.DeleteSnapshots delete ->
          delete.snapshots().forEach(snapshot -> copies.remove(snapshot.volume()));
      default -> {}
    }
    return switch (request) {
      case ProviderInput.BeginPrepare begin ->
          new ProviderReply.Begun(id, stamp, begin.volume(), new StepResult.Done());
      case ProviderInput.Commit commit ->
          new ProviderReply.Committed(
              id,
              stamp,
              new Receipt(
                  id, stamp.set(), stamp.epoch(), stamp.incarnation(), commit.holds(), begun));
      default -> ended(request, new StepResult.Done());
    };
  }

  private ProviderReply ended(ProviderRequest request, StepResult result) {
    return request instanceof ProviderInput.DeleteSnapshots delete
        ? new ProviderReply.Deleted(id, delete.stamp(), delete.snapshots(), result)
        : new ProviderReply.Stepped(id, request.stamp(), step(request), result);
  }

  private ProviderReply failed(ProviderRequest request, How how) {
    Failure failure =
        switch (how) {
          case DECLINE -> Failure.VOLUME_NOT_SUPPORTED;
          case PASS -> Failure.VOLUME_NOT_SUPPORTED_BY_PROVIDER;
          default -> Failure.PROVIDER_VETO;
        };
    StepResult result = new StepResult.Failed(Fault.of(failure, "the script says so"));
    return request instanceof ProviderInput.BeginPrepare begin
        ? new ProviderReply.Begun(id, request.stamp(), begin.volume(), result)
        : ended(request, result);
  }

  private ProviderReply refused(ProviderRequest request, Incarnation life, Failure failure) {
    return new ProviderReply.Refused(
        id, request.stamp(), step(request), life, Fault.of(failure, "the script says so"));
  }

  static ProviderStep step(ProviderRequest request) {
    return switch (request) {
      case ProviderInput.BeginPrepare _ -> ProviderStep.BEGIN_PREPARE;
      case ProviderInput.EndPrepare _ -> ProviderStep.END_PREPARE;
      case ProviderInput.PreCommit _ -> ProviderStep.PRE_COMMIT;
      case ProviderInput.Commit _ -> ProviderStep.COMMIT;
      case ProviderInput.PostCommit _ -> ProviderStep.POST_COMMIT;
      case ProviderInput.PreFinalCommit _ -> ProviderStep.PRE_FINAL_COMMIT;
      case ProviderInput.PostFinalCommit _ -> ProviderStep.POST_FINAL_COMMIT;
      case ProviderInput.AbortSnapshots _ -> ProviderStep.ABORT_SNAPSHOTS;
      case ProviderInput.DeleteSnapshots _ -> ProviderStep.DELETE_SNAPSHOTS;
    };
  }
}
