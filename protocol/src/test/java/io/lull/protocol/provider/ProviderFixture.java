package io.lull.protocol.provider;

import static io.lull.protocol.provider.ProviderStep.ABORT_SNAPSHOTS;
import static io.lull.protocol.provider.ProviderStep.DELETE_SNAPSHOTS;

import io.lull.protocol.certificate.Digest;
import io.lull.protocol.certificate.Receipt;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.Volume;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.provider.ProviderEffect.DeleteCopies;
import io.lull.protocol.provider.ProviderEffect.DiscardCopies;
import io.lull.protocol.provider.ProviderEffect.RunStep;
import io.lull.protocol.provider.ProviderInput.AbortSnapshots;
import io.lull.protocol.provider.ProviderInput.BeginPrepare;
import io.lull.protocol.provider.ProviderInput.Commit;
import io.lull.protocol.provider.ProviderInput.CopiesFound;
import io.lull.protocol.provider.ProviderInput.DeleteSnapshots;
import io.lull.protocol.provider.ProviderInput.EndPrepare;
import io.lull.protocol.provider.ProviderInput.FateTold;
import io.lull.protocol.provider.ProviderInput.PostCommit;
import io.lull.protocol.provider.ProviderInput.PostFinalCommit;
import io.lull.protocol.provider.ProviderInput.PreCommit;
import io.lull.protocol.provider.ProviderInput.PreFinalCommit;
import io.lull.protocol.provider.ProviderInput.ProviderRequest;
import io.lull.protocol.provider.ProviderInput.StepEnded;
import io.lull.protocol.provider.ProviderInput.StepOverdue;
import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Taken;
import io.lull.protocol.time.Uptime;
import io.lull.protocol.value.Sorted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Drives one provider by hand: its work is kept, and how it ends is up to the test. */
public final class ProviderFixture {
  public static final HostId HOST = new HostId("h1");
  public static final ProviderId PROVIDER = new ProviderId(HOST, "btrfs");
  public static final Incarnation LIFE = new Incarnation(4);
  public static final Digest HOLDS = Digest.of("holds", List.of("all"));
  public static final StepResult DONE = new StepResult.Done();
  public static final Fault FULL = Fault.of(Failure.INSUFFICIENT_STORAGE, "no space is left");
  public static final StepResult FAILED = new StepResult.Failed(FULL);

  /** Two volumes of this host, and two sets; B was started when A's slot had been lost. */
  public static final Volume V = new Volume(HOST, "/v");

  public static final Volume W = new Volume(HOST, "/w");
  public static final Stamp A = stamp("a", 7);
  public static final Stamp B = stamp("b", 8);

  public final ProviderMachine machine = new ProviderMachine();
  public final Provider born = Provider.started(PROVIDER, LIFE, Limits.defaults());
  public final List<ProviderEvent> events = new ArrayList<>();
  public final List<ProviderEffect> effects = new ArrayList<>();
  public final List<ProviderReply> replies = new ArrayList<>();
  public Provider provider = born;
  public Uptime now = new Uptime(Duration.ofHours(1).toNanos());

  public static Stamp stamp(String set, long slot) {
    return new Stamp(
        new SessionId("s-" + set), new SetId(set), Epoch.FIRST, LIFE, new SlotEpoch(slot));
  }

  /** The same set, as a later attempt of its coordinator speaks of it. */
  public static Stamp later(Stamp stamp) {
    return new Stamp(
        stamp.session(), stamp.set(), stamp.epoch().next(), stamp.incarnation(), stamp.slot());
  }

  public static SnapshotId copy(Stamp stamp, Volume volume) {
    return new SnapshotId(stamp.set(), volume);
  }

  public static DeleteSnapshots delete(Stamp stamp, Volume... volumes) {
    return new DeleteSnapshots(
        stamp, List.of(volumes).stream().map(volume -> copy(stamp, volume)).toList());
  }

