package io.lull.protocol.simulation.invariants;

import io.lull.protocol.certificate.Certificate;
import io.lull.protocol.certificate.Hold;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.certificate.ProviderPart;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.simulation.Disk;
import io.lull.protocol.simulation.Fact;
import io.lull.protocol.simulation.Invariant;
import io.lull.protocol.simulation.World;
import java.util.ArrayList;
import java.util.List;

/** R5: what the certificate claims was so, physically, at the instant of every commit. */
public final class NoCommitWhileAParticipatingWriterIsUnfrozen implements Invariant.OfEveryStep {
  private final List<Certificate> fresh = new ArrayList<>();

  @Override
  public String promise() {
    return "When a set becomes good, every writer of it physically stood still, by the hold that"
        + " the certificate names, at the instant at which each copy was made.";
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
      for (ProviderPart part : certificate.participants().providers()) {
        part.volumes().forEach(volume -> check(world, certificate, volume));
      }
    }
    fresh.clear();
  }

  private void check(World world, Certificate certificate, Volume volume) {
    SnapshotId snapshot = new SnapshotId(certificate.set(), volume);
    Disk.Copy copy = world.disk().copy(snapshot).orElse(null);
    if (copy == null || copy.made() == Long.MIN_VALUE) {
      broken(snapshot + " is called good and does not exist");
      return;
    }
    for (Hold hold : certificate.holds()) {
      HoldToken token = hold.token();
      if (!copy.frozen().contains(token)) {
        broken(hold.writer() + " did not stand still when " + snapshot + " was made");
      }
    }
    if (certificate.holds().size() != certificate.participants().writers().size()) {
      broken("a writer of " + certificate.set() + " has no hold in the certificate");
    }
  }
}
