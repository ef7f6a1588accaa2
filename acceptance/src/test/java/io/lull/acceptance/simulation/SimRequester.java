package io.lull.acceptance.simulation;

import io.lull.coordinator.SessionMessage;
import io.lull.coordinator.SessionMessage.Call;
import io.lull.coordinator.SessionMessage.ToSession;
import io.lull.protocol.certificate.Cut;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.provider.ProviderKind;
import io.lull.protocol.session.Candidate;
import io.lull.protocol.session.SessionInput.Verb;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.simulation.Dice;
import io.lull.protocol.simulation.Fact;
import io.lull.protocol.simulation.Faults;
import io.lull.protocol.simulation.Requester;
import io.lull.protocol.simulation.Surroundings;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The process of a requester. */
final class SimRequester extends SimProcess implements Surroundings {
  private final Requester requester;

  SimRequester(ActorWorld world, String name, int backups) {
    super(world, name);
    this.requester = new Requester(this, name, backups);
  }

  Requester requester() {
    return requester;
  }

  @Override
  public Dice dice() {
    return clockwork;
  }

  @Override
  public Faults faults() {
    return world.faults();
  }

  /** The session's own directory knows better, and puts in what it knows. */
  @Override
  public SortedMap<WriterId, Incarnation> roster() {
    SortedMap<WriterId, Incarnation> roster = new TreeMap<>();
    for (SimHost host : world.hosts()) {
      host.writers().forEach(writer -> roster.put(writer.id(), host.incarnation()));
    }
    return roster;
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
  public void begun(SessionId session) {}

  @Override
  public void send(SessionId session, Verb verb) {
    world.see(new Fact.Called(session, verb));
    world.toSession(this, session, verb, node -> called(node, session, verb));
  }

  private SessionMessage called(SimNode node, SessionId session, Verb verb) {
    Wire.Remote<SessionReply> back =
        Wire.function(
            node.system(),
            name,
            "call",
            reply -> {
              world.sees().replied(session, reply, verb);
              world.network().send(node, this, () -> requester.hear(session, reply));
            });
    return new Call(new ToSession(session, verb), back.ref());
  }
}
