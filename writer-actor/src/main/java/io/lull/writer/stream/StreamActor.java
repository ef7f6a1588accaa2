package io.lull.writer.stream;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.stream.Call;
import io.lull.protocol.stream.Instance;
import io.lull.protocol.stream.Stream;
import io.lull.protocol.stream.StreamEffect;
import io.lull.protocol.stream.StreamEvent;
import io.lull.protocol.stream.StreamHost;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamInput.BeginStream;
import io.lull.protocol.stream.StreamMachine;
import io.lull.protocol.stream.StreamReply;
import io.lull.protocol.table.Decision;
import io.lull.protocol.time.Uptime;
import io.lull.wire.api.StreamSaid;
import io.lull.writer.source.SourceFacts;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * The shell of the machine of streams, for one instance: it gives it what comes in and the time,
 * keeps the state, and has the effects carried out. It rules nothing and waits for nothing.
 *
 * <p>What an instance has to be read is found out when a stream begins, and that takes time. All
 * that comes meanwhile waits its turn, but a stop: that is answered at once, as if the stream were
 * open, and meets it before anything else does.
 */
public final class StreamActor extends AbstractMatchingBehavior<StreamCommand> {
  /** Connections that one reader has given up one after the other, and the one that he has. */
  static final int READS_MOST = 16;

  private static final String LEASE = "lease";
  private static final String SNAPSHOT = "snapshot";
  private static final String REPORTS = "reports";

  private final InstanceId id;
  private final StreamShared shared;
  private final MarksFile file;
  private final StreamNews news;
  private final TimerScheduler<StreamCommand> timers;
  private final StreamMachine machine = new StreamMachine();
  private final Jobs jobs;
  private final SourceWork work;
  private final Asking asking;
  private final Looking looking = new Looking();
  private final Queue<StreamCommand.Read> reads = new ArrayBlockingQueue<>(READS_MOST);
  private Marks kept;
  private StreamHost state;
  private Uptime latest = Uptime.ZERO;
  private volatile boolean stopped;

  private StreamActor(
      ActorContext<StreamCommand> context,
      TimerScheduler<StreamCommand> timers,
      StreamSetup setup,
      Marks marks) {
    super(context);
    this.id = setup.id();
    this.shared = setup.shared();
    this.file = setup.marks();
    this.news = setup.news();
    this.timers = timers;
    this.kept = marks;
    this.asking = new Asking(id, shared);
    var self = context.getSelf();
    this.jobs =
        new Jobs(
            new Lane("stream-" + id, shared.threads()),
            timers,
            job -> {
              if (!stopped) {
                self.tell(new OwnCommand.JobEnded(job));
              }
            });
    this.work =
        new SourceWork(
            id, setup.source(), shared.settings(), jobs, input -> take(input), this::failed);
    this.state = StreamHost.started(shared.incarnation(), shared.multiInstance());
    take(new StreamInput.StartInstance(asking.own(), id, marks.unseen()));
    setup.source().resume();
  }

  /**
   * The actor of an instance.
   *
   * @throws java.io.UncheckedIOException if what is known from earlier lives cannot be read
   */
  public static Behavior<StreamCommand> create(StreamSetup setup) {
    // Before there is an actor: a host that cannot know its marks must not start.
    Marks marks = setup.marks().read();
    return Behaviors.setup(
        context -> Behaviors.withTimers(timers -> new StreamActor(context, timers, setup, marks)));
  }

  @Override
  public Behavior<StreamCommand> onMessage(StreamCommand command) {
    if (command instanceof OwnCommand own) {
      own(own);
    } else if (command instanceof StreamCommand.Asked asked && looking.isStoppedBy(asked)) {
      stop(asked);
    } else if (!looking.keeps(command)) {
      serve(command);
    }
    while (!reads.isEmpty() && !isReading()) {
      take(asking.reading(reads.remove(), instance()));
    }
    while (looking.hasNext()) {
      serve(looking.next());
    }
    if (!looking.isUnderWay()) {
      work.rest();
    }
    return this;
  }

  /** Nobody will end a stream through this actor any more, so that the instance goes free now. */
  @Override
  public Behavior<StreamCommand> onSignal(Signal signal) {
    if (signal instanceof PostStop || signal instanceof PreRestart) {
      stopped = true;
      Marks last = kept;
      work.stop(() -> keep(last));
    }
    return this;
  }

