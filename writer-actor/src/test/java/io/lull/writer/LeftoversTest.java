package io.lull.writer;

import static io.lull.writer.Stage.WRITER;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.writer.WriterFixture;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterReply;
import io.lull.writer.test.Diary;
import io.lull.writer.test.Stand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.Effect;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is over leaves nothing behind. */
@Timeout(300)
class LeftoversTest {
  private static final int BACKUPS = 150;

  private static Stamp stamp(int number) {
    return WriterFixture.stamp("set" + number, 3);
  }

  @Test
  void a_thousand_calls_leave_no_entry_and_no_timer_behind() {
    HandClock clock = new HandClock();
    HandKeeper leases = new HandKeeper();
    List<HoldToken> tokens = new ArrayList<>();
    WriterHost host =
        new WriterHost(
            WriterFixture.LIFE,
            Stage.LIMITS,
            clock,
            () -> {
              tokens.add(WriterFixture.token(tokens.size() + 1));
              return tokens.getLast();
            },
            (name, work) -> {
              work.run();
              return () -> {};
            },
            leases,
            line -> {});
    Diary diary = new Diary(clock, Optional.empty());
    WriterSetup setup =
        new WriterSetup(WRITER, Stage.testWriter(diary), Optional.empty(), List.of(), host);
    List<WriterActor> born = new ArrayList<>();
    BehaviorTestKit<WriterCommand> kit =
        BehaviorTestKit.create(WriterActor.create(setup, born::add));
    TestInbox<WriterReply> inbox = TestInbox.create();
    for (int i = 0; i < BACKUPS; i++) {
      Backups.take(input -> ask(kit, inbox, input), stamp(i));
    }

    assertThat(diary.stands()).hasSize(BACKUPS).noneMatch(Stand::stands);
    assertThat(born.getFirst().kept()).isZero();
    assertThat(leases.armed()).isZero();
    List<Effect> effects = kit.getAllEffects();
    assertThat(effects.stream().filter(Effect.TimerCancelled.class::isInstance))
        .hasSizeGreaterThan(1000);
    long begun = effects.stream().filter(Effect.TimerScheduled.class::isInstance).count();
    long cancelled = effects.stream().filter(Effect.TimerCancelled.class::isInstance).count();
    // All but the one that collects what was abandoned.
    assertThat(begun - cancelled).isOne();
  }

  private static WriterReply ask(
      BehaviorTestKit<WriterCommand> kit, TestInbox<WriterReply> inbox, WriterInput input) {
    kit.run(new WriterCommand.Asked(input, inbox.getRef()));
    while (kit.selfInbox().hasMessages()) {
      kit.runOne();
    }
    return inbox.receiveMessage();
  }

  @Test
  void a_thousand_calls_leave_no_thread_and_no_lease_behind() throws Exception {
    ActorTestKit kit = ActorTestKit.create();
    try (Stage stage = new Stage(kit)) {
      for (int i = 0; i < BACKUPS; i++) {
        Backups.take(stage::ask, stamp(i));
      }
      // A thread has still to go home when its report has been heard.
      while (stage.threads.get() > 0) {
        Thread.onSpinWait();
      }
      assertThat(stage.leases.armed()).isZero();
      assertThat(stage.order).hasSizeGreaterThan(1000);
    } finally {
      kit.shutdownTestKit();
    }
  }
}
