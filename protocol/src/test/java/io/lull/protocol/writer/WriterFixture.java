package io.lull.protocol.writer;

import io.lull.protocol.certificate.Digest;
import io.lull.protocol.certificate.HoldEnd;
import io.lull.protocol.certificate.HoldToken;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Taken;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.writer.WriterEffect.CallHandler;
import io.lull.protocol.writer.WriterEffect.ReleaseHold;
import io.lull.protocol.writer.WriterInput.LeaseDue;
import io.lull.protocol.writer.WriterInput.WriterRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Drives one writer by hand: what it wants done is kept, what becomes of it is up to the test. */
public final class WriterFixture {
  public static final WriterId WRITER = new WriterId(new HostId("h1"), "db");
  public static final Incarnation LIFE = new Incarnation(4);
  public static final Stamp X = stamp("x", 3);
  public static final Stamp Y = stamp("y", 3);
  public static final Duration LEASE = Duration.ofSeconds(60);
  public static final Digest RECEIPTS = Digest.of("receipts", List.of("all"));
  public static final HandlerResult DONE = new HandlerResult.Done();
  public static final Fault BROKEN = Fault.of(Failure.WRITER_RETRYABLE, "the disk was busy");
  public static final HandlerResult FAILED = new HandlerResult.Failed(BROKEN);
  public static final Fault STUCK = Fault.of(Failure.THAW_FAILED, "the owner could not thaw");

  public final WriterMachine machine = new WriterMachine();
  public final List<WriterEvent> events = new ArrayList<>();
  public final List<WriterEffect> effects = new ArrayList<>();
  public final List<WriterReply> replies = new ArrayList<>();
  public final Writer born;
  public Writer writer;
  public Uptime now = new Uptime(Duration.ofHours(1).toNanos());

  public WriterFixture(Limits limits, Optional<Duration> window) {
    born = Writer.started(WRITER, LIFE, limits, window);
    writer = born;
  }

  /** The same writer at the same moment, to try something else with. */
  public WriterFixture copy() {
    WriterFixture copy = new WriterFixture(born.limits(), Optional.of(born.window()));
    copy.writer = writer;
    copy.now = now;
    copy.events.addAll(events);
    copy.effects.addAll(effects);
    copy.replies.addAll(replies);
    return copy;
  }

  public static WriterFixture writer() {
    return new WriterFixture(Limits.defaults(), Optional.empty());
  }

  public static Stamp stamp(String set, long epoch) {
    return new Stamp(
        new SessionId("s-" + set), new SetId(set), new Epoch(epoch), LIFE, new SlotEpoch(7));
  }

  /** The same set, as a later attempt of the coordinator speaks of it. */
  public static Stamp later(Stamp stamp) {
    return new Stamp(
        stamp.session(), stamp.set(), stamp.epoch().next(), stamp.incarnation(), stamp.slot());
  }

  public static HoldToken token(long number) {
    return new HoldToken(String.format("%032x", number));
  }

  /** Gives an input to the machine, and notes which row of the table took it. */
  public Decision<WriterEvent, WriterEffect, WriterReply> give(WriterInput input) {
    Decision<WriterEvent, WriterEffect, WriterReply> decision = machine.decide(writer, input, now);
    note(writer, input, now);
    writer = machine.replay(writer, decision.events());
    events.addAll(decision.events());
    effects.addAll(decision.effects());
    replies.addAll(decision.replies());
    return decision;
  }

  /** Notes the rows that an input takes: those of leases that are over, then its own. */
  static void note(Writer writer, WriterInput input, Uptime now) {
    Writer before = writer;
    for (LeaseDue due : LeaseRules.due(writer, now)) {
      before = noteRow(before, due, now);
      if (due.equals(input)) {
        return;
      }
    }
    if (input instanceof WriterRequest request) {
      if (Fence.refusal(before, request).isPresent()) {
        return;
      }
      Outcome raised = new Outcome(before, now);
      Fence.raise(raised, request);
      before = raised.writer();
    }
    noteRow(before, input, now);
  }

  private static Writer noteRow(Writer before, WriterInput input, Uptime now) {
    WriterPhase from = Calls.phase(before, input);
    Writer after =
        new WriterMachine()
            .replay(before, WriterTable.TABLE.decide(from, before, input, now).events());
    WriterPhase to = Calls.key(before, input).map(after::phase).orElse(WriterPhase.ABSENT);
    Taken.record(WriterTable.TABLE, from, input, to);
    return after;
  }