  private void own(OwnCommand command) {
    switch (command) {
      case OwnCommand.JobEnded ended -> jobs.ended(ended.job());
      case OwnCommand.JobOverdue overdue -> jobs.overdue(overdue.job());
      case OwnCommand.LeaseOver over -> take(new StreamInput.StreamOwnerLost(id, over.session()));
      case OwnCommand.SnapshotOver over ->
          take(new StreamInput.GiveBack(asking.own(), id, over.set(), Optional.empty()));
      case OwnCommand.TellAgain _ -> tellAgain();
    }
  }

  private void serve(StreamCommand command) {
    switch (command) {
      case StreamCommand.Asked asked -> ask(asked);
      case StreamCommand.Told told -> take(told.told());
      case StreamCommand.Read read -> {
        // Whoever goes on by a new connection may meet what was read ahead for the old one.
        if (!isReading() || !reads.offer(read)) {
          take(asking.reading(read, instance()));
        }
      }
      case OwnCommand own -> own(own);
    }
  }

  private void ask(StreamCommand.Asked asked) {
    if (asked.request() instanceof BeginStream begin) {
      Optional<StreamHost> then = machine.foreseen(state, begin, latest);
      if (then.isPresent()) {
        look(begin, asked, then.get());
        return;
      }
    }
    asking.expect(asked);
    take(asked.request());
  }

  /** Whoever stops waits for no source; those that change nothing more are only answered. */
  private void stop(StreamCommand.Asked asked) {
    StreamHost before = looking.foreseen();
    Decision<StreamEvent, StreamEffect, StreamReply> ahead = decided(before, asked.request());
    if (!ahead.events().isEmpty()) {
      looking.stop(asked.request(), machine.replay(before, ahead.events()));
    }
    for (StreamReply reply : ahead.replies()) {
      asked.answer().accept(new StreamSaid(reply, Optional.empty()));
    }
  }

  private void look(BeginStream begin, StreamCommand.Asked asked, StreamHost then) {
    if (shared.settings().door().isEmpty()) {
      asked.refuse(
          Fault.expected(
              Failure.SOURCE_FAILED,
              "an address of this host where the bytes of a stream can be fetched",
              "there is none; set lull.streams.address, or lull.api.listen to one address"));
      return;
    }
    looking.begin(asked, then);
    work.begin(begin.kind(), outcome -> looked(begin, outcome));
  }

  private void looked(BeginStream begin, Job.Outcome<SourceFacts> outcome) {
    StreamCommand.Asked asked = looking.end();
    outcome
        .fault()
        .ifPresent(
            fault -> {
              failed(fault);
              asked.refuse(fault);
            });
    outcome
        .brought()
        .ifPresent(
            facts -> {
              Sightings.of(instance().orElseThrow(), facts, asking::own).forEach(this::take);
              asking.expect(asked);
              take(begin);
              if (stream().isEmpty()) {
                work.end();
              }
            });
    looking.stops().forEach(this::take);
  }

  private void take(StreamInput input) {
    Decision<StreamEvent, StreamEffect, StreamReply> decision;
    Optional<Stream> before = stream();
    try {
      latest = shared.clock().get();
      decision = decided(state, input);
    } catch (RuntimeException bug) {
      undecided(input, bug);
      return;
    }
    state = machine.replay(state, decision.events());
    news.is(instance());
    carryOut(decision.effects(), before.isPresent() && stream().isEmpty());
    for (StreamReply reply : decision.replies()) {
      if (reply instanceof StreamReply.Read read) {
        news.read(read.bytes());
      }
      asking.answer(input, reply, stream());
    }
    asking.retain(stream());
    arm(input, decision.events());
  }

  private Decision<StreamEvent, StreamEffect, StreamReply> decided(
      StreamHost host, StreamInput input) {
    return machine.decide(host, input, latest);
  }

  /** What is open is closed before anything else is done for a stream that is over. */
  private void carryOut(List<StreamEffect> effects, boolean over) {
    for (StreamEffect effect : effects) {
      if (effect instanceof StreamEffect.CloseData close) {
        work.close(close.handle());
      }
    }
    if (over) {
      work.end();
    }
    keepMarks();
    effects.forEach(this::carryOut);
  }

