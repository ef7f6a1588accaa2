package io.lull.writer.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.cluster.config.settings.StreamSettings;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.DatabaseId;
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
import io.lull.protocol.stream.Logging;
import io.lull.protocol.stream.SessionReport;
import io.lull.protocol.stream.StreamFile;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamPhase;
import io.lull.protocol.stream.StreamReply;
import io.lull.protocol.time.Uptime;
import io.lull.wire.api.InstanceView;
import io.lull.wire.api.StreamSaid;
import io.lull.writer.HandlerThreads;
import io.lull.writer.source.test.SourceCall;
import io.lull.writer.source.test.SourceDiary;
import io.lull.writer.source.test.SourceScript;
import io.lull.writer.source.test.TestSource;
import io.lull.writer.test.Deed;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.typed.ActorRef;

/** The actors of a host's instances, with real threads and time that is moved by hand. */
final class StreamStage implements AutoCloseable {
  static final InstanceId MAIL = new InstanceId("mail");
  static final InstanceId SHOP = new InstanceId("shop");
  static final DatabaseId USERS = new DatabaseId("users");
  static final DatabaseId ORDERS = new DatabaseId("orders");
  static final int PIECE = 1 << 20;
  static final String DOOR = "https://db1:7357";
  static final StreamSettings SETTINGS =
      new StreamSettings(
          Optional.of(DOOR),
          Duration.ofSeconds(11),
          Duration.ofSeconds(12),
          Duration.ofSeconds(13),
          Duration.ofSeconds(14),
          Duration.ofSeconds(15),
          Duration.ofSeconds(16),
          Duration.ofSeconds(5));
  static final Limits LIMITS = Limits.defaults();

  /** As a session hears it. */
  record Report(SessionId session, Incarnation life, SessionReport report) {}

  final Map<InstanceId, TestSource> sources;
  final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();
  final List<String> logged = new CopyOnWriteArrayList<>();
  final StreamNews news = new StreamNews();
  private final AtomicReference<Uptime> clock =
      new AtomicReference<>(new Uptime(Duration.ofHours(1).toNanos()));
  private final Threads threads = new Threads();
  private final ActorTestKit kit;
  private final ManualTime time;
  private final Path directory;
  private final StreamSettings settings;
  private final boolean multi;
  private Incarnation life = Incarnation.FIRST;
  private Instances instances;
  private int requests;

  StreamStage(ActorTestKit kit, Path directory, InstanceId... ids) {
    this(kit, directory, SETTINGS, ids);
  }

  StreamStage(ActorTestKit kit, Path directory, StreamSettings settings, InstanceId... ids) {
    this.kit = kit;
    this.time = ManualTime.get(kit.system());
    this.directory = directory;
    this.settings = settings;
    this.multi = ids.length > 1;
    this.sources =
        Stream.of(ids)
            .collect(
                Collectors.toMap(
                    id -> id,
                    id ->
                        new TestSource(
                            Map.of(USERS, 3L * PIECE / 2, ORDERS, 1000L),
                            5000,
                            Logging.KEPT,
                            new SourceScript())));
    this.instances = begin();
  }

  private Instances begin() {
    Tickets tickets = Tickets.fresh();
    StreamShared shared =
        new StreamShared(
            life,
            multi,
            LIMITS,
            settings,
            clock::get,
            threads,
            logged::add,
            tickets,
            (session, in, report) -> reports.add(new Report(session, in, report)));
    Map<InstanceId, ActorRef<StreamCommand>> actors =
        sources.keySet().stream()
            .collect(
                Collectors.toMap(
                    id -> id,
                    id ->
                        kit.spawn(
                            StreamActor.create(
                                new StreamSetup(
                                    id,
                                    sources.get(id),
                                    MarksFile.beside(directory.resolve("life"), id),
                                    shared,
                                    id.equals(MAIL) ? news : new StreamNews())))));
    return new Instances(life, new TreeMap<>(actors), tickets);
  }

  /** The process of the host has died, and a new one has begun. */
  void restart() {
    instances.actors().values().forEach(kit::stop);
    life = new Incarnation(life.number() + 1);
    instances = begin();
  }

