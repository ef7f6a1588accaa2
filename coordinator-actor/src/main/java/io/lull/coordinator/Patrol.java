package io.lull.coordinator;

import io.lull.coordinator.RestoreMessage.WakeRestore;
import io.lull.coordinator.SessionMessage.Wake;
import io.lull.coordinator.SessionMessage.Whom;
import io.lull.coordinator.StreamMessage.WakeStream;
import io.lull.protocol.id.SessionId;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Wakes what goes on by the journal and may have nobody who knows of it.
 *
 * <p>A node that was replaced and has not heard of it can still open a session. Whoever speaks for
 * that session by then has found nothing in the journal, and would never miss its requester. Woken,
 * he leaves, and woken again, one comes who reads the journal anew. All others take no notice.
 */
public final class Patrol {
  private static final Duration EVERY = Duration.ofMinutes(5);
  private static final int MOST = 10_000;

  private final Chronicle chronicle;
  private final Sessions sessions;

  private Patrol(Chronicle chronicle, Sessions sessions) {
    this.chronicle = chronicle;
    this.sessions = sessions;
  }

  /** Looks now and then, for as long as the system runs. */
  public static void begin(ActorSystem<?> system, Chronicle chronicle, Sessions sessions) {
    Patrol patrol = new Patrol(chronicle, sessions);
    var _ =
        system
            .scheduler()
            .scheduleWithFixedDelay(
                EVERY,
                EVERY,
                () -> Thread.startVirtualThread(patrol::look),
                system.executionContext());
  }

  private void look() {
    try {
      chronicle.sessions(MOST, true).forEach(open -> wake(sessions, open.session()));
      chronicle
          .restores(MOST, true)
          .forEach(open -> sessions.tell(new WakeRestore(new Whom(open.session()))));
      chronicle
          .streams(MOST, true)
          .forEach(open -> sessions.tell(new WakeStream(new Whom(open.session()))));
    } catch (RuntimeException down) {
      // Without its journal nobody can take anything over either.
    }
  }

  static void wake(Sessions sessions, SessionId session) {
    sessions.tell(new Wake(new Whom(session)));
  }
}