  /** The request for a step of a set; Begin is for the volume V. */
  public static ProviderRequest request(Stamp stamp, ProviderStep step) {
    return switch (step) {
      case BEGIN_PREPARE -> new BeginPrepare(stamp, V);
      case END_PREPARE -> new EndPrepare(stamp, Set.of(V));
      case PRE_COMMIT -> new PreCommit(stamp);
      case COMMIT -> new Commit(stamp, HOLDS);
      case POST_COMMIT -> new PostCommit(stamp);
      case PRE_FINAL_COMMIT -> new PreFinalCommit(stamp);
      case POST_FINAL_COMMIT -> new PostFinalCommit(stamp);
      case ABORT_SNAPSHOTS -> new AbortSnapshots(stamp);
      case DELETE_SNAPSHOTS -> delete(stamp, V);
    };
  }

  /** The steps that move a set from nothing to CREATED, in their order. */
  public static List<ProviderStep> creation() {
    return List.copyOf(EnumSet.range(ProviderStep.BEGIN_PREPARE, ProviderStep.POST_FINAL_COMMIT));
  }

  /** Gives an input to the machine, and notes which row of the table took it. */
  public Decision<ProviderEvent, ProviderEffect, ProviderReply> give(ProviderInput input) {
    Decision<ProviderEvent, ProviderEffect, ProviderReply> decision =
        machine.decide(provider, input, now);
    Provider before = provider;
    provider = machine.replay(provider, decision.events());
    note(before, input, provider);
    events.addAll(decision.events());
    effects.addAll(decision.effects());
    replies.addAll(decision.replies());
    return decision;
  }

  /** Notes the rows that an input has taken; none if the fence turned it away. */
  static void note(Provider before, ProviderInput input, Provider after) {
    for (SetId set : sets(input)) {
      boolean fenced =
          input instanceof ProviderRequest request && Fence.check(before, request).isPresent();
      if (!fenced) {
        Taken.record(ProviderTable.TABLE, before.phase(set), input, after.phase(set));
      }
    }
  }

  static List<SetId> sets(ProviderInput input) {
    return switch (input) {
      case ProviderRequest request -> List.of(request.stamp().set());
      case StepEnded ended -> List.of(ended.set());
      case StepOverdue overdue -> List.of(overdue.set());
      case ProviderInput.PreparedDue due -> List.of(due.set());
      case FateTold told -> List.of(told.set());
      case CopiesFound found ->
          found.markers().stream().map(marker -> marker.snapshot().set()).distinct().toList();
    };
  }

  /** Asks for a step and lets the work on it end well. */
  public ProviderFixture does(Stamp stamp, ProviderStep step) {
    give(step == ProviderStep.END_PREPARE ? endOfAll(stamp) : request(stamp, step));
    ends(DONE);
    return this;
  }

  /** EndPrepare for every volume that was begun well. */
  public EndPrepare endOfAll(Stamp stamp) {
    return new EndPrepare(
        stamp,
        provider.set(stamp.set()).map(ProviderSession::copied).orElse(Sorted.set(List.of())));
  }

  /** Begins a volume of a set, and lets the work on it end well. */
  public ProviderFixture begins(Stamp stamp, Volume volume) {
    give(new BeginPrepare(stamp, volume));
    ends(DONE);
    return this;
  }

  /** Brings a set of one volume to the phase after a step. */
  public ProviderFixture upTo(Stamp stamp, ProviderStep last) {
    creation().stream().filter(step -> step.compareTo(last) <= 0).forEach(s -> does(stamp, s));
    return this;
  }

  /** Brings a set of one volume to a phase, whichever that is. */
  public ProviderFixture in(Stamp stamp, ProviderPhase phase) {
    switch (phase) {
      case ABSENT -> {}
      case LEFT_OVER -> give(new CopiesFound(List.of(marker(stamp, V, false))));
      case ABORTING -> upTo(stamp, ProviderStep.END_PREPARE).give(new AbortSnapshots(stamp));
      case ABORTED -> upTo(stamp, ProviderStep.END_PREPARE).does(stamp, ABORT_SNAPSHOTS);
      case DELETING ->
          upTo(stamp, ProviderStep.POST_FINAL_COMMIT).give(new FateTold(stamp.set(), false));
      case DELETED -> upTo(stamp, ProviderStep.POST_FINAL_COMMIT).does(stamp, DELETE_SNAPSHOTS);
      default -> creation().forEach(step -> towards(stamp, step, phase));
    }
    return this;
  }

