package io.lull.protocol.provider;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.provider.ProviderInput.AbortSnapshots;
import io.lull.protocol.provider.ProviderInput.DeleteSnapshots;
import io.lull.protocol.provider.ProviderInput.ProviderRequest;
import io.lull.protocol.slot.CreationGate.Admission.Admitted;
import io.lull.protocol.slot.CreationGate.Admission.Barred;
import java.util.Optional;

/**
 * What a request has to pass before the table sees it: session, epoch, incarnation and slot.
 *
 * <p>What removes may pass with less: it names a set that never comes back, so it cannot hit
 * another one, and refusing it would only keep copies that nobody wants.
 */
final class Fence {
  private Fence() {}

  /** Why a request is turned away, if it is. */
  static Optional<Fault> check(Provider provider, ProviderRequest request) {
    if (request instanceof DeleteSnapshots) {
      return Optional.empty();
    }
    Stamp stamp = request.stamp();
    boolean creates = !(request instanceof AbortSnapshots);
    if (creates && !stamp.incarnation().equals(provider.incarnation())) {
      return fault(
          Failure.STALE_INCARNATION,
          "incarnation " + provider.incarnation(),
          "it was meant for " + stamp.incarnation());
    }
    Optional<Stamp> known = provider.set(stamp.set()).map(ProviderSession::stamp);
    if (known.isPresent() && !known.get().session().equals(stamp.session())) {
      return fault(
          Failure.SET_ID_MISMATCH,
          "session " + known.get().session() + " for " + stamp.set(),
          "session " + stamp.session() + " spoke");
    }
    if (known.isPresent() && stamp.epoch().isBefore(known.get().epoch())) {
      return fault(
          Failure.STALE_EPOCH, "epoch " + known.get().epoch(), "it came with " + stamp.epoch());
    }
    ProviderPhase phase = provider.phase(stamp.set());
    boolean advances = creates && (phase.isUnfinished() || phase == ProviderPhase.ABSENT);
    // A step of a finished set changes nothing and is answered, however old its slot.
    return switch (provider.gate().admit(stamp, advances)) {
      case Admitted _ -> Optional.empty();
      case Barred barred -> Optional.of(barred.fault());
    };
  }

  /** True if the request shows that a later attempt of the coordinator has taken over. */
  static boolean isNewer(Provider provider, ProviderRequest request) {
    return !(request instanceof DeleteSnapshots)
        && provider
            .set(request.stamp().set())
            .map(ProviderSession::stamp)
            .filter(known -> known.epoch().isBefore(request.stamp().epoch()))
            .isPresent();
  }

  private static Optional<Fault> fault(Failure failure, String expected, String but) {
    return Optional.of(Fault.expected(failure, expected, but));
  }
}
