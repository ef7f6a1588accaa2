package io.lull.wire;

import io.lull.protocol.restore.Restore;
import io.lull.protocol.restore.RestoreEvent;
import io.lull.protocol.restore.RestoreMachine;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.SessionMachine;
import io.lull.protocol.stream.session.StreamSession;
import io.lull.protocol.stream.session.StreamSessionEvent;
import io.lull.protocol.stream.session.StreamSessionMachine;
import io.lull.protocol.table.Machine;
import java.io.IOException;
import java.nio.file.Path;

/** Brings a log back to the state in which its last event left the session. */
public final class Replay {
  private Replay() {}

  /**
   * The state at the end of a log file.
   *
   * @throws WireException if the file is no whole log, or tells what cannot have happened
   */
  public static Session session(Path file) throws IOException {
    return session(EventLogReader.read(file, EventLogKind.SESSION));
  }

  /**
   * The state at the end of a log.
   *
   * @throws WireException if the log tells what cannot have happened
   */
  public static Session session(EventLog<SessionEvent> log) {
    return replay(new SessionMachine(), Session.fresh(log.header().session()), log);
  }

  /**
   * The state at the end of a log of a restore.
   *
   * @throws WireException if the log tells what cannot have happened
   */
  public static Restore restore(EventLog<RestoreEvent> log) {
    return replay(new RestoreMachine(), Restore.unused(log.header().session()), log);
  }

  /**
   * The state at the end of a log of a stream.
   *
   * @throws WireException if the log tells what cannot have happened
   */
  public static StreamSession stream(EventLog<StreamSessionEvent> log) {
    return replay(new StreamSessionMachine(), StreamSession.unused(log.header().session()), log);
  }

  private static <S, E> S replay(Machine<S, ?, ?, E, ?, ?> machine, S fresh, EventLog<E> log) {
    S state = fresh;
    for (EventLog.Entry<E> entry : log.entries()) {
      try {
        state = machine.apply(state, entry.event());
      } catch (RuntimeException impossible) {
        // A log may be well-formed and yet nobody's: rules never made these events in this order.
        throw EventLogReader.atLine(
            entry.sequence() + 1,
            WireException.malformed("an event that can follow those before it", "it cannot"));
      }
    }
    return state;
  }
}
