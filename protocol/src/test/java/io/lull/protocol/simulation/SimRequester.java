package io.lull.protocol.simulation;

import io.lull.protocol.certificate.Cut;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.provider.ProviderKind;
import io.lull.protocol.session.Candidate;
import io.lull.protocol.session.SessionInput.Verb;
import java.util.List;
import java.util.SortedMap;

/** The process of a requester. */
final class SimRequester extends ClusterProcess implements Surroundings {
  private final Requester requester;

  SimRequester(SimWorld world, String name, int backups) {
    super(world, name);
    this.requester = new Requester(this, name, backups);
  }

  Requester requester() {
    return requester;
  }

  @Override
  public Dice dice() {
    return kernel;
  }

  @Override
  public Faults faults() {
    return world.faults();
  }

  @Override
  public SortedMap<WriterId, Incarnation> roster() {
    return world.roster();
  }

  @Override
  public List<HostId> hosts() {
    return world.hostIds();
  }

  @Override
  public List<Volume> volumes(HostId host) {
    return world.host(host).volumes();
  }

  @Override
  public List<Candidate> candidates(HostId id) {
    SimHost host = world.host(id);
    return host.providers().stream()
        .map(p -> new Candidate(p.id(), ProviderKind.SOFTWARE, Cut.ATOMIC, host.incarnation()))
        .toList();
  }

  @Override
  public void trace(String who, Object... parts) {
    world.trace(who, parts);
  }

  @Override
  public void after(long delay, Runnable action) {
    super.after(delay, action);
  }

  @Override
  public void begun(SessionId session) {
    world.owns(this, session);
  }

  @Override
  public void send(SessionId session, Verb verb) {
    world.see(new Fact.Called(session, verb));
    world.toSession(this, session, verb);
  }
}