  TestSource mail() {
    return sources.get(MAIL);
  }

  Instances instances() {
    return instances;
  }

  Client client(String session) {
    return client(session, MAIL);
  }

  Client client(String session, InstanceId instance) {
    return new Client(this, instance, stamp(session));
  }

  Stamp stamp(String session) {
    return new Stamp(
        new SessionId(session), new SetId("set-" + session), Epoch.FIRST, life, SlotEpoch.NONE);
  }

  RequestId request() {
    requests++;
    return new RequestId("r" + requests);
  }

  void pass(Duration by) {
    clock.updateAndGet(before -> before.plus(by));
    time.timePasses(by);
  }

  BlockingQueue<StreamSaid> tell(StreamInput.StreamRequest request) {
    BlockingQueue<StreamSaid> answer = new LinkedBlockingQueue<>();
    instances.ask(request, answer::add);
    return answer;
  }

  static StreamSaid heard(BlockingQueue<StreamSaid> answer) {
    return taken(answer);
  }

  StreamReply ask(StreamInput.StreamRequest request) {
    return heard(tell(request)).reply();
  }

  StreamReply stopBackup(InstanceId id) {
    return ask(new StreamInput.StopBackup(request(), Optional.of(id)));
  }

  StreamReply stopBackup() {
    return ask(new StreamInput.StopBackup(request(), Optional.empty()));
  }

  StreamReply stopService(InstanceId id) {
    return ask(new StreamInput.StopService(request(), Optional.of(id)));
  }

  /** Returns when the actors have dealt with all that they were sent before. */
  void settled() {
    SetId none = new SetId("none");
    for (InstanceId id : instances.actors().keySet()) {
      ask(new StreamInput.GiveBack(request(), id, none, Optional.empty()));
    }
  }

  InstanceView view() {
    return news.view(new HostId("h"), MAIL, "test", clock.get(), Instant.EPOCH);
  }

  StreamPhase phase() {
    settled();
    return view().phase();
  }

  /** The next time that this is called, it hangs; returns what waits until it does. */
  Hang hangs(SourceCall call, Deed.Kind how) {
    long before = mail().diary().count(SourceDiary.What.WAITS, call);
    mail().script().then(call, Deed.of(how));
    return () -> mail().diary().await(d -> d.count(SourceDiary.What.WAITS, call) > before);
  }

  /** Something that will hang. */
  @FunctionalInterface
  interface Hang {
    void await() throws InterruptedException;
  }

  static <T> T taken(BlockingQueue<T> queue) {
    try {
      T got = queue.poll(30, TimeUnit.SECONDS);
      assertThat(got).as("an answer").isNotNull();
      return got;
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }

  static Optional<Failure> failure(StreamReply reply) {
    return reply instanceof StreamReply.StreamRefused refused
        ? Optional.of(refused.fault().failure())
        : Optional.empty();
  }

  static StreamFile file(DatabaseId database) {
    return new StreamFile.DatabaseFile(database);
  }

  static StreamFile log(long generation) {
    return new StreamFile.LogFile(generation);
  }

  /** Whatever hangs is let go, so that no thread outlives its test. */
  @Override
  public void close() {
    sources
        .values()
        .forEach(
            source -> {
              source.script().behave();
              source.letGo();
            });
    instances.actors().values().forEach(kit::stop);
    threads.await();
  }

  /** Threads that are waited for at the end. */
  private static final class Threads implements HandlerThreads {
    private final List<Thread> all = new CopyOnWriteArrayList<>();

    @Override
    public Running start(String name, Runnable work) {
      Thread thread = Thread.ofPlatform().daemon().name(name).start(work);
      all.add(thread);
      return thread::interrupt;
    }

    void await() {
      for (Thread thread : all) {
        try {
          assertThat(thread.join(Duration.ofSeconds(30))).as("%s ends", thread).isTrue();
        } catch (InterruptedException stopped) {
          throw new AssertionError(stopped);
        }
      }
    }
  }
}
