package io.lull.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.coordinator.Chronicle.Settings;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.SessionEvent.PhaseEntered;
import io.lull.protocol.session.SessionEvent.SessionOpened;
import io.lull.protocol.session.SessionEvent.SetBegun;
import io.lull.protocol.session.SessionPhase;
import io.lull.wire.api.SessionView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Those who follow all sessions hear how each is when it has changed. */
class FollowAllTest {
  private static final int QUEUE = 3;
  private static final SessionId A = new SessionId("s-a");
  private static final SessionId B = new SessionId("s-b");
  private static final SessionEvent OPENED = new SessionOpened(CoordinatorFixture.POLICY);
  private static final SessionEvent BEGUN =
      new SetBegun(new SetId("set"), SessionPhase.METADATA_GATHERED);
  private static final SessionEvent RELEASED = new PhaseEntered(SessionPhase.RELEASED);

  @TempDir Path directory;
  private ChronicleFixture journal;
  private Chronicle chronicle;
  // Empty for the end.
  private final BlockingQueue<Optional<SessionView>> heard = new LinkedBlockingQueue<>();

  @BeforeEach
  void start() {
    journal = new ChronicleFixture(directory);
    chronicle = Chronicle.of(journal.kit.system(), new Settings(Duration.ofMillis(10), QUEUE, 100));
  }

  @AfterEach
  void stop() {
    chronicle.close();
    journal.close();
  }

  private Chronicle.Following follow() {
    return chronicle.followAll(
        view -> heard.add(Optional.of(view)), () -> heard.add(Optional.empty()));
  }

  private Optional<SessionView> next() throws InterruptedException {
    Optional<SessionView> next = heard.poll(60, TimeUnit.SECONDS);
    assertThat(next).as("something to hear within a minute").isNotNull();
    return next;
  }

  @Test
  void eachChangeIsToldAsTheSessionIsThenAndThePastIsNot() throws InterruptedException {
    journal.write(A, OPENED);
    try (Chronicle.Following _ = follow()) {
      journal.write(B, OPENED);
      assertThat(next()).isEqualTo(chronicle.session(B));

      // One write is one change, however many events it has.
      journal.write(A, BEGUN, RELEASED);
      assertThat(next())
          .hasValueSatisfying(
              view -> {
                assertThat(view.session()).isEqualTo(A);
                assertThat(view.version()).isEqualTo(3);
                assertThat(view.over()).isTrue();
              });
      assertThat(heard).isEmpty();
    }
  }

  @Test
  void aSecondOneHearsNothingThatOnlyTheFirstHadToHear() throws InterruptedException {
    try (Chronicle.Following _ = follow()) {
      journal.write(A, OPENED);
      BlockingQueue<SessionView> second = new LinkedBlockingQueue<>();
      try (Chronicle.Following _ = chronicle.followAll(second::add, () -> {})) {
        assertThat(next()).map(SessionView::session).contains(A);

        journal.write(B, OPENED);
        assertThat(second.poll(60, TimeUnit.SECONDS)).isEqualTo(next().orElseThrow());
      }
    }
  }

  @Test
  void whoIsTooSlowIsDroppedAndHoldsUpNobody() throws InterruptedException {
    CountDownLatch dropped = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    try (Chronicle.Following _ = follow();
        Chronicle.Following _ =
            chronicle.followAll(
                _ -> {
                  try {
                    never.await();
                  } catch (InterruptedException left) {
                    Thread.currentThread().interrupt();
                  }
                },
                dropped::countDown)) {
      for (int i = 0; i < QUEUE + 2; i++) {
        SessionId session = new SessionId("s-" + i);
        journal.write(session, OPENED);
        assertThat(next()).map(SessionView::session).contains(session);
      }
      assertThat(dropped.await(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void theEndOfTheChronicleIsHeardAndThatOfAFollowerIsNot() throws InterruptedException {
    follow().close();
    Chronicle.Following _ = follow();
    chronicle.close();

    assertThat(next()).isEmpty();
    assertThat(heard).isEmpty();
  }
}
