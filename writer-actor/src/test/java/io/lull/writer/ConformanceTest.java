package io.lull.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterEffect;
import io.lull.protocol.writer.WriterEffect.CallHandler;
import io.lull.protocol.writer.WriterEffect.ReleaseHold;
import io.lull.protocol.writer.WriterFixture;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterReply;
import io.lull.protocol.writer.WriterStep;
import io.lull.writer.test.Diary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;

/**
 * The actor rules nothing: whatever is asked and reported in whatever order, it answers as the bare
 * machine does, word for word.
 */
class ConformanceTest {
  private static final int INPUTS = 300;
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ZERO,
          Duration.ofMillis(1),
          Duration.ofSeconds(20),
          Duration.ofSeconds(61),
          Duration.ofDays(3));

  private final WriterFixture machine = WriterFixture.writer();
  private final HandClock clock = new HandClock();
  private final TestInbox<WriterReply> inbox = TestInbox.create();
  private final List<String> logged = new ArrayList<>();
  private BehaviorTestKit<WriterCommand> actor;
  private Random random;

  /** Nothing that the actor begins ever reports: all that is reported comes from the test. */
  private WriterHost host() {
    long[] tokens = new long[1];
    return new WriterHost(
        WriterFixture.LIFE,
        Limits.defaults(),
        clock,
        () -> WriterFixture.token(1000 + ++tokens[0]),
        (name, work) -> () -> {},
        (at, due) -> () -> {},
        logged::add);
  }

  @Test
  void the_actor_answers_as_the_bare_machine_does() {
    int answers = 0;
    int runs = Integer.getInteger("lull.seeds", 20);
    for (long seed = 1; seed <= runs; seed++) {
      answers += new ConformanceTest().run(seed);
    }
    assertThat(answers).isGreaterThan(runs * INPUTS / 4);
  }

  private int run(long seed) {
    random = new Random(seed);
    actor =
        BehaviorTestKit.create(
            WriterActor.create(
                new WriterSetup(
                    WriterFixture.WRITER,
                    Stage.testWriter(Diary.inMemory()),
                    Optional.empty(),
                    List.of(),
                    host())));
    machine.now = clock.get();
    List<WriterInput> before = new ArrayList<>();
    int answers = 0;
    int logs = 0;
    for (int i = 0; i < INPUTS; i++) {
      Duration pause = random.nextInt(10) == 0 ? pick(PAUSES) : Duration.ZERO;
      clock.pass(pause);
      machine.pass(pause);
      WriterInput input = input();
      before.add(input);
      var decided = machine.give(input);
      actor.run(
          input instanceof WriterInput.WriterRequest
              ? new WriterCommand.Asked(input, inbox.getRef())
              : new HostCommand.Reported(input));
      assertThat(inbox.getAllReceived())
          .as(() -> "seed " + seed + ", after " + before)
          .isEqualTo(decided.replies());
      answers += decided.replies().size();
      logs +=
          (int) decided.effects().stream().filter(WriterEffect.WriteLog.class::isInstance).count();
      assertThat(logged).hasSize(logs);
    }
    return answers;
  }

  private WriterInput input() {
    List<CallHandler> calls = machine.all(CallHandler.class);
    List<ReleaseHold> releases = machine.all(ReleaseHold.class);
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> calls.isEmpty() ? request() : end(calls.getLast());
      case 3 -> calls.isEmpty() ? request() : end(pick(calls));
      case 4 -> releases.isEmpty() ? request() : released(releases.getLast());
      case 5 -> random.nextInt(10) == 0 ? rare() : request();
      default -> request();
    };
  }

  private WriterInput request() {
    Stamp stamp = pick(List.of(WriterFixture.X, WriterFixture.X, WriterFixture.Y));
    Stamp asked = random.nextInt(8) == 0 ? WriterFixture.later(stamp) : stamp;
    WriterStep step = pick(List.of(WriterStep.values()));
    boolean thaw = step == WriterStep.THAW && random.nextBoolean();
    return thaw ? theThaw(asked) : machine.request(step, asked);
  }

  /** A thaw of the hold that there is, if there is one. */
  private WriterInput theThaw(Stamp stamp) {
    return machine.writer.holds().values().stream()
        .flatMap(hold -> hold.token().stream())
        .findFirst()
        .<WriterInput>map(token -> new WriterInput.Thaw(stamp, token, WriterFixture.RECEIPTS))
        .orElseGet(() -> machine.request(WriterStep.THAW, stamp));
  }

  private WriterInput end(CallHandler call) {
    return switch (random.nextInt(6)) {
      case 0 -> new WriterInput.HandlerEnded(call.set(), call.call(), WriterFixture.FAILED);
      case 1 ->
          new WriterInput.HandlerEnded(
              call.set(), call.call(), new HandlerResult.Objected(WriterFixture.BROKEN));
      case 2 -> new WriterInput.HandlerOverdue(call.set(), call.call());
      default ->
          call.step() == WriterStep.FREEZE
              ? new WriterInput.FreezeHandled(
                  call.set(), call.call(), WriterFixture.token(call.call()))
              : new WriterInput.HandlerEnded(call.set(), call.call(), WriterFixture.DONE);
    };
  }

  private WriterInput released(ReleaseHold release) {
    return random.nextInt(4) == 0
        ? new WriterInput.ReleaseFailed(release.set(), release.call(), WriterFixture.STUCK)
        : new WriterInput.HoldReleased(
            release.set(), release.call(), pick(List.of(HoldEnd.values())));
  }

  private WriterInput rare() {
    return pick(
        List.of(
            new WriterInput.CollectAbandoned(),
            new WriterInput.HoldFound(WriterFixture.Y.set(), WriterFixture.token(500)),
            new WriterInput.LeaseDue(WriterFixture.X.set(), machine.writer.calls())));
  }

  private <T> T pick(List<? extends T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
