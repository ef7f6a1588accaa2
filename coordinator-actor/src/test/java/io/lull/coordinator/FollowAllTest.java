package io.lull.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.coordinator.Chronicle.Settings;
import io.lull.protocol.document.BackupDocument;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.restore.RestoreEvent;
import io.lull.protocol.restore.RestoreTerms;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.SessionEvent.PhaseEntered;
import io.lull.protocol.session.SessionEvent.SessionOpened;
import io.lull.protocol.session.SessionEvent.SetBegun;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.stream.StreamKind;
import io.lull.protocol.stream.session.StreamSessionEvent.BackupAsked;
import io.lull.protocol.stream.session.StreamTerms;
import io.lull.protocol.writer.BackupType;
import io.lull.wire.api.SessionView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
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
  private static final BackupAsked ASKED =
      new BackupAsked(
          new RequestId("r"),
          new HostId("a"),
          new InstanceId("shop"),
          StreamKind.FULL,
          new Stamp(A, new SetId("stream"), Epoch.FIRST, Incarnation.FIRST, SlotEpoch.NONE),
          new StreamTerms(Incarnation.FIRST, Duration.ofSeconds(1), Duration.ofSeconds(1)));
  private static final SessionEvent RELEASED = new PhaseEntered(SessionPhase.RELEASED);

  @TempDir Path directory;
  private ChronicleFixture journal;
  private Chronicle chronicle;
  // Empty for the end.
  private final BlockingQueue<Optional<Change>> heard = new LinkedBlockingQueue<>();

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
        change -> heard.add(Optional.of(change)), () -> heard.add(Optional.empty()));
  }

  private Optional<Change> heard() throws InterruptedException {
    Optional<Change> next = heard.poll(60, TimeUnit.SECONDS);
    assertThat(next).as("something to hear within a minute").isNotNull();
    return next;
  }

  private Optional<SessionView> next() throws InterruptedException {
    return heard().map(change -> ((Change.OfSession) change).session());
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
  void restoresAndStreamsAreToldOfToo() throws InterruptedException {
    SessionId restore = new SessionId("restore");
    try (Chronicle.Following _ = follow()) {
      BackupDocument document =
          new BackupDocument(new SetId("set"), BackupType.COPY, false, Map.of());
      journal.write(
          restore,
          new RestoreEvent.RestoreInitialized(new RestoreTerms(document, Limits.defaults(), true)));
      assertThat(heard()).contains(new Change.OfRestore(chronicle.restore(restore).orElseThrow()));

      SessionId stream = new SessionId("stream");
      journal.write(stream, ASKED);
      assertThat(heard()).contains(new Change.OfStream(chronicle.stream(stream).orElseThrow()));
    }
  }

  @Test
  void aSecondOneHearsNothingThatOnlyTheFirstHadToHear() throws InterruptedException {
    try (Chronicle.Following _ = follow()) {
      journal.write(A, OPENED);
      BlockingQueue<Change> second = new LinkedBlockingQueue<>();
      try (Chronicle.Following _ = chronicle.followAll(second::add, () -> {})) {
        assertThat(next()).map(SessionView::session).contains(A);

        journal.write(B, OPENED);
        assertThat(second.poll(60, TimeUnit.SECONDS)).isEqualTo(heard().orElseThrow());
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
