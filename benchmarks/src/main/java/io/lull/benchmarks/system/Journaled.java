package io.lull.benchmarks.system;

import io.lull.cluster.config.journal.Journal;
import io.lull.cluster.config.journal.OrderedEvents.Entry;
import io.lull.node.LullNode;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.session.SessionEvent;
import java.time.Duration;
import java.util.List;

/**
 * What the journal says of the window of a session.
 *
 * @param frozen from the first Freeze sent to the last Thaw answered
 * @param eventsMeanwhile how many events of anybody were written between its opening and its end
 */
record Journaled(Duration frozen, long eventsMeanwhile) {
  static Journaled of(LullNode node, SessionId session) {
    List<Entry> entries = Journal.get(node.system()).events().ofEntity("session|" + session);
    long opened = 0;
    for (Entry entry : entries) {
      if (entry.event() instanceof SessionEvent.WindowOpened) {
        opened = entry.ordering();
      }
      if (entry.event() instanceof SessionEvent.WindowClosed closed) {
        return new Journaled(closed.report().frozen(), entry.ordering() - opened - 1);
      }
    }
    throw new IllegalStateException("expected a window of " + session + ", but there was none");
  }
}
