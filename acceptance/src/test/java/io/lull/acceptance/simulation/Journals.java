package io.lull.acceptance.simulation;

import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.SessionMachine;
import io.lull.protocol.simulation.Journal;
import io.lull.protocol.slot.Slot;
import io.lull.protocol.slot.SlotEvent;
import io.lull.protocol.slot.SlotMachine;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What is durable; it survives every process.
 *
 * <p>A write may take long, may become durable without anybody hearing of it, and is refused where
 * another one was there first, as a database does it by its primary key.
 */
final class Journals {
  private final ActorWorld world;
  private final Journal<SessionId, Session, SessionEvent> sessions =
      new Journal<>(new SessionMachine(), Session::fresh);
  private final Journal<HostId, Slot, SlotEvent> slots =
      new Journal<>(new SlotMachine(), host -> Slot.unused(host, Limits.defaults().slotLease()));

  Journals(ActorWorld world) {
    this.world = world;
  }

  Journal<SessionId, Session, SessionEvent> sessions() {
    return sessions;
  }

  Journal<HostId, Slot, SlotEvent> slots() {
    return slots;
  }

  /** The events of an entity, for somebody who begins with nothing. */
  List<?> replay(SimNode node, String id) {
    List<?> events = read(id);
    world.trace(node.name, "reads ", id, ", ", events.size(), " events");
    return events;
  }

  List<?> read(String id) {
    return isSession(id) ? sessions.read(session(id)) : slots.read(slot(id));
  }

  void write(SimNode node, String id, int seen, List<Object> events, Consumer<Boolean> told) {
    if (!isSession(id)) {
      List<SlotEvent> written = events.stream().map(SlotEvent.class::cast).toList();
      later(node, () -> slotWritten(node, slot(id), seen, written), told);
      return;
    }
    List<SessionEvent> written = events.stream().map(SessionEvent.class::cast).toList();
    Runnable durable = world.sees().writing(node, session(id), written);
    later(
        node,
        () -> {
          boolean kept = sessions.append(session(id), seen, written);
          if (kept) {
            durable.run();
          } else {
            world.trace(node.name, session(id), " comes too late to write ", written);
          }
          return kept;
        },
        told);
  }

  private boolean slotWritten(SimNode node, HostId host, int seen, List<SlotEvent> events) {
    world.trace(node.name, "slot ", host, " ", events);
    return slots.append(host, seen, events);
  }

  private void later(SimNode node, BooleanSupplier append, Consumer<Boolean> told) {
    int life = node.life();
    boolean early = world.plants().acknowledgesEarly();
    long takes = takes();
    if (early) {
      node.after(0, () -> told.accept(true));
    }
    world
        .clockwork()
        .plan(
            takes,
            () -> {
              // What was on its way when its writer died may have arrived or not.
              boolean sent = node.lives(life) || (!early && world.clockwork().chance(0.5));
              boolean kept = sent && append.getAsBoolean();
              boolean heard = kept && !world.clockwork().chance(world.faults().restartEntity());
              if (node.lives(life) && !early) {
                node.after(0, () -> told.accept(heard));
              }
            });
  }

  private long takes() {
    Clockwork dice = world.clockwork();
    return dice.chance(world.faults().slowJournal())
        ? dice.between(Clockwork.SECOND / 10, 30 * Clockwork.SECOND)
        : dice.between(Clockwork.MILLI / 10, 3 * Clockwork.MILLI);
  }

  private static boolean isSession(String id) {
    return id.startsWith("session|");
  }

  private static SessionId session(String id) {
    return new SessionId(id.substring(id.indexOf('|') + 1));
  }

  private static HostId slot(String id) {
    return new HostId(id.substring(id.indexOf('|') + 1));
  }
}
