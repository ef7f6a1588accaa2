package io.lull.protocol.simulation;

import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.slot.SlotInput;
import io.lull.protocol.window.WindowInput;
import io.lull.protocol.window.WindowPlan;
import io.lull.protocol.writer.WriterReply;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A node with the coordinator's role: sessions, slots, and the keeper of windows. */
final class SimCoordinator extends ClusterProcess implements Home {
  private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  private final SortedMap<SessionId, SimSession> sessions = new TreeMap<>();
  private final SortedMap<HostId, SimSlot> slots = new TreeMap<>();
  private final SortedMap<SessionId, SimWindow> windows = new TreeMap<>();
  private long clockError;

  SimCoordinator(SimWorld world, String name) {
    super(world, name);
  }

  /** This machine's calendar, which may be wrong and may jump. */
  @Override
  public Instant calendar() {
    return EPOCH.plusNanos(kernel.now() + clockError);
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
    return world.writeFails();
  }

  /** Wakes the sessions that go on by the journal. */
  void patrol() {
    for (SessionId id : world.sessionIds()) {
      SessionPhase phase = world.journaled(id).phase();
      boolean open = phase != SessionPhase.NEW && phase != SessionPhase.RELEASED;
      if (open && isAlive() && world.shards().isOwner(id, this)) {
        session(id).ifPresent(this::wake);
      }
    }
  }

  /** One that knows of nothing leaves; who comes after it reads the journal again. */
  private void wake(SimSession session) {
    if (session.state().phase() == SessionPhase.NEW && !session.isWriting()) {
      session.end();
      sessions.remove(session.key, session);
    }
  }

  void jumpClock(long by) {
    clockError += by;
    world.trace(name, "calendar jumps by ", by / Kernel.SECOND, " s");
  }

  @Override
  public void crash() {
    super.crash();
    sessions.values().forEach(SimSession::end);
    slots.values().forEach(SimSlot::end);
    sessions.clear();
    slots.clear();
    windows.clear();
  }

  // Sessions.

  void receive(SessionId id, SessionInput input) {
    Optional<SimSession> here = session(id);
    if (here.isPresent()) {
      here.get().handle(input);
    }
  }

  private Optional<SimSession> session(SessionId id) {
    SimSession found = sessions.get(id);
    if (found == null && world.shards().isOwner(id, this)) {
      recover(id);
      found = sessions.get(id);
    }
    return Optional.ofNullable(found);
  }

  /** Speaks for a session from now on. */
  void recover(SessionId id) {
    find(id).ifPresent(SimSession::end);
    SimSession session = new SimSession(this, id);
    sessions.put(id, session);
    world.trace(name, "recovers ", id, " in ", session.state().phase());
    session.recover();
    SimWindow window = windows.get(id);
    if (window != null && window.report().isPresent()) {
      handIn(window);
    }
  }

  void sessionFailed(SimSession failed) {
    world.trace(name, failed.key, " failed to write");
    after(
        kernel.between(Kernel.SECOND / 5, 3 * Kernel.SECOND),
        () -> {
          if (sessions.remove(failed.key, failed) && world.shards().isOwner(failed.key, this)) {
            recover(failed.key);
          }
        });
  }

  void restartSession(SessionId id) {
    SimSession session = sessions.get(id);
    if (session != null && !session.isOver()) {
      session.end();
      sessionFailed(session);
    }
  }

  /** Gives a session to another node, once its window is closed and all of it is journaled. */
  void handOff(SessionId id, SimCoordinator to) {
    SimSession session = sessions.get(id);
    if (session == null || session.isOver() || !world.shards().isOwner(id, this)) {
      return;
    }
    if (session.isWriting()
        || windows.containsKey(id)
        || session.state().phase() == SessionPhase.WINDOW_OPEN) {
      after(Kernel.SECOND, () -> handOff(id, to));
    } else if (to.isAlive()) {
      world.trace(name, "hands ", id, " to ", to.name);
      session.end();
      sessions.remove(id);
      world.shards().move(id, to);
    }
  }

  List<SessionId> sessionIds() {
    return List.copyOf(sessions.keySet());
  }

  Optional<SimSession> find(SessionId id) {
    return Optional.ofNullable(sessions.get(id));
  }

  void hear(Asker asker, WriterReply reply) {
    if (asker.window()) {
      window(asker).ifPresent(window -> window.hear(reply));
    } else {
      find(asker.session()).ifPresent(s -> s.handle(new SessionInput.WriterSaid(reply)));
    }
  }

  void hear(Asker asker, ProviderReply reply) {
    if (asker.window()) {
      window(asker).ifPresent(window -> window.hear(reply));
    } else {
      find(asker.session()).ifPresent(s -> s.handle(new SessionInput.ProviderSaid(reply)));
    }
  }

  /** Everybody here is told at once, the windows first. */
  void hostLost(HostId host, Fault fault) {
    windows.values().stream()
        .filter(SimWindow::isOpen)
        .toList()
        .forEach(window -> window.handle(new WindowInput.HostLost(host, fault)));
    List.copyOf(sessions.values())
        .forEach(session -> session.handle(new SessionInput.HostLost(host, fault)));
  }

  // The keeper of windows.

  private Optional<SimWindow> window(Asker asker) {
    return Optional.ofNullable(windows.get(asker.session()));
  }

  boolean hasOpenWindow(Session session) {
    return hasWindowOf(session) && windows.get(session.id()).isOpen();
  }

  /** Whether the window that this session believes open is one of this node. */
  boolean hasWindowOf(Session session) {
    SimWindow window = windows.get(session.id());
    return window != null
        && session.phase() == SessionPhase.WINDOW_OPEN
        && window.plan().epoch().equals(session.epoch());
  }

  void openWindow(SessionId id, WindowPlan plan) {
    SimWindow present = windows.get(id);
    if (present != null && present.plan().equals(plan)) {
      return;
    }
    SimWindow window = new SimWindow(this, id, plan);
    windows.put(id, window);
    world.see(new Fact.WindowBegan(new Fact.Speaker(name, life(), id, false), plan.set()));
    window.handle(new WindowInput.OpenWindow());
  }

  void abortWindow(SessionId id, Fault cause) {
    SimWindow window = windows.get(id);
    if (window != null && window.isOpen()) {
      window.handle(new WindowInput.AbortWindow(cause));
    }
  }

  /** Offers the report to the session until it is journaled. */
  void handIn(SimWindow window) {
    if (windows.get(window.session()) != window) {
      return;
    }
    Optional<SimSession> session = find(window.session()).filter(found -> !found.isOver());
    if (session.isPresent() && !hasWindowOf(session.get().state())) {
      windows.remove(window.session());
      return;
    }
    session.ifPresent(
        found -> found.handle(new SessionInput.WindowReported(window.report().orElseThrow())));
    after(Kernel.SECOND, () -> handIn(window));
  }

  void forgetWindow(SessionId id) {
    windows.remove(id);
  }

  // Slots.

  void receive(HostId host, SlotInput input) {
    SimSlot slot = slots.get(host);
    if (slot != null) {
      slot.handle(input);
    }
  }

  void recover(HostId host) {
    SimSlot old = slots.get(host);
    if (old != null) {
      old.end();
    }
    SimSlot slot = new SimSlot(this, host);
    slots.put(host, slot);
    slot.recover();
  }

  void slotFailed(SimSlot failed) {
    after(
        kernel.between(Kernel.SECOND / 5, 3 * Kernel.SECOND),
        () -> {
          if (slots.remove(failed.key, failed) && world.shards().isOwner(failed.key, this)) {
            recover(failed.key);
          }
        });
  }
}
