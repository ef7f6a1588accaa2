package io.lull.protocol.simulation.invariants;

import io.lull.protocol.certificate.Attestation;
import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.simulation.Application;
import io.lull.protocol.simulation.Application.End;
import io.lull.protocol.simulation.Fact;
import io.lull.protocol.simulation.Invariant;
import io.lull.protocol.simulation.World;
import io.lull.protocol.writer.WriterReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Only a hold that was there and stood until now is attested. */
public final class AttestationsAreTrue implements Invariant.OfEveryStep {
  private final List<Attestation> fresh = new ArrayList<>();

  @Override
  public String promise() {
    return "A host answers a Thaw with HELD only if that very hold stood without a break until the"
        + " host had it ended, before its lease was over.";
  }

  @Override
  public void see(Fact fact) {
    if (fact instanceof Fact.WriterAnswered answered
        && answered.reply() instanceof WriterReply.Thawed thawed
        && thawed.attestation().end() == HoldEnd.HELD) {
      fresh.add(thawed.attestation());
    }
  }

  @Override
  public void check(World world) {
    for (Attestation word : fresh) {
      boolean isTrue =
          world.applications().stream()
              .filter(application -> application.writer().equals(word.writer()))
              .flatMap(application -> application.hold(word.token()).stream())
              .anyMatch(AttestationsAreTrue::stood);
      if (!isTrue) {
        broken(word.writer() + " says HELD of " + word.token() + " for " + word.set());
      }
    }
    fresh.clear();
  }

  private static boolean stood(Application.Hold hold) {
    return hold.end().equals(Optional.of(End.RELEASED)) && hold.until() <= hold.limit();
  }
}
