package io.lull.protocol.simulation.stream;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.simulation.Home;
import io.lull.protocol.simulation.Kernel;
import io.lull.protocol.simulation.SimProcess;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamReply;
import io.lull.protocol.stream.session.StreamSessionInput;
import io.lull.protocol.stream.session.StreamSessionPhase;
import io.lull.protocol.stream.session.StreamTerms;
import io.lull.protocol.stream.session.StreamVerb;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A node with the coordinator's role: the sessions of streams, and what it knows of the host. */
final class SimNode extends SimProcess implements Home {
  private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  final StreamWorld world;
  private final SortedMap<SessionId, SimStreamSession> sessions = new TreeMap<>();
  private Optional<Incarnation> known = Optional.empty();

  SimNode(StreamWorld world, String name) {
    super(world.kernel, name);
    this.world = world;
  }

  @Override
  public Instant calendar() {
    return EPOCH.plusNanos(kernel.now());
  }

  @Override
  public void onDisk(Runnable arrival) {
    world.plan(world.writeTime(), arrival);
  }

  @Override
  public boolean arrives() {
    return kernel.chance(0.5);
  }

  @Override
  public boolean writeFails() {
    return kernel.chance(world.faults().restartEntity());
  }

  @Override
  public void crash() {
    super.crash();
    sessions.values().forEach(SimStreamSession::end);
    sessions.clear();
    known = Optional.empty();
  }

  /** The life of the host that this node can speak to. */
  Optional<Incarnation> known() {
    return known;
  }

  void hostPresent(Incarnation life) {
    Optional<Incarnation> before = known;
    known = Optional.of(life);
    before.filter(older -> !older.equals(life)).ifPresent(this::lost);
    sessions.values().forEach(session -> session.expects(life));
  }

  void hostUnreachable(boolean gone) {
    Optional<Incarnation> before = known;
    if (gone) {
      known = Optional.empty();
    }
    before.ifPresent(this::lost);
  }

  private void lost(Incarnation life) {
    List.copyOf(sessions.values())
        .forEach(s -> s.handle(new StreamSessionInput.HostLost(StreamWorld.HOST, life)));
  }

  void receive(SessionId id, StreamSessionInput input) {
    if (!sessions.containsKey(id) && !world.speaksFor(this, id)) {
      return;
    }
    SimStreamSession session = session(id);
    switch (input) {
      case StreamVerb.BeginBackup begin -> session.handle(completed(begin));
      case StreamVerb.PassOn pass -> {
        // Whoever calls is to hear what became of his stream, not that a new life knows nothing.
        session.missed().ifPresent(session::handle);
        session.handle(pass);
      }
      default -> session.handle(input);
    }
  }

  private StreamVerb completed(StreamVerb.BeginBackup begin) {
    Limits limits = Limits.defaults();
    return new StreamVerb.BeginBackup(
        begin.request(),
        begin.host(),
        begin.instance(),
        begin.kind(),
        known.map(
            life -> new StreamTerms(life, limits.prepareForBackup(), limits.requesterLease())));
  }

  private SimStreamSession session(SessionId id) {
    SimStreamSession found = sessions.get(id);
    if (found != null && !found.isOver()) {
      return found;
    }
    SimStreamSession fresh = new SimStreamSession(this, id);
    sessions.put(id, fresh);
    fresh.recovered();
    return fresh;
  }

  /** Speaks for a session from now on; what is over is not looked at until somebody asks. */
  void remember(SessionId id) {
    StreamSessionPhase phase = world.journal.state(id).phase();
    boolean idle = phase == StreamSessionPhase.NEW || phase == StreamSessionPhase.OVER;
    if (world.speaksFor(this, id) && !idle) {
      Optional.ofNullable(sessions.remove(id)).ifPresent(SimStreamSession::end);
      session(id);
    }
  }

  /** A session has nothing left to do, and its actor goes. */
  void passivate(SimStreamSession session) {
    session.end();
    sessions.remove(session.key, session);
  }

  void failed(SimStreamSession session) {
    world.trace(name, session.key, " failed to write");
    after(
        kernel.between(Kernel.SECOND / 5, 3 * Kernel.SECOND),
        () -> {
          if (sessions.remove(session.key, session)) {
            remember(session.key);
          }
        });
  }

  void pass(StreamInput.OfSession request) {
    SessionId session = request.stamp().session();
    Optional<SimReader> asker = world.owner(session);
    if (asker.isEmpty()) {
      return;
    }
    SimReader reader = asker.get();
    SimStreamHost host = world.host();
    if (known.isEmpty()) {
      Fault fault = Fault.of(Failure.HOST_UNREACHABLE, "the host is not there, or not yet");
      StreamReply refused = new StreamReply.StreamRefused(request.request(), fault);
      world.network.send(this, reader, () -> reader.hear(refused));
      return;
    }
    world.network.send(
        this,
        host,
        () ->
            host.ask(request, reply -> world.network.send(host, reader, () -> reader.hear(reply))));
  }

  @Override
  protected void trace(Object... parts) {
    world.trace(name, parts);
  }
}
