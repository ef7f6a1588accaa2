package io.lull.protocol.simulation;

import io.lull.protocol.certificate.Grade;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.session.BackupState;
import io.lull.protocol.session.Candidate;
import io.lull.protocol.session.Policy;
import io.lull.protocol.session.SessionContext;
import io.lull.protocol.session.SessionInput;
import io.lull.protocol.session.SessionInput.Verb;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.session.Verification;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.WriterMetadata;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** One backup as a requester makes it, with all that requesters do to their sessions. */
final class Script {
  private static final int STARTS_MOST = 6;
  private static final List<SessionContext> OUTLIVING =
      Stream.of(SessionContext.values()).filter(SessionContext::persistent).toList();

  private final Requester requester;
  private final Surroundings around;
  private final Dice dice;
  private final SessionId session;
  private final SessionContext context;
  private final boolean leased;
  private final Deque<Function<RequestId, Verb>> next = new ArrayDeque<>();
  private final List<ComponentId> chosen = new ArrayList<>();
  private final SortedSet<Volume> volumes = new TreeSet<>();
  private int starts;
  private boolean exists;
  private boolean outlives;
  private boolean released;

  Script(Requester requester, Surroundings around, SessionId session) {
    this.requester = requester;
    this.around = around;
    this.dice = around.dice();
    this.session = session;
    this.context = context();
    this.leased = dice.chance(0.8);
  }

  /** Who has something to say of sets makes those that outlive their sessions. */
  private SessionContext context() {
    if (dice.chance(around.faults().spoken())) {
      return dice.pick(OUTLIVING);
    }
    return dice.chance(0.7) ? SessionContext.BACKUP : dice.pick(List.of(SessionContext.values()));
  }

  void start() {
    Grade lowest = dice.chance(0.5) ? Grade.CRASH : dice.pick(List.of(Grade.values()));
    Policy policy = new Policy(Limits.defaults(), lowest, leased);
    next.add(request -> new SessionInput.InitializeForBackup(request, policy));
    if (context != SessionContext.BACKUP) {
      next.add(request -> new SessionInput.SetContext(request, context));
    }
    if (context.writers()) {
      BackupState state = new BackupState(dice.chance(0.7), false, BackupType.FULL);
      next.add(request -> new SessionInput.SetBackupState(request, state));
      if (dice.chance(0.1) && !around.roster().isEmpty()) {
        Set<WriterId> some = Set.of(dice.pick(List.copyOf(around.roster().keySet())));
        next.add(request -> new SessionInput.DisableWriters(request, some));
      }
      next.add(request -> new SessionInput.GatherWriterMetadata(request, around.roster()));
    } else {
      around.hosts().forEach(host -> around.volumes(host).forEach(this::maybe));
      startSet();
    }
    proceed();
  }

  private void maybe(Volume volume) {
    if (dice.chance(0.5)) {
      volumes.add(volume);
    }
  }

  private void startSet() {
    SetId set = new SetId(session + "-set" + ++starts);
    Set<HostId> every = new TreeSet<>(around.hosts());
    boolean named = dice.chance(0.5);
    next.addFirst(
        request ->
            new SessionInput.StartSnapshotSet(request, set, named ? hosts() : Set.of(), every));
  }

  private Set<HostId> hosts() {
    Set<HostId> hosts = new TreeSet<>();
    volumes.forEach(volume -> hosts.add(volume.host()));
    if (dice.chance(0.2) && hosts.size() > 1) {
      hosts.remove(hosts.iterator().next());
    }
    return hosts;
  }

  /** Goes on with the plan, or does something that nobody planned. */
  private void proceed() {
    if (dice.chance(around.faults().requesterErratic())) {
      erratic();
    } else if (exists && dice.chance(around.faults().spoken())) {
      requester.call(word());
    } else if (next.isEmpty()) {
      release();
    } else {
      Function<RequestId, Verb> verb = next.remove();
      requester.after(dice.between(0, Dice.SECOND), () -> callNow(verb));
    }
  }

  private void callNow(Function<RequestId, Verb> verb) {
    RequestId called = requester.call(verb);
    if (dice.chance(around.faults().requesterErratic())) {
      requester.after(dice.between(0, 10 * Dice.SECOND), () -> interrupt(called));
    }
    spokenAmid(called);
  }

  /** Somebody else may speak of the set in the middle of a call, of its deletion too. */
  private void spokenAmid(RequestId called) {
    if (dice.chance(around.faults().spoken())) {
      requester.after(
          dice.between(0, 10 * Dice.SECOND),
          () -> {
            if (requester.awaits(called)) {
              requester.mention(word());
            }
          });
    }
  }

  /** Something that is said of a set, with or without reason. */
  private Function<RequestId, Verb> word() {
    String reason = dice.pick(List.of("audit", "court"));
    boolean good = dice.chance(0.7);
    return switch (dice.below(5)) {
      case 0, 1 -> SessionInput.UnpinSet::new;
      case 2 ->
          request ->
              new SessionInput.RecordVerification(
                  request, new Verification(good, "looked at in " + request));
      default -> request -> new SessionInput.PinSet(request, reason);
    };
  }

  /** An abort or a deletion may find nothing, and then the plan goes on. */
  private void erratic() {
    switch (dice.below(4)) {
      case 0 -> vanish();
      case 1 -> requester.call(SessionInput.AbortBackup::new);
      case 2 -> release();
      default -> {
        next.addFirst(SessionInput.GatherWriterStatus::new);
        delete(List.of());
      }
    }
  }

