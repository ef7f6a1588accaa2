package io.lull.protocol.simulation.invariants;

import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.simulation.Fact;
import io.lull.protocol.simulation.Invariant;
import io.lull.protocol.writer.WriterStep;
import java.util.HashSet;
import java.util.Set;

/** Late is recognisable: an aborted set never begins again. */
public final class AfterAbortOnlyAbortOrShutdown implements Invariant {
  private final Set<Life> aborted = new HashSet<>();

  private record Life(WriterId writer, SetId set, int life) {}

  @Override
  public String promise() {
    return "Once a writer has begun to handle the Abort of a set, it handles nothing of that set"
        + " any more but Abort and BackupShutdown, until its host lives a new life.";
  }

  @Override
  public void see(Fact fact) {
    if (fact instanceof Fact.HandlerBegan began) {
      Life life = new Life(began.writer(), began.set(), began.life());
      if (began.step() == WriterStep.ABORT) {
        aborted.add(life);
      } else if (began.step() != WriterStep.BACKUP_SHUTDOWN && aborted.contains(life)) {
        broken(began.writer() + " handles " + began.step() + " of aborted " + began.set());
      }
    }
  }
}
