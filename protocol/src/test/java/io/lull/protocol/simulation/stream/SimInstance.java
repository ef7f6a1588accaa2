package io.lull.protocol.simulation.stream;

import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.simulation.Kernel;
import io.lull.protocol.stream.Database;
import io.lull.protocol.stream.Instance;
import io.lull.protocol.stream.InstanceFacts;
import io.lull.protocol.stream.Logging;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.Stream;
import io.lull.protocol.stream.StreamEffect;
import io.lull.protocol.stream.StreamEvent;
import io.lull.protocol.stream.StreamHost;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamInput.BeginStream;
import io.lull.protocol.stream.StreamMachine;
import io.lull.protocol.stream.StreamReply;
import io.lull.protocol.table.Decision;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The shell of the machine of one instance, in one life of its host; as its actor it rules nothing.
 */
final class SimInstance {
  /** Of such a size that it is read in two pieces. */
  static final long FILE_BYTES = 300L * 4096;

  private static final long REPORT_EVERY = 5 * Kernel.SECOND;
  private static final long LEASE = Limits.defaults().requesterLease().toNanos();

  /** Hours where it counts; here it must not outlast the rest. */
  private static final long SNAPSHOT_MOST = 5 * Kernel.MINUTE;

  private final SimStreamHost host;
  private final StreamWorld world;
  private final SimSource source;
  private final Lane lane;
  private final Map<RequestId, Consumer<StreamReply>> askers = new HashMap<>();
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private StreamHost state;
  private List<Database> marks;
  private Optional<BeginStream> looking = Optional.empty();
  private Optional<StreamHost> foreseen = Optional.empty();
  private final List<StreamInput> stops = new ArrayList<>();
  private boolean reporting;
  private long lease;
  private long requests;

  SimInstance(SimStreamHost host, SimSource source, boolean multi) {
    this.host = host;
    this.world = host.world;
    this.source = source;
    this.marks = source.marks;
    this.lane = new Lane(host);
    this.state = StreamHost.started(host.incarnation(), multi);
    InstanceFacts unseen = InstanceFacts.of(Logging.RECOVERING, 1, marks);
    take(new StreamInput.StartInstance(own(), source.id, unseen));
  }

  InstanceId id() {
    return source.id;
  }

  StreamHost state() {
    return state;
  }

  private RequestId own() {
    return new RequestId("own-" + source.id + "-" + host.life() + "-" + ++requests);
  }

  private Instance instance() {
    return state.find(source.id).orElseThrow();
  }

  private Optional<Stream> stream() {
    return state.find(source.id).flatMap(Instance::stream);
  }

  // While a source is looked at for a Begin, everything else waits its turn, but a stop.

  void ask(StreamInput.StreamRequest request, Consumer<StreamReply> answer) {
    boolean stop =
        request instanceof StreamInput.StopBackup || request instanceof StreamInput.StopService;
    if (looking.isPresent() && stop) {
      stopAhead(request, answer);
    } else if (looking.filter(request::equals).isPresent()) {
      // Whoever asked last is the one who still waits.
      askers.put(request.request(), answer);
    } else {
      inTurn(() -> serve(request, answer));
    }
  }

  void tell(StreamInput told) {
    inTurn(() -> take(told));
  }

  /** In the name of the session's newest attempt, under an id that is never used twice. */
  void read(StreamInput.ReadFile read, Consumer<StreamReply> answer) {
    inTurn(
        () -> {
          RequestId request = own();
          askers.put(request, answer);
          SessionId session = read.stamp().session();
          Stamp stamp =
              stream()
                  .map(Stream::stamp)
                  .filter(newest -> newest.session().equals(session))
                  .orElse(read.stamp());
          take(
              new StreamInput.ReadFile(
                  request, source.id, stamp, read.handle(), read.offset(), read.length()));
        });
  }

  private void inTurn(Runnable turn) {
    if (looking.isEmpty()) {
      turn.run();
    } else {
      waiting.add(turn);
    }
  }

