package io.lull.protocol.simulation.invariants;

import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.simulation.Fact;
import io.lull.protocol.simulation.Invariant;
import io.lull.protocol.writer.WriterInput;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** R2: unknown means thaw, for every writer that a Freeze was sent to. */
public final class EveryFreezeSentIsThawedAbortedOrReportedUnconfirmed implements Invariant {
  private final Map<SetId, Set<WriterId>> owed = new TreeMap<>();

  @Override
  public String promise() {
    return "Every writer to which a Freeze was sent is sent a Thaw or an Abort of the same set"
        + " before its window reports, and before its session goes on after a lost window.";
  }

  @Override
  public void see(Fact fact) {
    switch (fact) {
      case Fact.WriterAsked asked -> {
        SetId set = asked.request().stamp().set();
        if (asked.request() instanceof WriterInput.Freeze) {
          owed.computeIfAbsent(set, _ -> new TreeSet<>()).add(asked.writer());
        } else if (asked.request() instanceof WriterInput.Thaw
            || asked.request() instanceof WriterInput.Abort) {
          owed.getOrDefault(set, new TreeSet<>()).remove(asked.writer());
        }
      }
      case Fact.WindowEnded ended -> {
        Set<WriterId> left = new TreeSet<>(owed.getOrDefault(ended.report().set(), Set.of()));
        left.removeAll(ended.report().unconfirmed());
        if (!left.isEmpty()) {
          broken("the window of " + ended.report().set() + " ended without a word to " + left);
        }
      }
      case Fact.Kept kept -> sessionMoved(kept.before(), kept.after());
      default -> {}
    }
  }

  private void sessionMoved(Session before, Session after) {
    boolean left =
        before.phase() == SessionPhase.ABORTING && after.phase() != SessionPhase.ABORTING;
    if (left && after.creation().isPresent()) {
      Set<WriterId> still = owed.getOrDefault(after.creation().get().set(), Set.of());
      if (!still.isEmpty()) {
        broken("session " + after.id() + " was aborted without a word to " + still);
      }
    }
  }
}
