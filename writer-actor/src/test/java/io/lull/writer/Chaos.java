package io.lull.writer;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterFixture;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterReply;
import io.lull.protocol.writer.WriterStep;
import io.lull.writer.test.Deed;
import io.lull.writer.test.Diary;
import io.lull.writer.test.Stand;
import io.lull.writer.test.TestWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.Effect;
import org.apache.pekko.actor.testkit.typed.javadsl.BehaviorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;

/**
 * A writer's actor, its handlers and its holds in one thread, with threads that begin whenever the
 * seed says, and an application that notes what is physically so.
 */
final class Chaos {
  private static final int MOVES = 250;
  private static final List<Deed.Kind> DEEDS =
      List.of(
          Deed.Kind.RETRYABLE,
          Deed.Kind.THROW,
          Deed.Kind.HALF,
          Deed.Kind.BREAK,
          Deed.Kind.REFUSE,
          Deed.Kind.OK);

  private static final List<WriterStep> ANY =
      List.of(
          WriterStep.PREPARE_FOR_BACKUP,
          WriterStep.PREPARE_FOR_SNAPSHOT,
          WriterStep.FREEZE,
          WriterStep.THAW,
          WriterStep.POST_SNAPSHOT,
          WriterStep.IDENTIFY,
          WriterStep.ABORT,
          WriterStep.BACKUP_SHUTDOWN);

  private final HandClock clock = new HandClock();
  private final HandKeeper leases = new HandKeeper();
  private final List<Runnable> threads = new ArrayList<>();
  private final Diary diary = new Diary(clock, Optional.empty());
  private final TestWriter writer = Stage.testWriter(diary);
  private final TestInbox<WriterReply> inbox = TestInbox.create();
  private final Map<Object, Timer> timers = new HashMap<>();
  private final List<WriterActor> born = new ArrayList<>();
  private final List<String> story = new ArrayList<>();
  private final Map<Stamp, WriterReply.Frozen> frozen = new HashMap<>();
  private final Set<Stamp> asked = new LinkedHashSet<>();
  private final Random random;
  private final BehaviorTestKit<WriterCommand> actor;
  private WriterStep next = WriterStep.PREPARE_FOR_BACKUP;
  private int set;
  private int held;
  private long tokens;

  private record Timer(Uptime at, WriterCommand message) {}

  Chaos(long seed) {
    random = new Random(seed);
    WriterHost host =
        new WriterHost(
            WriterFixture.LIFE,
            Limits.defaults(),
            clock,
            () -> WriterFixture.token(++tokens),
            (name, work) -> {
              threads.add(work);
              return () -> {};
            },
            leases,
            story::add);
    actor =
        BehaviorTestKit.create(
            WriterActor.create(
                new WriterSetup(WriterFixture.WRITER, writer, Optional.empty(), List.of(), host),
                born::add));
  }

  /** How many holds were attested. */
  int held() {
    return held;
  }

  /** What happened, for whoever has to understand it. */
  String story() {
    return String.join("\n", story);
  }

  void run() {
    for (int i = 0; i < MOVES; i++) {
      move();
      settle();
    }
    calmDown();
    assertThat(diary.stands()).noneMatch(Stand::stands);
    assertThat(born.getFirst().kept()).isZero();
    assertThat(leases.armed()).isZero();
  }