  /** It is answered as if the stream were open, and meets it before anything else does. */
  private void stopAhead(StreamInput.StreamRequest stop, Consumer<StreamReply> answer) {
    StreamHost before = foreseen.orElseThrow();
    Decision<StreamEvent, StreamEffect, StreamReply> ahead =
        world.machines.host().decide(before, stop, host.uptime());
    world.trace(host.name, stop, " meets a Begin → ", ahead.events(), " ", ahead.replies());
    world.see(new StreamFact.Foreseen(source.id, before, ahead));
    if (!ahead.events().isEmpty()) {
      stops.add(stop);
      foreseen = Optional.of(world.machines.host().replay(before, ahead.events()));
    }
    ahead.replies().forEach(answer);
  }

  private void serve(StreamInput.StreamRequest request, Consumer<StreamReply> answer) {
    askers.put(request.request(), answer);
    if (request instanceof BeginStream begin) {
      // A source is touched only for a stream that would open if its facts allowed it.
      foreseen = StreamMachine.foreseen(world.machines.host(), state, begin, host.uptime());
      if (foreseen.isPresent()) {
        looking = Optional.of(begin);
        look(begin, world.kernel.below(4));
        return;
      }
    }
    take(request);
  }

  /** Some steps, of which one may be a checkpoint, and then the source is in backup or is not. */
  private void look(BeginStream begin, int steps) {
    if (steps == 0) {
      lane.work(
          () -> looked(begin),
          fault -> goOn(() -> answer(new StreamReply.StreamRefused(begin.request(), fault))));
    } else {
      long most = world.kernel.chance(0.2) ? Kernel.MINUTE : Kernel.SECOND;
      host.after(world.kernel.between(Kernel.MILLI, most), () -> look(begin, steps - 1));
    }
  }

  private void looked(BeginStream begin) {
    source.begin(begin.kind());
    take(new StreamInput.LoggingChanged(source.id, Logging.KEPT));
    take(new StreamInput.CheckpointMoved(source.id, source.checkpoint()));
    InstanceFacts known = instance().facts();
    for (DatabaseId there : source.attached) {
      if (!known.isAttached(there)) {
        Database database =
            known
                .database(there)
                .filter(_ -> !instance().dropped().contains(there))
                .orElseGet(() -> new Database(there, true, Optional.empty()));
        take(new StreamInput.AttachDatabase(own(), source.id, database.attached(true)));
      }
    }
    for (Database gone : known.databases().values()) {
      if (source.dropped.contains(gone.id())) {
        take(new StreamInput.DropDatabase(own(), source.id, gone.id()));
      } else if (gone.attached() && !source.attached.contains(gone.id())) {
        take(new StreamInput.DetachDatabase(own(), source.id, gone.id()));
      }
    }
    goOn(
        () -> {
          take(begin);
          if (stream().isEmpty()) {
            quietly(source::end);
          } else {
            source.opened(begin.stamp().session());
          }
        });
  }

  /**
   * What has stopped the Begin meets what has become of it, and then the others have their turn.
   */
  private void goOn(Runnable end) {
    SessionId session = looking.orElseThrow().stamp().session();
    looking = Optional.empty();
    foreseen = Optional.empty();
    end.run();
    List<StreamInput> met = List.copyOf(stops);
    stops.clear();
    met.forEach(this::take);
    world.see(new StreamFact.BeginEnded(source.id, session, stream()));
    while (looking.isEmpty() && !waiting.isEmpty()) {
      waiting.remove().run();
    }
  }

  private void take(StreamInput input) {
    StreamHost before = state;
    boolean wasOpen = stream().isPresent();
    Decision<StreamEvent, StreamEffect, StreamReply> decision =
        world.machines.host().decide(before, input, host.uptime());
    state = world.machines.host().replay(before, decision.events());
    world.trace(host.name, input, " → ", decision.events(), " ", decision.replies());
    world.see(new StreamFact.Decided(source.id, host.life(), before, input, decision, state));
    if (wasOpen && stream().isEmpty()) {
      quietly(source::end);
    }
    keepMarks();
    decision.effects().forEach(this::carryOut);
    decision.replies().forEach(this::answer);
    arm(input, decision.events());
  }