  /** In the middle of a call that takes its time. */
  private void interrupt(RequestId called) {
    if (!requester.awaits(called)) {
      return;
    }
    switch (dice.below(5)) {
      case 0 -> requester.mention(request -> new SessionInput.Cancel(request, called));
      case 3 -> requester.mention(request -> new SessionInput.DeleteSnapshots(request, List.of()));
      case 1 -> requester.mention(SessionInput.AbortBackup::new);
      case 2 -> requester.mention(request -> new SessionInput.QueryStatus(request, called));
      default -> requester.mention(SessionInput.Release::new);
    }
  }

  /** A session without a lease belongs to a requester that does not vanish. */
  private void vanish() {
    if (leased) {
      around.trace(requester.name(), "vanishes");
      requester.finish();
    } else {
      release();
    }
  }

  private void release() {
    next.clear();
    requester.call(SessionInput.Release::new);
  }

  void answered(Verb verb, SessionReply reply) {
    released |= verb instanceof SessionInput.Release;
    if (released) {
      afterRelease();
      return;
    }
    if (reply instanceof SessionReply.Refused) {
      refused(verb);
      return;
    }
    switch (reply) {
      case SessionReply.Metadata metadata -> choose(metadata);
      case SessionReply.SetStarted _ -> fill();
      case SessionReply.SetCreated _ -> {
        exists = true;
        outlives = context.persistent() && !volumes.isEmpty();
        created();
      }
      default -> {}
    }
    proceed();
  }

  /** A set that outlived its session may be deleted, at once or later, in parts or as a whole. */
  private void afterRelease() {
    if (outlives && dice.chance(around.faults().spoken())) {
      requester.after(dice.between(0, Dice.MINUTE), () -> requester.call(word()));
      return;
    }
    if (!outlives || dice.chance(0.4)) {
      requester.finish();
      return;
    }
    SetId set = new SetId(session + "-set" + starts);
    List<SnapshotId> some =
        dice.chance(0.5)
            ? List.of()
            : List.of(new SnapshotId(set, dice.pick(List.copyOf(volumes))));
    requester.after(dice.between(0, 2 * Dice.MINUTE), () -> delete(some));
  }

  private void delete(List<SnapshotId> snapshots) {
    spokenAmid(requester.call(request -> new SessionInput.DeleteSnapshots(request, snapshots)));
  }

  private void refused(Verb verb) {
    if (verb instanceof SessionInput.StartSnapshotSet && starts < STARTS_MOST) {
      startSet();
      Function<RequestId, Verb> again = next.remove();
      long pause = dice.between(Dice.SECOND, 60 * Dice.SECOND);
      requester.after(pause, () -> requester.call(again));
    } else if (verb instanceof SessionInput.AddComponent
        || verb instanceof SessionInput.AddToSnapshotSet
        || verb instanceof SessionInput.GatherWriterStatus
        || verb instanceof SessionInput.GetSnapshotProperties
        || verb instanceof SessionInput.SetBackupSucceeded
        || verb instanceof SessionInput.DeleteSnapshots
        || verb instanceof SessionInput.PinSet
        || verb instanceof SessionInput.UnpinSet
        || verb instanceof SessionInput.RecordVerification) {
      proceed();
    } else if (verb instanceof SessionInput.AbortBackup || dice.chance(0.3)) {
      release();
    } else {
      next.clear();
      requester.call(SessionInput.AbortBackup::new);
    }
  }

  private void choose(SessionReply.Metadata metadata) {
    for (WriterMetadata writer : metadata.writers()) {
      for (Component component : writer.components()) {
        if (dice.chance(0.7)) {
          chosen.add(component.id());
          volumes.addAll(component.volumes());
        }
      }
    }
    if (dice.chance(0.3)) {
      around.hosts().forEach(host -> around.volumes(host).forEach(this::maybe));
    }
    boolean late = dice.chance(0.2);
    if (late) {
      startSet();
    } else {
      chosen.forEach(id -> next.add(request -> new SessionInput.AddComponent(request, id)));
      Deque<Function<RequestId, Verb>> before = new ArrayDeque<>(next);
      next.clear();
      startSet();
      List<Function<RequestId, Verb>> start = List.copyOf(next);
      next.clear();
      next.addAll(before);
      next.addAll(start);
      chosen.clear();
    }
  }

  private void fill() {
    chosen.forEach(id -> next.add(request -> new SessionInput.AddComponent(request, id)));
    volumes.forEach(volume -> next.add(request -> add(request, volume)));
    if (context.writers()) {
      next.add(SessionInput.PrepareForBackup::new);
    }
    if (dice.chance(0.2)) {
      next.add(SessionInput.GatherWriterStatus::new);
    }
    next.add(SessionInput.DoSnapshotSet::new);
  }

  private Verb add(RequestId request, Volume volume) {
    List<Candidate> candidates = around.candidates(volume.host());
    return new SessionInput.AddToSnapshotSet(
        request,
        volume,
        dice.chance(0.3) ? Optional.of(dice.pick(candidates).provider()) : Optional.empty(),
        candidates);
  }

  private void created() {
    next.add(SessionInput.GetSnapshotProperties::new);
    if (context.writers()) {
      if (!chosen.isEmpty()) {
        ComponentId first = chosen.getFirst();
        next.add(request -> new SessionInput.SetBackupSucceeded(request, first, true, Map.of()));
      }
      next.add(SessionInput.BackupComplete::new);
    }
    if (dice.chance(0.2)) {
      next.add(request -> new SessionInput.DeleteSnapshots(request, List.of()));
    }
  }
}
