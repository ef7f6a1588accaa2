package io.lull.provider;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.provider.Marker;
import io.lull.protocol.provider.ProviderEffect.DeleteCopies;
import io.lull.protocol.provider.ProviderEffect.DiscardCopies;
import io.lull.protocol.provider.ProviderEffect.RunStep;
import io.lull.protocol.provider.ProviderStep;
import io.lull.protocol.provider.StepResult;
import io.lull.protocol.provider.StepResult.DeletionStopped;
import io.lull.protocol.provider.StepResult.Done;
import io.lull.protocol.provider.StepResult.Failed;
import io.lull.provider.spi.Provider;
import io.lull.provider.spi.ProviderException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The calls to a provider; whatever it throws becomes a fault that says what happened to what. */
final class ProviderCalls {
  @FunctionalInterface
  private interface Call {
    void run() throws Exception;
  }

  private final ProviderId id;
  private final Provider provider;

  ProviderCalls(ProviderId id, Provider provider) {
    this.id = id;
    this.provider = provider;
  }

  Job job(RunStep run) {
    return new Job(
        id + " " + run.step() + " of " + run.set(),
        run.set(),
        run.call(),
        run.markers().stream().map(Marker::snapshot).collect(Collectors.toSet()),
        false,
        () -> run(run));
  }

  Job job(DeleteCopies delete) {
    return new Job(
        id + " deletion of " + delete.set(),
        delete.set(),
        delete.call(),
        Set.copyOf(delete.snapshots()),
        true,
        () -> delete(delete));
  }

  Job job(DiscardCopies discard) {
    return new Job(
        id + " removal of " + discard.set(),
        discard.set(),
        discard.call(),
        Set.copyOf(discard.snapshots()),
        true,
        () -> discard(discard));
  }

  StepResult run(RunStep run) {
    return attempt(
            run.step() + " of " + run.set(),
            () -> {
              if (run.step() == ProviderStep.BEGIN_PREPARE) {
                accept(run.markers());
              }
              provider.run(run.step(), run.markers(), run.writable());
            })
        .<StepResult>map(Failed::new)
        .orElseGet(Done::new);
  }

  /** In their order, up to the first that fails. */
  StepResult delete(DeleteCopies delete) {
    List<SnapshotId> deleted = new ArrayList<>();
    for (SnapshotId snapshot : delete.snapshots()) {
      Optional<Fault> fault =
          attempt("the deletion of " + snapshot, () -> provider.delete(snapshot));
      if (fault.isPresent()) {
        return new DeletionStopped(deleted, snapshot, fault.get());
      }
      deleted.add(snapshot);
    }
    return new Done();
  }

  /** All of them; one that fails does not keep the others. */
  StepResult discard(DiscardCopies discard) {
    Optional<Fault> first = Optional.empty();
    for (SnapshotId snapshot : discard.snapshots()) {
      Optional<Fault> fault =
          attempt("the removal of " + snapshot, () -> provider.discard(snapshot));
      first = first.or(() -> fault);
    }
    return first.<StepResult>map(Failed::new).orElseGet(Done::new);
  }

  ProviderReport list(Listing listing) {
    List<Marker> found = new ArrayList<>();
    return attempt("the list of its copies", () -> found.addAll(provider.copies()))
        .<ProviderReport>map(fault -> new ProviderReport.NotListed(listing, fault))
        .orElseGet(() -> new ProviderReport.Listed(listing, List.copyOf(found)));
  }

  private void accept(List<Marker> markers) throws Exception {
    for (Marker marker : markers) {
      Optional<Fault> fault = provider.accepts(marker.snapshot().volume());
      if (fault.isPresent()) {
        throw new ProviderException(fault.get());
      }
    }
  }

  private Optional<Fault> attempt(String what, Call call) {
    try {
      call.run();
      return Optional.empty();
    } catch (ProviderException failed) {
      return Optional.of(failed.fault());
    } catch (OutOfMemoryError full) {
      return Optional.of(fault(Failure.OUT_OF_MEMORY, what, "memory ran out", full));
    } catch (InterruptedException interrupted) {
      return Optional.of(
          fault(Failure.UNEXPECTED_PROVIDER_ERROR, what, "it was interrupted", interrupted));
    } catch (Throwable mistake) {
      // Also errors: a call whose end is never reported would be waited for until its limit.
      String but = "it threw " + mistake.getClass().getSimpleName();
      return Optional.of(fault(Failure.UNEXPECTED_PROVIDER_ERROR, what, but, mistake));
    }
  }

  private Fault fault(Failure failure, String what, String but, Throwable cause) {
    @Nullable String message = cause.getMessage();
    return Fault.expected(
        failure,
        what + " by " + id,
        message == null || message.isBlank() ? but : but + ": " + message);
  }
}
