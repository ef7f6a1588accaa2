package io.lull.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.id.SessionId;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.SessionEvent.SessionOpened;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PatrolTest {
  private static final SessionId SESSION = new SessionId("s1");
  private static final String KEPT = SessionActor.persistenceId(SESSION).id();
  private static final SessionEvent OPENED = new SessionOpened(CoordinatorFixture.POLICY);

  private final CoordinatorFixture cluster = new CoordinatorFixture();

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void whoever_knew_of_nothing_when_the_session_was_opened_elsewhere_learns_of_it() {
    cluster.way().session(SESSION).tell(new SessionMessage.Unanswered("nobody"));
    cluster.eventually(() -> assertThat(cluster.sessions()).contains(SESSION.name()));
    cluster.journal.persistForRecovery(KEPT, List.of(OPENED));

    cluster.eventually(
        () -> {
          Patrol.wake(cluster.way(), SESSION);
          // It takes over, and that is written.
          assertThat(cluster.journal.persistedInStorage(KEPT)).hasSizeGreaterThan(1);
        });
  }
}
