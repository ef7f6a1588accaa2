package io.lull.provider;

import static io.lull.protocol.provider.ProviderFixture.LIFE;
import static io.lull.protocol.provider.ProviderFixture.PROVIDER;
import static io.lull.protocol.provider.ProviderFixture.V;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.Volume;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.provider.Marker;
import io.lull.protocol.provider.ProviderFixture;
import io.lull.protocol.provider.ProviderInput.BeginPrepare;
import io.lull.protocol.provider.ProviderInput.FateTold;
import io.lull.protocol.provider.ProviderInput.PreFinalCommit;
import io.lull.protocol.provider.ProviderInput.ProviderRequest;
import io.lull.protocol.provider.ProviderKind;
import io.lull.protocol.provider.ProviderMachine;
import io.lull.protocol.provider.ProviderReply;
import io.lull.protocol.provider.ProviderStep;
import io.lull.protocol.provider.StepResult;
import io.lull.protocol.time.Uptime;
import io.lull.provider.ProviderCommand.Asked;
import io.lull.provider.test.Copy;
import io.lull.provider.test.CopyStore;
import io.lull.provider.test.TestProvider;
import io.lull.provider.test.Trick;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;

/** A provider's actor with the provider for tests, real threads, and time that a test passes. */
final class ActorFixture implements AutoCloseable {
  static final Volume REFUSED = new Volume(ProviderFixture.HOST, "/refused");

  private static final ActorTestKit KIT =
      ActorTestKit.create(
          ManualTime.config()
              .withFallback(
                  ConfigFactory.parseString(
                      "pekko.daemonic = on, pekko.actor.testkit.typed.single-expect-default = 20s"))
              .withFallback(ConfigFactory.load()));
  private static final ManualTime TIME = ManualTime.get(KIT.system());
  private static final Stamp NOBODY = ProviderFixture.stamp("never-begun", 1);

  final RecordedDiary diary = new RecordedDiary();
  final CopyStore store;
  final TestProvider provider;
  final TestProbe<ProviderReply> asker = KIT.createTestProbe();
  final TestProbe<SetId> fates = KIT.createTestProbe();
  final List<String> notes = new CopyOnWriteArrayList<>();
  final RealThreads threads = new RealThreads();
  final AtomicReference<Uptime> now = new AtomicReference<>(new Uptime(1_000_000_000));
  final AtomicReference<Optional<RuntimeException>> mistake =
      new AtomicReference<>(Optional.empty());
  final AtomicReference<ProviderActor> inner = new AtomicReference<>();
  final ProviderNews news = new ProviderNews();
  ActorRef<ProviderCommand> actor;

  ActorFixture(CopyStore store, Trick... tricks) {
    this.store = store;
    this.provider = new TestProvider(ProviderKind.SOFTWARE, Set.of(REFUSED), store, diary);
    for (Trick trick : tricks) {
      provider.play(trick);
    }
    actor = KIT.spawn(ProviderActor.create(setup(), inner::set));
  }

  ActorFixture(Trick... tricks) {
    this(CopyStore.inMemory(), tricks);
  }

  ProviderSetup setup() {
    return new ProviderSetup(
        PROVIDER,
        LIFE,
        Limits.defaults(),
        provider,
        threads,
        this::reading,
        (session, set) -> fates.getRef().tell(set),
        (about, fault) -> notes.add(about + ": " + fault),
        new ProviderMachine(),
        news);
  }

  private Uptime reading() {
    Optional<RuntimeException> broken = mistake.getAndSet(Optional.empty());
    if (broken.isPresent()) {
      throw broken.get();
    }
    return now.get();
  }

  /** Ends the life of the process and begins another one with the same copies. */
  void restart() {
    stop();
    actor = KIT.spawn(ProviderActor.create(setup(), inner::set));
  }

  void stop() {
    KIT.stop(actor);
  }

  void tell(ProviderRequest request) {
    actor.tell(new Asked(request, asker.getRef()));
  }

  void tell(Stamp stamp, ProviderStep step) {
    tell(ProviderFixture.request(stamp, step));
  }

  ProviderReply reply() {
    return asker.receiveMessage();
  }

  ProviderReply ask(Stamp stamp, ProviderStep step) {
    tell(stamp, step);
    return reply();
  }

  void told(Stamp stamp, boolean lives) {
    actor.tell(new ProviderCommand.Told(new FateTold(stamp.set(), lives)));
  }

  /** Brings a set of one volume to the phase after a step. */
  ActorFixture upTo(Stamp stamp, ProviderStep last) {
    before(stamp, last);
    assertThat(failure(ask(stamp, last))).isEmpty();
    return this;
  }

  /** Brings a set of one volume to where it is the turn of a step. */
  ActorFixture before(Stamp stamp, ProviderStep next) {
    for (ProviderStep step : ProviderFixture.creation()) {
      if (step.compareTo(next) < 0) {
        assertThat(failure(ask(stamp, step))).isEmpty();
      }
    }
    return this;
  }

  ActorFixture begins(Stamp stamp, Volume volume) {
    tell(new BeginPrepare(stamp, volume));
    assertThat(failure(reply())).isEmpty();
    return this;
  }

  /** Waits until everything that was sent so far has been taken. */
  void flush() {
    TestProbe<ProviderReply> probe = KIT.createTestProbe();
    actor.tell(new Asked(new PreFinalCommit(NOBODY), probe.getRef()));
    probe.receiveMessage();
    probe.stop();
  }

  /** Lets time pass, after all that was sent before and before all that is sent after. */
  void pass(Duration time) {
    flush();
    now.updateAndGet(reading -> reading.plus(time));
    TIME.timePasses(time);
    flush();
  }

  /** Lets time pass while the actor answers nobody. */
  void passUnanswered(Duration time) {
    now.updateAndGet(reading -> reading.plus(time));
    TIME.timePasses(time);
  }

  /** Waits for the end of all work, and until the actor has taken it. */
  void finish() throws InterruptedException {
    threads.join();
    flush();
  }

  List<Marker> markers() throws Exception {
    return store.all().stream().map(Copy::marker).toList();
  }

  static void put(CopyStore store, Stamp stamp, boolean created) throws Exception {
    store.put(new Copy(ProviderFixture.marker(stamp, V, created), created, false));
  }

  static Optional<Failure> failure(ProviderReply reply) {
    return ProviderFixture.failure(reply);
  }

  static Fault fault(ProviderReply reply) {
    return switch (reply) {
      case ProviderReply.Begun begun -> fault(begun.result());
      case ProviderReply.Stepped stepped -> fault(stepped.result());
      case ProviderReply.Deleted deleted -> fault(deleted.result());
      case ProviderReply.Refused refused -> refused.fault();
      case ProviderReply.Committed _ -> throw new AssertionError("expected a fault: " + reply);
    };
  }

  private static Fault fault(StepResult result) {
    return switch (result) {
      case StepResult.Failed failed -> failed.fault();
      case StepResult.DeletionStopped stopped -> stopped.fault();
      case StepResult.Done _ -> throw new AssertionError("expected a fault");
    };
  }

  /** Lets the call go on that hangs. */
  void letGo() throws InterruptedException {
    provider.awaitHanging();
    provider.letGo();
  }

  @Override
  public void close() {
    stop();
    while (threads.alive() > 0) {
      provider.letGo();
      Thread.onSpinWait();
    }
  }
}
