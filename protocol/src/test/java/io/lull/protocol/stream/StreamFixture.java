package io.lull.protocol.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.table.Cell;
import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Taken;
import io.lull.protocol.time.Uptime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Drives the streams of one host by hand. The host answers its effects at once, until a test says
 * that it wants to answer them itself.
 */
public final class StreamFixture {
  public static final InstanceId MAIL = new InstanceId("mail");
  public static final InstanceId SHOP = new InstanceId("shop");
  public static final DatabaseId USERS = new DatabaseId("users");
  public static final DatabaseId ORDERS = new DatabaseId("orders");

  /** Small enough to be read at once, and just large enough for a first read. */
  public static final int FILE_BYTES = ReadBounds.FIRST_READ_PAGES * ReadBounds.PAGE_BYTES;

  public final List<StreamEffect> effects = new ArrayList<>();
  public final List<StreamEvent> events = new ArrayList<>();
  private final StreamMachine machine = new StreamMachine();
  private final List<StreamEvent> history = new ArrayList<>();
  private final StreamHost birth;
  private StreamHost host;
  private Logs available = logs(5, 6);
  private boolean answering = true;
  private int requests;

  private StreamFixture(boolean multiInstance) {
    birth = StreamHost.started(Incarnation.FIRST, multiInstance);
    host = birth;
  }

  /** A host on which one instance can run, and does. */
  public static StreamFixture single() {
    StreamFixture fixture = new StreamFixture(false);
    fixture.start(MAIL, facts(database(USERS), database(ORDERS)));
    return fixture;
  }

  /** A host on which several instances can run, and two do. */
  public static StreamFixture multi() {
    StreamFixture fixture = new StreamFixture(true);
    fixture.start(MAIL, facts(database(USERS), database(ORDERS)));
    fixture.start(SHOP, facts(database(USERS)));
    return fixture;
  }

  /** A host on which one instance can run and none does yet. */
  public static StreamFixture empty() {
    return new StreamFixture(false);
  }

  public static InstanceFacts facts(Database... databases) {
    return InstanceFacts.of(Logging.KEPT, 6, Arrays.asList(databases));
  }

  /** A database whose last full backup was a stream up to log 4. */
  public static Database database(DatabaseId id) {
    return database(id, Optional.of(FullMark.by(FullMark.Means.STREAM, 4)));
  }

  public static Database database(DatabaseId id, Optional<FullMark> full) {
    return new Database(id, true, full);
  }

  public static Logs logs(long... generations) {
    return Logs.of(Arrays.stream(generations).boxed().toList());
  }

  public static StreamFile file(DatabaseId database) {
    return new StreamFile.DatabaseFile(database);
  }

  public static StreamFile log(long generation) {
    return new StreamFile.LogFile(generation);
  }

  /** The closed logs that the next roll finds. */
  public StreamFixture available(long... generations) {
    available = logs(generations);
    return this;
  }

  /** Another one that stands where this one does; both go on by themselves. */
  public StreamFixture fork() {
    StreamFixture fork = new StreamFixture(host.multiInstance());
    fork.host = host;
    fork.history.addAll(history);
    fork.available = available;
    fork.answering = answering;
    fork.requests = requests;
    return fork;
  }

  /** From now on the test answers for the host. */
  public StreamFixture hostIsSilent() {
    answering = false;
    return this;
  }

  public StreamFixture hostAnswers() {
    answering = true;
    return this;
  }

  public StreamHost host() {
    return host;
  }

  public Instance instance(InstanceId id) {
    return host.instance(id);
  }

  public StreamPhase phase(InstanceId id) {
    return host.find(id).map(Instance::phase).orElse(StreamPhase.ABSENT);
  }

  public RequestId request() {
    requests++;
    return new RequestId("r" + requests);
  }

  public StreamClient client(String session) {
    return client(session, MAIL);
  }

  public StreamClient client(String session, InstanceId instance) {
    return new StreamClient(this, instance, stamp(session));
  }

  public Stamp stamp(String session) {
    return new Stamp(
        new SessionId(session),
        new SetId("set-" + session),
        Epoch.FIRST,
        host.incarnation(),
        SlotEpoch.NONE);
  }

  public StreamReply start(InstanceId id, InstanceFacts facts) {
    return ask(new StreamInput.StartInstance(request(), id, facts));
  }

