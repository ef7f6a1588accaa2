package io.lull.protocol.simulation.invariants;

import io.lull.protocol.id.SessionId;
import io.lull.protocol.session.Creation.Stage;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionContext;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.simulation.Application;
import io.lull.protocol.simulation.Disk;
import io.lull.protocol.simulation.Invariant;
import io.lull.protocol.simulation.World;

/** When all faults are over, nothing of them is left. */
public final class QuietSystemIsClean implements Invariant {
  @Override
  public String promise() {
    return "When faults have ended and time has passed, nothing stands still, every call is"
        + " answered, every session is over and owes nothing, and no copy is left that"
        + " nobody wants.";
  }

  @Override
  public void checkAtRest(World world) {
    for (Application application : world.applications()) {
      if (application.isFrozen()) {
        broken(application.writer() + " stands still");
      }
    }
    if (!world.unanswered().isEmpty()) {
      broken("no answer came to " + world.unanswered());
    }
    for (SessionId id : world.sessionIds()) {
      ended(world.journaled(id));
    }
    for (Disk.Copy copy : world.disk().copies()) {
      wanted(world, copy);
    }
  }

  private void ended(Session session) {
    if (session.phase() == SessionPhase.NEW) {
      return;
    }
    if (session.phase() != SessionPhase.RELEASED) {
      broken("session " + session.id() + " is still in " + session.phase());
    }
    if (!session.work().duties().isEmpty()) {
      broken("session " + session.id() + " still owes " + session.work().duties());
    }
    if (session.work().deletion().isPresent()) {
      broken("session " + session.id() + " never ended " + session.work().deletion().get());
    }
    if (!session.ledger().pending().isEmpty()) {
      broken("session " + session.id() + " never answered " + session.ledger().pending());
    }
  }

  private void wanted(World world, Disk.Copy copy) {
    Session session = world.journaled(copy.marker().session());
    boolean good =
        session
            .creation()
            .filter(set -> set.set().equals(copy.marker().snapshot().set()))
            .filter(set -> set.stage() == Stage.CREATED)
            .filter(set -> set.members().containsKey(copy.marker().snapshot().volume()))
            .isPresent();
    if (!good || !session.setup().context().orElse(SessionContext.BACKUP).persistent()) {
      broken("copy " + copy.marker().snapshot() + " is left, and nobody wants it");
    }
  }
}