  private void move() {
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> ask();
      case 3 -> pass(Duration.ofMillis(random.nextInt(20_000)));
      case 4 -> misbehave();
      default -> runOne();
    }
  }

  private void misbehave() {
    Deed deed = Deed.of(DEEDS.get(random.nextInt(DEEDS.size()))).lasting(Duration.ofSeconds(3));
    WriterStep step = random.nextBoolean() ? WriterStep.FREEZE : WriterStep.THAW;
    boolean sensible = step == WriterStep.FREEZE || deed.kind() == Deed.Kind.THROW;
    if (sensible && random.nextInt(4) == 0) {
      writer.script().then(step, deed);
    }
  }

  /** Mostly the step that comes next; sometimes any other, also of a set that is over. */
  private void ask() {
    Stamp stamp = WriterFixture.stamp("set" + set, 3);
    switch (random.nextInt(8)) {
      case 0 -> ask(ANY.get(random.nextInt(ANY.size())), stamp);
      case 1 -> ask(ANY.get(random.nextInt(ANY.size())), WriterFixture.stamp("set" + set / 2, 3));
      default -> ask(next, stamp);
    }
  }

  private void ask(WriterStep step, Stamp stamp) {
    asked.add(stamp);
    WriterReply.Frozen known = frozen.get(stamp);
    WriterInput input =
        step == WriterStep.THAW && known != null
            ? new WriterInput.Thaw(stamp, known.token(), WriterFixture.RECEIPTS)
            : WriterFixture.writer().request(step, stamp);
    story.add(clock.get() + " ask " + input);
    actor.run(new WriterCommand.Asked(input, inbox.getRef()));
  }

  private void runOne() {
    if (!threads.isEmpty()) {
      story.add(clock.get() + " a thread goes on");
      threads.remove(random.nextInt(threads.size())).run();
    }
  }

  /** Time passes, and what falls due in it happens at its moment. */
  private void pass(Duration time) {
    story.add(clock.get() + " time passes: " + time);
    Uptime end = clock.get().plus(time);
    for (Uptime next = next(end); !next.equals(end); next = next(end)) {
      clock.reach(next);
      fire();
    }
    clock.reach(end);
    fire();
    // Each end that failed is made again after a second.
    Duration longest = Stage.LEASE.plusSeconds(diary.count(Diary.What.THREW, WriterStep.THAW));
    assertThat(diary.stands())
        .filteredOn(Stand::stands)
        .allSatisfy(stand -> assertThat(clock.get()).isLessThan(stand.since().plus(longest)));
  }

  /** The next moment at which something falls due, at most the given one. */
  private Uptime next(Uptime end) {
    return Stream.concat(leases.next().stream(), timers.values().stream().map(Timer::at))
        .filter(moment -> moment.isBefore(end))
        .min(Comparator.naturalOrder())
        .orElse(end);
  }

  private void fire() {
    while (leases.runOne(clock.get())) {
      settle();
    }
    for (Object key : List.copyOf(timers.keySet())) {
      Timer timer = timers.get(key);
      if (timer != null && !clock.get().isBefore(timer.at())) {
        timers.remove(key);
        actor.run(timer.message());
        settle();
      }
    }
  }

  /** The actor hears all that it told itself; its timers and answers are noted. */
  private void settle() {
    note();
    while (actor.selfInbox().hasMessages()) {
      actor.runOne();
      note();
    }
  }

  private void note() {
    for (Effect effect : actor.getAllEffects()) {
      switch (effect) {
        case Effect.TimerScheduled<?> timer ->
            timers.put(
                timer.key(),
                new Timer(clock.get().plus(timer.duration()), (WriterCommand) timer.msg()));
        case Effect.TimerCancelled timer -> timers.remove(timer.key());
        default -> {}
      }
    }
    inbox.getAllReceived().forEach(this::hear);
  }

  private void hear(WriterReply reply) {
    story.add(clock.get() + "   > " + reply);
    switch (reply) {
      case WriterReply.Frozen answer -> {
        frozen.put(answer.stamp(), answer);
        next = WriterStep.THAW;
      }
      case WriterReply.Handled answer -> handled(answer);
      case WriterReply.Thawed answer when answer.attestation().end() == HoldEnd.HELD -> {
        held++;
        next = WriterStep.POST_SNAPSHOT;
        Stand stand =
            diary.stands().stream()
                .filter(s -> s.token().equals(answer.attestation().token()))
                .findFirst()
                .orElseThrow();
        assertThat(stand.how()).contains(Stand.End.ENDED);
        assertThat(stand.until().orElseThrow()).isLessThan(stand.since().plus(Stage.LEASE));
      }
      default -> {}
    }
  }

  private void handled(WriterReply.Handled answer) {
    boolean done = answer.result() instanceof HandlerResult.Done;
    if (done && answer.step() == WriterStep.PREPARE_FOR_BACKUP) {
      next = WriterStep.PREPARE_FOR_SNAPSHOT;
    } else if (done && answer.step() == WriterStep.PREPARE_FOR_SNAPSHOT) {
      next = WriterStep.FREEZE;
    } else {
      set++;
      next = WriterStep.PREPARE_FOR_BACKUP;
    }
  }

  /** Everybody behaves, every thread goes on, and every session is ended. */
  private void calmDown() {
    writer.script().behave();
    for (int i = 0; i < 20; i++) {
      while (!threads.isEmpty()) {
        runOne();
        settle();
      }
      pass(Duration.ofSeconds(10));
    }
    for (Stamp stamp : List.copyOf(asked)) {
      ask(WriterStep.BACKUP_SHUTDOWN, stamp);
      settle();
      while (!threads.isEmpty()) {
        runOne();
        settle();
      }
    }
    pass(Duration.ofSeconds(10));
  }
}