  public StreamReply stopBackup(InstanceId id) {
    return ask(new StreamInput.StopBackup(request(), Optional.of(id)));
  }

  /** StopBackup in the form without parameters. */
  public StreamReply stopBackup() {
    return ask(new StreamInput.StopBackup(request(), Optional.empty()));
  }

  public StreamReply stopService(InstanceId id) {
    return ask(new StreamInput.StopService(request(), Optional.of(id)));
  }

  public StreamReply terminate(InstanceId id, boolean force) {
    return ask(new StreamInput.TerminateInstance(request(), id, force));
  }

  /** Gives a request and returns its answer, which has to be the only one. */
  public StreamReply ask(StreamInput.StreamRequest request) {
    List<StreamReply> replies = new ArrayList<>(give(request).replies());
    assertThat(replies).hasSize(1).allMatch(reply -> reply.request().equals(request.request()));
    return replies.getFirst();
  }

  /** Gives an input; what the host does at once is part of the decision that is returned. */
  public Decision<StreamEvent, StreamEffect, StreamReply> give(StreamInput input) {
    Decision<StreamEvent, StreamEffect, StreamReply> decision = step(input);
    for (StreamEffect effect : decision.effects()) {
      Optional<StreamInput> report = answering ? answer(effect) : Optional.empty();
      if (report.isPresent()) {
        decision = Decisions.both(decision, give(report.get()));
      }
    }
    return decision;
  }

  private Decision<StreamEvent, StreamEffect, StreamReply> step(StreamInput input) {
    StreamHost before = host;
    Decision<StreamEvent, StreamEffect, StreamReply> decision =
        machine.decide(host, input, Uptime.ZERO);
    host = machine.replay(host, decision.events());
    history.addAll(decision.events());
    events.addAll(decision.events());
    effects.addAll(decision.effects());
    if (Fence.late(before, input).isEmpty()) {
      recordRow(machine.replay(before, Fence.takeover(before, input).events()), input);
    }
    return decision;
  }

  /** A row that is taken has to end where it says. */
  private void recordRow(StreamHost before, StreamInput input) {
    StreamPhase from = Sight.phase(before, input);
    StreamPhase to = Sight.phase(host, input);
    Taken.record(StreamTable.TABLE, from, input, to);
    if (!(StreamTable.TABLE.cell(from, input.getClass()) instanceof Cell.On)) {
      assertThat(to).isEqualTo(from);
      assertThat(host).as(input::toString).isEqualTo(before);
    }
  }

  private Optional<StreamInput> answer(StreamEffect effect) {
    return switch (effect) {
      case StreamEffect.OpenData open ->
          Optional.of(new StreamInput.FileOpened(open.instance(), open.call(), FILE_BYTES));
      case StreamEffect.ReadData read ->
          Optional.of(
              new StreamInput.ReadEnded(
                  read.instance(),
                  read.call(),
                  Math.clamp(FILE_BYTES - read.offset(), 0, read.length())));
      case StreamEffect.RollLog roll ->
          Optional.of(new StreamInput.LogsRolled(roll.instance(), roll.call(), available));
      case StreamEffect.CloseData close -> Optional.empty();
      case StreamEffect.MarkHeaders mark -> Optional.empty();
      case StreamEffect.DeleteLogs delete -> Optional.empty();
      case StreamEffect.ReportToSession report -> Optional.empty();
    };
  }

  /** The number of the call that the host is at work on for the instance. */
  public long underWay(InstanceId id) {
    return host.stream(id).work().call().orElseThrow().number();
  }

  public List<StreamEffect> outstanding() {
    return machine.outstanding(host, Uptime.ZERO);
  }

  /** What a host that had kept every event would know now. */
  public StreamHost replayed() {
    return machine.replay(birth, history);
  }

  public <F extends StreamEffect> List<F> did(Class<F> type) {
    return effects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  public <E extends StreamEvent> List<E> happened(Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  public StreamFixture forgetEffects() {
    effects.clear();
    return this;
  }

  public static Optional<Failure> failure(StreamReply reply) {
    return reply instanceof StreamReply.StreamRefused refused
        ? Optional.of(refused.fault().failure())
        : Optional.empty();
  }
}
