package io.lull.protocol.simulation.invariants;

import io.lull.protocol.certificate.Certificate;
import io.lull.protocol.certificate.Hold;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.simulation.Application;
import io.lull.protocol.simulation.Application.End;
import io.lull.protocol.simulation.Fact;
import io.lull.protocol.simulation.Invariant;
import io.lull.protocol.simulation.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** R5: a hold that ended by itself fails the set. */
public final class NoCertificateWhenAnyHoldLapsed implements Invariant.OfEveryStep {
  private final List<Certificate> fresh = new ArrayList<>();

  @Override
  public String promise() {
    return "Every hold of a good set was ended by its Thaw, before its lease was over, and not by"
        + " the lease, the guard or a crash.";
  }

  @Override
  public void see(Fact fact) {
    if (fact instanceof Fact.Kept kept) {
      for (SessionEvent event : kept.events()) {
        if (event instanceof SessionEvent.SetCreated created) {
          fresh.add(created.certificate());
        }
      }
    }
  }

  @Override
  public void check(World world) {
    for (Certificate certificate : fresh) {
      for (Hold hold : certificate.holds()) {
        Optional<Application.Hold> real =
            world.applications().stream()
                .filter(application -> application.writer().equals(hold.writer()))
                .flatMap(application -> application.hold(hold.token()).stream())
                .findFirst();
        boolean stood =
            real.filter(found -> found.end().equals(Optional.of(End.RELEASED)))
                .filter(found -> found.until() <= found.limit())
                .isPresent();
        if (!stood) {
          broken("the hold of " + hold.writer() + " in " + certificate.set() + " did not stand");
        }
      }
    }
    fresh.clear();
  }
}