  public WriterFixture pass(Duration time) {
    now = now.plus(time);
    return this;
  }

  public WriterPhase phase(Stamp stamp) {
    return writer.phase(SessionKey.of(stamp));
  }

  /** The newest effect of a kind. */
  public <E extends WriterEffect> E last(Class<E> kind) {
    return effects.stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .reduce((earlier, later) -> later)
        .orElseThrow(() -> new AssertionError("expected an effect " + kind.getSimpleName()));
  }

  public <E extends WriterEffect> List<E> all(Class<E> kind) {
    return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The newest call of the handler of a step. */
  public CallHandler call(WriterStep step) {
    return all(CallHandler.class).stream()
        .filter(call -> call.step() == step)
        .reduce((earlier, later) -> later)
        .orElseThrow(() -> new AssertionError("expected a call of " + step));
  }

  /** Ends the newest handler of a step. */
  public Decision<WriterEvent, WriterEffect, WriterReply> end(
      WriterStep step, HandlerResult result) {
    return give(new WriterInput.HandlerEnded(call(step).set(), call(step).call(), result));
  }

  public Decision<WriterEvent, WriterEffect, WriterReply> overdue(WriterStep step) {
    return give(new WriterInput.HandlerOverdue(call(step).set(), call(step).call()));
  }

  /** The newest freeze handler succeeds; its token is made of the number of its call. */
  public Decision<WriterEvent, WriterEffect, WriterReply> freezes() {
    long call = call(WriterStep.FREEZE).call();
    return give(new WriterInput.FreezeHandled(call(WriterStep.FREEZE).set(), call, token(call)));
  }

  /** The token of the newest freeze. */
  public HoldToken token() {
    return token(call(WriterStep.FREEZE).call());
  }

  /** The owner answers the newest release. */
  public Decision<WriterEvent, WriterEffect, WriterReply> release(HoldEnd end) {
    ReleaseHold release = last(ReleaseHold.class);
    return give(new WriterInput.HoldReleased(release.set(), release.call(), end));
  }

  public Decision<WriterEvent, WriterEffect, WriterReply> cannotRelease() {
    ReleaseHold release = last(ReleaseHold.class);
    return give(new WriterInput.ReleaseFailed(release.set(), release.call(), STUCK));
  }

  /** The timer of the newest freeze comes. */
  public Decision<WriterEvent, WriterEffect, WriterReply> leaseDue() {
    CallHandler freeze = call(WriterStep.FREEZE);
    return give(new LeaseDue(freeze.set(), freeze.call()));
  }

  public Decision<WriterEvent, WriterEffect, WriterReply> thaw(Stamp stamp) {
    return give(new WriterInput.Thaw(stamp, token(), RECEIPTS));
  }

  public Decision<WriterEvent, WriterEffect, WriterReply> abort(Stamp stamp) {
    return give(new WriterInput.Abort(stamp, Failure.ABORTED_BY_REQUESTER));
  }

  public static ComponentId component() {
    return new ComponentId(WRITER, "data");
  }

  /** What a coordinator asks for at each step, with what this fixture makes of the rest. */
  public WriterRequest request(WriterStep step, Stamp stamp) {
    return switch (step) {
      case IDENTIFY -> new WriterInput.GatherStatus(stamp);
      case PREPARE_FOR_BACKUP ->
          new WriterInput.PrepareForBackup(stamp, Set.of(component()), BackupType.FULL);
      case PREPARE_FOR_SNAPSHOT ->
          new WriterInput.PrepareForSnapshot(stamp, Set.of(new Volume(WRITER.host(), "/data")));
      case FREEZE -> new WriterInput.Freeze(stamp, LEASE);
      case THAW -> new WriterInput.Thaw(stamp, token(writer.calls()), RECEIPTS);
      case POST_SNAPSHOT -> new WriterInput.PostSnapshot(stamp);
      case BACKUP_COMPLETE -> new WriterInput.BackupComplete(stamp, Set.of(component()));
      case BACKUP_SHUTDOWN -> new WriterInput.BackupShutdown(stamp);
      case ABORT -> new WriterInput.Abort(stamp, Failure.ABORTED_BY_REQUESTER);
      case PRE_RESTORE -> new WriterInput.PreRestore(stamp, Set.of(component()));
      case POST_RESTORE -> new WriterInput.PostRestore(stamp, Set.of(component()), false);
    };
  }

  public Decision<WriterEvent, WriterEffect, WriterReply> ask(WriterStep step, Stamp stamp) {
    return give(request(step, stamp));
  }

  /** Brings a set to a phase, the usual way. */
  public WriterFixture reach(WriterPhase phase, Stamp stamp) {
    switch (phase) {
      case ABSENT -> {}
      case PREPARING_BACKUP -> ask(WriterStep.PREPARE_FOR_BACKUP, stamp);
      case BACKUP_PREPARED ->
          reach(WriterPhase.PREPARING_BACKUP, stamp).end(WriterStep.PREPARE_FOR_BACKUP, DONE);
      case PREPARING_SNAPSHOT ->
          reach(WriterPhase.BACKUP_PREPARED, stamp).ask(WriterStep.PREPARE_FOR_SNAPSHOT, stamp);
      case SNAPSHOT_PREPARED ->
          reach(WriterPhase.PREPARING_SNAPSHOT, stamp).end(WriterStep.PREPARE_FOR_SNAPSHOT, DONE);
      case FREEZING -> reach(WriterPhase.SNAPSHOT_PREPARED, stamp).ask(WriterStep.FREEZE, stamp);
      case FROZEN -> reach(WriterPhase.FREEZING, stamp).freezes();
      case THAWING -> reach(WriterPhase.FROZEN, stamp).thaw(stamp);
      case THAWED -> reach(WriterPhase.THAWING, stamp).release(HoldEnd.HELD);
      case POSTING -> reach(WriterPhase.THAWED, stamp).ask(WriterStep.POST_SNAPSHOT, stamp);
      case POSTED -> reach(WriterPhase.POSTING, stamp).end(WriterStep.POST_SNAPSHOT, DONE);
      case COMPLETING -> reach(WriterPhase.POSTED, stamp).ask(WriterStep.BACKUP_COMPLETE, stamp);
      case COMPLETED -> reach(WriterPhase.COMPLETING, stamp).end(WriterStep.BACKUP_COMPLETE, DONE);
      case PRE_RESTORING -> ask(WriterStep.PRE_RESTORE, stamp);
      case PRE_RESTORED ->
          reach(WriterPhase.PRE_RESTORING, stamp).end(WriterStep.PRE_RESTORE, DONE);
      case POST_RESTORING ->
          reach(WriterPhase.PRE_RESTORED, stamp).ask(WriterStep.POST_RESTORE, stamp);
      case POST_RESTORED ->
          reach(WriterPhase.POST_RESTORING, stamp).end(WriterStep.POST_RESTORE, DONE);
      case FAILED ->
          reach(WriterPhase.PREPARING_BACKUP, stamp).end(WriterStep.PREPARE_FOR_BACKUP, FAILED);
      case ABORTING -> reach(WriterPhase.FROZEN, stamp).abort(stamp);
      case ABORTED -> {
        reach(WriterPhase.ABORTING, stamp).release(HoldEnd.HELD);
        end(WriterStep.ABORT, DONE);
      }
      case SHUTTING_DOWN ->
          reach(WriterPhase.COMPLETED, stamp).ask(WriterStep.BACKUP_SHUTDOWN, stamp);
      case SHUT_DOWN ->
          reach(WriterPhase.SHUTTING_DOWN, stamp).end(WriterStep.BACKUP_SHUTDOWN, DONE);
      case FORGOTTEN -> {
        reach(WriterPhase.BACKUP_PREPARED, stamp).pass(Limits.defaults().abandonedSession());
        give(new WriterInput.CollectAbandoned());
      }
    }
    if (phase(stamp) != phase) {
      throw new AssertionError("expected " + phase + ", but it is " + phase(stamp));
    }
    return this;
  }

  /** The failure that the newest decision refused with. */
  static Failure refusal(Decision<WriterEvent, WriterEffect, WriterReply> decision) {
    return ((WriterReply.Refused) decision.replies().getLast()).fault().failure();
  }

  public WriterReply.Status status(Stamp stamp) {
    return (WriterReply.Status) give(new WriterInput.GatherStatus(stamp)).replies().getLast();
  }

  /** A fresh writer with one set in this phase. */
  public static WriterFixture in(WriterPhase phase) {
    return writer().reach(phase, X);
  }
}
