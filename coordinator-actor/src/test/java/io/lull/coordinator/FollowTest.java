package io.lull.coordinator;

import static io.lull.coordinator.CoordinatorFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.coordinator.Chronicle.Settings;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.SessionEvent.PhaseEntered;
import io.lull.protocol.session.SessionEvent.SessionOpened;
import io.lull.protocol.session.SessionEvent.SetBegun;
import io.lull.protocol.session.SessionPhase;
import io.lull.wire.EventLog;
import io.lull.wire.api.SessionView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Those who follow sessions hear all of it once, and nobody waits for anybody else. */
class FollowTest {
  private static final SessionId A = new SessionId("s-a");
  private static final SessionId B = new SessionId("s-b");
  private static final int QUEUE = 5;
  private static final SessionEvent OPENED = new SessionOpened(CoordinatorFixture.POLICY);
  private static final SessionEvent BEGUN =
      new SetBegun(new SetId("set"), SessionPhase.METADATA_GATHERED);
  private static final SessionEvent RELEASED = new PhaseEntered(SessionPhase.RELEASED);
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir Path directory;
  private ChronicleFixture journal;
  private Chronicle chronicle;

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

  /** What a follower has heard: numbers of events, and 0 for the end. */
  private static final class Heard implements Consumer<EventLog.Entry<SessionEvent>> {
    final BlockingQueue<Long> numbers = new LinkedBlockingQueue<>();

    @Override
    public void accept(EventLog.Entry<SessionEvent> entry) {
      numbers.add(entry.sequence());
    }

    void over() {
      numbers.add(0L);
    }

    void hears(long... expected) throws InterruptedException {
      for (long number : expected) {
        assertThat(numbers.poll(60, TimeUnit.SECONDS)).isEqualTo(number);
      }
    }
  }

  private Heard follow(SessionId session, long after) {
    Heard heard = new Heard();
    var _ = chronicle.follow(session, after, heard, heard::over);
    return heard;
  }

  private static SessionEvent[] events(int many) {
    return IntStream.range(0, many)
        .mapToObj(_ -> new PhaseEntered(SessionPhase.METADATA_GATHERED))
        .toArray(SessionEvent[]::new);
  }

  @Test
  void whatWasAndWhatComesIsHeardOnceUntilTheSessionIsOver() throws InterruptedException {
    journal.write(A, OPENED, BEGUN);
    Heard first = follow(A, 0);
    Heard resumed = follow(A, 1);
    Heard before = follow(B, 0);
    first.hears(1, 2);
    resumed.hears(2);

    journal.write(B, OPENED);
    before.hears(1);
    journal.write(A, events(2));
    first.hears(3, 4);
    resumed.hears(3, 4);

    journal.write(A, RELEASED);
    first.hears(5, 0);
    resumed.hears(5, 0);
    journal.write(B, BEGUN);
    before.hears(2);
    assertThat(first.numbers).isEmpty();
  }

  @Test
  void aSessionThatIsOverIsToldToItsEnd() throws InterruptedException {
    journal.write(A, OPENED, RELEASED);

    follow(A, 0).hears(1, 2, 0);
    follow(A, 2).hears(0);
  }

  @Test
  void aLongPastIsToldInPortions() throws InterruptedException {
    journal.write(A, OPENED);
    journal.write(A, events(4 * QUEUE));
    Heard heard = follow(A, 0);

    heard.hears(IntStream.rangeClosed(1, 4 * QUEUE + 1).asLongStream().toArray());
    journal.write(A, RELEASED);
    heard.hears(4 * QUEUE + 2, 0);
  }

  @Test
  void whoIsTooSlowIsDroppedAndHoldsUpNobody() throws InterruptedException {
    journal.write(A, OPENED);
    CountDownLatch never = new CountDownLatch(1);
    Heard slow = new Heard();
    var _ =
        chronicle.follow(
            A,
            0,
            entry -> {
              slow.accept(entry);
              waitFor(never);
            },
            slow::over);
    Heard quick = follow(A, 0);
    slow.hears(1);
    quick.hears(1);

    for (long next = 2; next <= QUEUE + 2; next++) {
      journal.write(A, BEGUN);
      quick.hears(next);
    }

    slow.hears(0);
    assertThat(slow.numbers).isEmpty();
    follow(A, 1).hears(2, 3, 4);
  }

  private static void waitFor(CountDownLatch never) {
    try {
      never.await();
    } catch (InterruptedException dropped) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void whoFailsIsDropped() throws InterruptedException {
    journal.write(A, OPENED);
    Heard heard = new Heard();
    var _ =
        chronicle.follow(
            A,
            0,
            _ -> {
              throw new IllegalStateException("the test says so");
            },
            heard::over);

    heard.hears(0);
  }

  @Test
  void whoHasClosedHearsNothingAnyMore() throws InterruptedException {
    journal.write(A, OPENED);
    Heard closing = new Heard();
    Chronicle.Following following = chronicle.follow(A, 0, closing, closing::over);
    Heard staying = follow(A, 0);
    closing.hears(1);
    staying.hears(1);

    following.close();
    journal.write(A, BEGUN, RELEASED);
    staying.hears(2, 3, 0);

    assertThat(closing.numbers).isEmpty();
  }

  @Test
  void whenTheChronicleClosesEverybodyIsLetGo() throws InterruptedException {
    journal.write(A, OPENED);
    Heard heard = follow(A, 0);
    heard.hears(1);

    chronicle.close();

    heard.hears(0);
    follow(A, 0).hears(0);
  }

  @Test
  void whoAwaitsAPhaseIsAnsweredWhenItIsThere() {
    journal.write(A, OPENED);
    CompletionStage<SessionView> gathered =
        chronicle.await(A, view -> view.phase() == SessionPhase.METADATA_GATHERED, LONG);
    CompletionStage<SessionView> over = chronicle.await(A, SessionView::over, LONG);

    // Both at once: nobody who looks only now and then would see the first phase.
    journal.write(A, new PhaseEntered(SessionPhase.METADATA_GATHERED), RELEASED);

    assertThat(await(gathered).version()).isGreaterThanOrEqualTo(2);
    assertThat(await(over).version()).isEqualTo(3);
    assertThat(await(chronicle.await(A, _ -> false, LONG))).isEqualTo(await(over));
  }

  @Test
  void whoAwaitsInVainIsToldHowItIs() {
    journal.write(A, OPENED);

    assertThat(await(chronicle.await(A, _ -> false, Duration.ofMillis(1))).version()).isEqualTo(1);
    assertThat(await(chronicle.await(A, _ -> true, LONG)).version()).isEqualTo(1);
    assertThatThrownBy(() -> await(chronicle.await(B, _ -> true, LONG)))
        .isInstanceOf(NoSuchElementException.class);
  }
}