  private void towards(Stamp stamp, ProviderStep step, ProviderPhase phase) {
    if (phase(stamp) != phase) {
      give(request(stamp, step));
    }
    if (phase(stamp) != phase || step == ProviderStep.BEGIN_PREPARE) {
      ends(DONE);
    }
  }

  /** What an earlier life has left of a volume. */
  public static Marker marker(Stamp stamp, Volume volume, boolean created) {
    Receipt receipt =
        new Receipt(PROVIDER, stamp.set(), stamp.epoch(), LIFE, HOLDS, Sorted.set(List.of(V, W)));
    return new Marker(
        copy(stamp, volume),
        stamp.session(),
        stamp.epoch(),
        stamp.slot(),
        created,
        created ? Optional.of(receipt) : Optional.empty());
  }

  /** The volumes of a set whose copies are still wanted. */
  public Set<Volume> copied(Stamp stamp) {
    return provider.set(stamp.set()).orElseThrow().copied();
  }

  /** The work that was given to the host last has ended. */
  public Decision<ProviderEvent, ProviderEffect, ProviderReply> ends(StepResult result) {
    return ends(lastWork(), result);
  }

  public Decision<ProviderEvent, ProviderEffect, ProviderReply> ends(
      ProviderEffect work, StepResult result) {
    return give(new StepEnded(set(work), call(work), result));
  }

  public Decision<ProviderEvent, ProviderEffect, ProviderReply> isOverdue(ProviderEffect work) {
    return give(new StepOverdue(set(work), call(work)));
  }

  public ProviderEffect lastWork() {
    return effects.stream()
        .filter(ProviderFixture::isWork)
        .reduce((earlier, later) -> later)
        .orElseThrow(() -> new AssertionError("expected that work was given to the host"));
  }

  public <E extends ProviderEffect> E last(Class<E> kind) {
    return all(kind).getLast();
  }

  public <E extends ProviderEffect> List<E> all(Class<E> kind) {
    return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  public ProviderReply reply() {
    return replies.getLast();
  }

  public ProviderPhase phase(Stamp stamp) {
    return provider.phase(stamp.set());
  }

  public ProviderFixture pass(Duration time) {
    now = now.plus(time);
    return this;
  }

  /** The failure that a reply tells of, if it tells of one. */
  public static Optional<Failure> failure(ProviderReply reply) {
    return switch (reply) {
      case ProviderReply.Begun begun -> Answers.fault(begun.result()).map(Fault::failure);
      case ProviderReply.Deleted deleted -> Answers.fault(deleted.result()).map(Fault::failure);
      case ProviderReply.Stepped stepped -> Answers.fault(stepped.result()).map(Fault::failure);
      case ProviderReply.Committed _ -> Optional.empty();
      case ProviderReply.Refused refused -> Optional.of(refused.fault().failure());
    };
  }

  static boolean isWork(ProviderEffect effect) {
    return effect instanceof RunStep
        || effect instanceof DeleteCopies
        || effect instanceof DiscardCopies;
  }

  static SetId set(ProviderEffect work) {
    return switch (work) {
      case RunStep run -> run.set();
      case DeleteCopies delete -> delete.set();
      case DiscardCopies discard -> discard.set();
      case ProviderEffect.ArmPrepared arm -> arm.set();
      case ProviderEffect.AskFate ask -> ask.set();
      case ProviderEffect.NoteFault note -> note.set();
    };
  }

  static long call(ProviderEffect work) {
    return switch (work) {
      case RunStep run -> run.call();
      case DeleteCopies delete -> delete.call();
      case DiscardCopies discard -> discard.call();
      case ProviderEffect.ArmPrepared arm -> arm.call();
      case ProviderEffect.AskFate _, ProviderEffect.NoteFault _ ->
          throw new AssertionError("expected work, but got " + work);
    };
  }
}