  private void quietly(Runnable work) {
    lane.work(work, _ -> work.run());
  }

  private void keepMarks() {
    List<Database> now =
        state.find(source.id).map(i -> List.copyOf(i.facts().databases().values())).orElse(marks);
    if (!now.equals(marks)) {
      marks = now;
      quietly(() -> source.marks = now.stream().map(d -> d.attached(false)).toList());
    }
  }

  private void answer(StreamReply reply) {
    Optional.ofNullable(askers.remove(reply.request())).ifPresent(asker -> asker.accept(reply));
  }

  private void carryOut(StreamEffect effect) {
    switch (effect) {
      case StreamEffect.OpenData open ->
          lane.work(
              () -> take(new StreamInput.FileOpened(source.id, open.call(), FILE_BYTES)),
              fault -> take(new StreamInput.OpenFailed(source.id, open.call(), fault)));
      case StreamEffect.ReadData read -> {
        int bytes = Math.clamp(FILE_BYTES - read.offset(), 0, read.length());
        lane.work(
            () -> take(new StreamInput.ReadEnded(source.id, read.call(), bytes)),
            fault -> take(new StreamInput.ReadFailed(source.id, read.call(), fault)));
      }
      case StreamEffect.RollLog roll -> {
        SessionId session = stream().orElseThrow().stamp().session();
        lane.work(
            () -> take(new StreamInput.LogsRolled(source.id, roll.call(), source.roll(session))),
            fault -> take(new StreamInput.RollFailed(source.id, roll.call(), fault)));
      }
      case StreamEffect.DeleteLogs delete ->
          lane.work(() -> delete(delete.logs(), true), _ -> delete(delete.logs(), false));
      case StreamEffect.ReportToSession told -> world.report(told.report());
      case StreamEffect.CloseData _, StreamEffect.MarkHeaders _ -> {
        // Files are closed with their source, and marks are kept with all else that is new.
      }
    }
  }

  private void delete(Logs logs, boolean wholly) {
    Logs gone = source.delete(logs, wholly);
    world.trace(host.name, "deletes ", gone, " of ", logs);
    world.see(new StreamFact.Deleted(source.id, gone));
  }

  private void arm(StreamInput input, List<StreamEvent> events) {
    armLease(input);
    for (StreamEvent event : events) {
      if (event instanceof StreamEvent.SnapshotTook took) {
        host.after(
            SNAPSHOT_MOST,
            () -> take(new StreamInput.GiveBack(own(), source.id, took.set(), Optional.empty())));
      }
    }
    if (!state.reports().isEmpty() && !reporting) {
      reporting = true;
      host.after(REPORT_EVERY, this::tellAgain);
    }
  }

  private void tellAgain() {
    reporting = !state.reports().isEmpty();
    if (reporting) {
      for (StreamEffect effect : world.machines.host().outstanding(state, host.uptime())) {
        if (effect instanceof StreamEffect.ReportToSession told) {
          world.report(told.report());
        }
      }
      host.after(REPORT_EVERY, this::tellAgain);
    }
  }

  /** A session lives as long as it asks, and while it waits for an answer. */
  private void armLease(StreamInput input) {
    Optional<Stream> open = stream();
    if (open.isEmpty() || open.get().work().call().isPresent()) {
      lease++;
      return;
    }
    SessionId session = open.get().stamp().session();
    boolean sign =
        (input instanceof StreamInput.OfSession call && call.stamp().session().equals(session))
            || input instanceof StreamInput.WorkEnded;
    if (sign) {
      long mine = ++lease;
      host.after(
          LEASE,
          () -> {
            if (lease == mine) {
              take(new StreamInput.StreamOwnerLost(source.id, session));
            }
          });
    }
  }
}