  private void carryOut(StreamEffect effect) {
    switch (effect) {
      case StreamEffect.OpenData open -> work.open(open);
      case StreamEffect.ReadData read -> read(read);
      case StreamEffect.RollLog roll -> work.roll(roll);
      case StreamEffect.DeleteLogs delete -> work.delete(delete.logs());
      case StreamEffect.ReportToSession told -> tell(told);
      case StreamEffect.CloseData _ -> {
        // Done before the others.
      }
      case StreamEffect.MarkHeaders _ -> {
        // Kept before the others, with all else that is new of the databases.
      }
    }
  }

  private boolean isReading() {
    return stream().flatMap(open -> open.work().call()).orElse(null) instanceof Call.Reading;
  }

  private void read(StreamEffect.ReadData read) {
    Stream open = stream().orElseThrow();
    RequestId request = open.work().call().map(Call::request).orElseThrow();
    work.read(read, open.work().handle().orElseThrow().size(), asking.room(request));
  }

  private void tell(StreamEffect.ReportToSession told) {
    SessionId session = told.report().event().stamp().session();
    shared.reports().tell(session, shared.incarnation(), told.report());
  }

  private void tellAgain() {
    for (StreamEffect effect : machine.outstanding(state, latest)) {
      if (effect instanceof StreamEffect.ReportToSession told) {
        tell(told);
      }
    }
  }

  private void arm(StreamInput input, List<StreamEvent> events) {
    armLease(input);
    for (StreamEvent event : events) {
      if (event instanceof StreamEvent.SnapshotTook took) {
        // No set takes longer from its preparation to the end of its copies.
        Duration most = shared.limits().preparedLease();
        timers.startSingleTimer(SNAPSHOT, new OwnCommand.SnapshotOver(took.set()), most);
      } else if (event instanceof StreamEvent.SnapshotGaveBack) {
        timers.cancel(SNAPSHOT);
      }
    }
    if (state.reports().isEmpty()) {
      timers.cancel(REPORTS);
    } else if (!timers.isTimerActive(REPORTS)) {
      Duration every = shared.settings().reportEvery();
      timers.startTimerWithFixedDelay(REPORTS, new OwnCommand.TellAgain(), every);
    }
  }

  /** A session lives as long as it asks, and while it waits for an answer. */
  private void armLease(StreamInput input) {
    Optional<Stream> open = stream();
    if (open.isEmpty() || open.get().work().call().isPresent()) {
      timers.cancel(LEASE);
      return;
    }
    SessionId session = open.get().stamp().session();
    boolean sign =
        switch (input) {
          case StreamInput.OfSession call -> call.stamp().session().equals(session);
          case StreamInput.WorkEnded _ -> true;
          default -> false;
        };
    if (sign) {
      Duration lease = shared.limits().requesterLease();
      timers.startSingleTimer(LEASE, new OwnCommand.LeaseOver(session), lease);
    }
  }

  private void keepMarks() {
    Marks now = instance().map(Instance::facts).map(Marks::of).orElse(kept);
    if (!now.equals(kept)) {
      kept = now;
      work.silently("to keep its marks", shared.settings().close(), () -> file.write(now));
    }
  }

  /** What was to be kept may still wait behind something that hangs. */
  private void keep(Marks last) {
    try {
      file.write(last);
    } catch (IOException unwritable) {
      shared.log().write("instance " + id + ": expected to keep its marks, but: " + unwritable);
    }
  }

  private Optional<Instance> instance() {
    return state.find(id);
  }

  private Optional<Stream> stream() {
    return instance().flatMap(Instance::stream);
  }

  private void failed(Fault fault) {
    news.failed(fault, latest);
    shared.log().write("instance " + id + ": " + fault);
  }

  /** A mistake of ours, by which nothing has changed; whoever asked is not left waiting. */
  private void undecided(StreamInput input, RuntimeException bug) {
    Fault fault =
        Fault.expected(
            Failure.INTERNAL, "a decision on " + input.getClass().getSimpleName(), bug.toString());
    failed(fault);
    if (input instanceof StreamInput.StreamRequest request) {
      asking.answer(input, new StreamReply.StreamRefused(request.request(), fault), stream());
    }
  }
}
