package io.lull.protocol.provider;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.provider.ProviderInput.BeginPrepare;
import io.lull.protocol.provider.ProviderInput.DeleteSnapshots;
import io.lull.protocol.provider.ProviderInput.ProviderRequest;
import io.lull.protocol.provider.ProviderReply.Begun;
import io.lull.protocol.provider.ProviderReply.Committed;
import io.lull.protocol.provider.ProviderReply.Refused;
import io.lull.protocol.provider.ProviderReply.Stepped;
import io.lull.protocol.provider.StepResult.DeletionStopped;
import io.lull.protocol.provider.StepResult.Done;
import io.lull.protocol.provider.StepResult.Failed;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a provider says, and how it judges what its own work has reported. */
final class Answers {
  /** What a provider may report of any step; VSS publishes this list. */
  private static final Set<Failure> ALLOWED =
      Set.of(
          Failure.OUT_OF_MEMORY,
          Failure.INVALID_ARGUMENT,
          Failure.ACCESS_DENIED,
          Failure.BAD_STATE,
          Failure.OBJECT_NOT_FOUND,
          Failure.INSUFFICIENT_STORAGE,
          Failure.VOLUME_NOT_SUPPORTED,
          Failure.VOLUME_NOT_SUPPORTED_BY_PROVIDER,
          Failure.MAXIMUM_NUMBER_OF_SNAPSHOTS_REACHED,
          Failure.PROVIDER_VETO);

  /** What it may report of BeginPrepare besides. */
  private static final Set<Failure> ALLOWED_AT_BEGIN =
      Set.of(Failure.MAXIMUM_NUMBER_OF_VOLUMES_REACHED, Failure.UNSUPPORTED_CONTEXT);

  private Answers() {}

  /** The answer to a request whose step has ended. */
  static ProviderReply ended(Provider provider, ProviderRequest request, StepResult result) {
    if (request instanceof BeginPrepare begin) {
      return new Begun(provider.id(), begin.stamp(), begin.volume(), result);
    }
    if (request instanceof DeleteSnapshots delete) {
      return new ProviderReply.Deleted(provider.id(), delete.stamp(), delete.snapshots(), result);
    }
    ProviderStep step = ProviderStep.of(request);
    if (step != ProviderStep.COMMIT || !(result instanceof Done)) {
      return new Stepped(provider.id(), request.stamp(), step, result);
    }
    return provider
        .set(request.stamp().set())
        .flatMap(ProviderSession::receipt)
        .<ProviderReply>map(word -> new Committed(provider.id(), request.stamp(), word))
        // Only a marker that was damaged can have lost it, and then nothing proves the commit.
        .orElseGet(() -> refused(provider, request, Failure.BAD_STATE));
  }

  /** The answer to a request of which nothing is taken up. */
  static ProviderReply refused(Provider provider, ProviderRequest request, Failure failure) {
    ProviderStep step = ProviderStep.of(request);
    ProviderPhase phase = provider.phase(request.stamp().set());
    return refused(
        provider,
        request,
        Fault.expected(failure, "a set that can take " + step, "this one is " + phase));
  }

  static ProviderReply refused(Provider provider, ProviderRequest request, Fault fault) {
    return new Refused(
        provider.id(), request.stamp(), ProviderStep.of(request), provider.incarnation(), fault);
  }

  /** How a request is answered whose work has failed as a whole. */
  static StepResult failed(ProviderSession session, ProviderRequest request, Fault fault) {
    if (!(request instanceof DeleteSnapshots delete)) {
      return new Failed(fault);
    }
    // Another deletion may have been quicker, and then nothing is left that could fail.
    List<SnapshotId> remaining = Works.remaining(session, delete);
    return remaining.isEmpty()
        ? new Done()
        : new DeletionStopped(List.of(), remaining.getFirst(), fault);
  }

  /** What the provider's work has reported, as far as providers may report such a thing. */
  static StepResult judged(ProviderSession session, ProviderRequest request, StepResult reported) {
    return switch (reported) {
      case Done done -> done;
      case Failed failed -> failed(session, request, judged(request, failed.fault()));
      case DeletionStopped stopped when request instanceof DeleteSnapshots delete -> {
        List<SnapshotId> asked = Works.remaining(session, delete);
        List<SnapshotId> deleted = stopped.deleted().stream().filter(asked::contains).toList();
        yield new DeletionStopped(deleted, stopped.failing(), judged(request, stopped.fault()));
      }
      case DeletionStopped stopped -> new Failed(unexpected(request, stopped.fault()));
    };
  }

  /** The fault that a report tells of, if it tells of one. */
  static Optional<Fault> fault(StepResult result) {
    return switch (result) {
      case Done _ -> Optional.empty();
      case Failed failed -> Optional.of(failed.fault());
      case DeletionStopped stopped -> Optional.of(stopped.fault());
    };
  }

  private static Fault judged(ProviderRequest request, Fault fault) {
    boolean allowed =
        ALLOWED.contains(fault.failure())
            || (request instanceof BeginPrepare && ALLOWED_AT_BEGIN.contains(fault.failure()));
    return allowed ? fault : unexpected(request, fault);
  }

  private static Fault unexpected(ProviderRequest request, Fault fault) {
    return Fault.expected(
        Failure.UNEXPECTED_PROVIDER_ERROR,
        "a result that a provider may give of " + ProviderStep.of(request),
        "it gave " + fault);
  }
}
