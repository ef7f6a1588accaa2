package io.lull.writer;

import io.lull.cluster.config.log.Subject;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterFixture;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterReply;
import io.lull.protocol.writer.WriterStep;
import io.lull.writer.spi.FoundHold;
import io.lull.writer.spi.Writer;
import io.lull.writer.test.Deed;
import io.lull.writer.test.Diary;
import io.lull.writer.test.Script;
import io.lull.writer.test.TestWriter;
import io.lull.writer.test.TestWriterFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;

/** One writer actor with real threads and with time that is moved by hand, and who asks it. */
final class Stage implements AutoCloseable {
  static final WriterId WRITER = WriterFixture.WRITER;
  static final Stamp X = WriterFixture.X;
  static final Stamp Y = WriterFixture.Y;
  static final Duration LEASE = WriterFixture.LEASE;
  static final Limits LIMITS = Limits.defaults();

  final HandClock clock = new HandClock();
  final LeaseThread leases = LeaseThread.start(clock);
  final List<String> order = new CopyOnWriteArrayList<>();
  final List<String> logged = new CopyOnWriteArrayList<>();
  final List<String> noted = new CopyOnWriteArrayList<>();
  final AtomicLong threads = new AtomicLong();
  final WriterNews news = new WriterNews();
  final TestWriter writer;
  final TestProbe<WriterReply> asker;
  final ActorRef<WriterCommand> actor;
  private final ManualTime time;
  private volatile Optional<CountDownLatch> blocked = Optional.empty();
  private long tokens;

  Stage(ActorTestKit kit) {
    this(kit, List.of(), writer -> writer);
  }

  Stage(ActorTestKit kit, List<FoundHold> found, UnaryOperator<Writer> application) {
    this.time = ManualTime.get(kit.system());
    this.writer = testWriter(new Diary(clock, Optional.empty()));
    this.asker = kit.createTestProbe();
    WriterSetup setup =
        new WriterSetup(WRITER, application.apply(writer), Optional.empty(), found, host(), news);
    this.actor = kit.spawn(WriterActor.create(setup));
  }

  static TestWriter testWriter(Diary diary) {
    TestWriter made = (TestWriter) new TestWriterFactory().create(WRITER, Map.of());
    try {
      return new TestWriter(made.describe(), new Script(), diary);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  WriterHost host() {
    HandlerThreads virtual = HandlerThreads.virtual();
    return new WriterHost(
        WriterFixture.LIFE,
        LIMITS,
        this::read,
        this::token,
        (name, work) -> {
          order.add("begin " + name);
          threads.incrementAndGet();
          return virtual.start(
              name,
              () -> {
                try {
                  work.run();
                } finally {
                  threads.decrementAndGet();
                }
              });
        },
        (at, due) -> {
          order.add("arm");
          return leases.arm(at, due);
        },
        new WriterLog() {
          @Override
          public void write(String line) {
            logged.add(marked(line));
          }

          @Override
          public void note(Subject about, String line) {
            noted.add(marked(new TreeMap<>(about.marks()) + " " + line));
          }
        });
  }

  private String marked(String line) {
    return "frozen: " + writer.diary().isFrozen() + ", " + line;
  }

  private Uptime read() {
    if (Thread.currentThread().getName().contains("dispatcher")) {
      blocked.ifPresent(
          latch -> {
            try {
              latch.await();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
          });
    }
    return clock.get();
  }

  private HoldToken token() {
    return WriterFixture.token(++tokens);
  }

  /** From its next message on the actor does nothing, until the latch is open. */
  CountDownLatch block() {
    CountDownLatch latch = new CountDownLatch(1);
    blocked = Optional.of(latch);
    return latch;
  }

  void pass(Duration by) {
    clock.pass(by);
    leases.look();
    time.timePasses(by);
  }

  void tell(WriterInput input) {
    actor.tell(new WriterCommand.Asked(input, asker.getRef()));
  }

  WriterReply heard() {
    return asker.receiveMessage();
  }

  <R extends WriterReply> R heard(Class<R> kind) {
    return asker.expectMessageClass(kind);
  }

  WriterReply ask(WriterInput input) {
    tell(input);
    return heard();
  }

  /** The result of the next answer, which is that of a handler. */
  HandlerResult result() {
    return heard(WriterReply.Handled.class).result();
  }

  void prepare(Stamp stamp) {
    prepareForBackup(stamp);
    done();
    tell(new WriterInput.PrepareForSnapshot(stamp, Set.of(new Volume(WRITER.host(), "/data"))));
    done();
  }

  void prepareForBackup(Stamp stamp) {
    tell(
        new WriterInput.PrepareForBackup(
            stamp, Set.of(WriterFixture.component()), BackupType.FULL));
  }

  private void done() {
    if (!(result() instanceof HandlerResult.Done)) {
      throw new AssertionError("expected it to be done");
    }
  }

  void freeze(Stamp stamp) {
    tell(new WriterInput.Freeze(stamp, LEASE));
  }

  /** Prepared and frozen, and all of it answered. */
  HoldToken frozen(Stamp stamp) {
    prepare(stamp);
    freeze(stamp);
    return heard(WriterReply.Frozen.class).token();
  }

  /** Prepared, and in a freeze handler that hangs. */
  void freezing(Stamp stamp, Deed.Kind how) throws InterruptedException {
    prepare(stamp);
    long before = writer.diary().count(Diary.What.WAITS, WriterStep.FREEZE);
    writer.script().then(WriterStep.FREEZE, Deed.of(how));
    freeze(stamp);
    writer.diary().await(d -> d.count(Diary.What.WAITS, WriterStep.FREEZE) > before);
  }

  WriterInput thaw(Stamp stamp, HoldToken token) {
    return new WriterInput.Thaw(stamp, token, WriterFixture.RECEIPTS);
  }

  WriterInput abort(Stamp stamp) {
    return new WriterInput.Abort(stamp, Failure.ABORTED_BY_REQUESTER);
  }

  /** Whatever hangs is let go, so that no thread outlives its test. */
  @Override
  public void close() {
    blocked.ifPresent(CountDownLatch::countDown);
    writer.script().behave();
    writer.letGo();
    leases.close();
    if (Stream.concat(logged.stream(), noted.stream())
        .anyMatch(line -> line.startsWith("frozen: true"))) {
      throw new AssertionError("expected no log while it stands still, but got " + logged + noted);
    }
  }
}
