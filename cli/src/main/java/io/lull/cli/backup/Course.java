package io.lull.cli.backup;

import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Deadline;
import io.lull.cli.node.Pause;
import io.lull.protocol.certificate.Grade;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.limit.SlotRetry;
import io.lull.protocol.session.BackupState;
import io.lull.protocol.session.Policy;
import io.lull.protocol.session.Reach;
import io.lull.protocol.session.SessionContext;
import io.lull.protocol.session.SessionInput.AbortBackup;
import io.lull.protocol.session.SessionInput.AddComponent;
import io.lull.protocol.session.SessionInput.AddToSnapshotSet;
import io.lull.protocol.session.SessionInput.BackupComplete;
import io.lull.protocol.session.SessionInput.DeleteSnapshots;
import io.lull.protocol.session.SessionInput.DoSnapshotSet;
import io.lull.protocol.session.SessionInput.GatherWriterMetadata;
import io.lull.protocol.session.SessionInput.GatherWriterStatus;
import io.lull.protocol.session.SessionInput.InitializeForBackup;
import io.lull.protocol.session.SessionInput.PrepareForBackup;
import io.lull.protocol.session.SessionInput.Release;
import io.lull.protocol.session.SessionInput.SetBackupState;
import io.lull.protocol.session.SessionInput.SetBackupSucceeded;
import io.lull.protocol.session.SessionInput.SetContext;
import io.lull.protocol.session.SessionInput.StartSnapshotSet;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.session.SessionReply.Done;
import io.lull.protocol.session.SessionReply.Metadata;
import io.lull.protocol.session.SessionReply.SetCreated;
import io.lull.protocol.session.SessionReply.Statuses;
import io.lull.protocol.session.SessionReply.VolumeAdded;
import io.lull.protocol.session.SessionReply.WriterStatus;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.WriterMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The verbs of one backup, in their order, and how everything is undone that came to nothing. */
final class Course {
  private static final Limits LIMITS = Limits.defaults();
  private static final Duration UNDOING = Duration.ofMinutes(1);
  private static final String TWO_WAYS =
      "Take a provider that copies at one instant ('lull providers' shows the cut), or accept"
          + " such a copy with ";

  private final Requester requester;
  private final Wish wish;
  private final Progress progress;
  private final String allowing;
  private final List<WriterMetadata> there = new ArrayList<>();
  private final List<Component> chosen = new ArrayList<>();
  private boolean began;
  private boolean asked;
  private Optional<SetCreated> created = Optional.empty();

  /**
   * @param allowing how somebody who asks here says that a fuzzy set will do
   */
  Course(Requester requester, Wish wish, Progress progress, String allowing) {
    this.requester = requester;
    this.wish = wish;
    this.progress = progress;
    this.allowing = allowing;
  }

  /** A set that was created, and what its grade is measured by. */
  record Made(SetId set, SetCreated created, Grade wanted) {}

  /** What all writers say of themselves, what of them was picked, and who would copy. */
  record Asked(
      List<WriterMetadata> writers,
      List<Component> chosen,
      SortedMap<Volume, VolumeAdded> volumes,
      Grade wanted) {}

  /** Everything up to the set. */
  Made create() {
    SortedMap<Volume, VolumeAdded> members = new TreeMap<>();
    SetId set = admit(wish.context(), members);
    if (wish.context().writers()) {
      progress.step("telling the writers what will be backed up");
      requester.call(Done.class, PrepareForBackup::new);
    }
    SetCreated made = doSnapshotSet(set);
    return new Made(set, made, wish.wanted(chosen, members.keySet()));
  }

  /**
   * Hears who would take part, and ends the session: nobody is told to prepare or to stand still,
   * and no provider to copy.
   */
  Asked ask() {
    SortedMap<Volume, VolumeAdded> members = new TreeMap<>();
    // Of a rehearsal there is never a set, also not among those that came to nothing.
    var _ = admit(SessionContext.REHEARSAL, members);
    requester.call(Done.class, Release::new);
    requester.fallSilent();
    began = false;
    return new Asked(there, chosen, members, wish.wanted(chosen, members.keySet()));
  }

  /** Begins the session and puts its set together. */
  private SetId admit(SessionContext context, SortedMap<Volume, VolumeAdded> members) {
    progress.step("beginning session " + requester.session());
    requester.begin(
        r -> new InitializeForBackup(r, new Policy(LIMITS, wish.lowestAllowed(), true)));
    began = true;
    requester.keepAlive(LIMITS.requesterLease());
    requester.call(Done.class, r -> new SetContext(r, context));
    if (context.writers()) {
      requester.call(
          Done.class, r -> new SetBackupState(r, new BackupState(true, false, wish.type())));
      gather();
    }
    SortedSet<Volume> volumes = volumes();
    SetId set = startSet(volumes.stream().map(Volume::host).collect(Collectors.toSet()));
    for (Volume volume : volumes) {
      progress.step("adding " + volume);
      VolumeAdded added =
          requester.call(
              VolumeAdded.class,
              r -> new AddToSnapshotSet(r, volume, wish.providerOf(volume), List.of()));
      progress.step(volume + " will be copied by " + added.provider());
      members.put(volume, added);
    }
    return set;
  }

  /**
   * Tells the writers what was stored and ends the session.
   *
   * @return the writers that have failed in some step, at the latest in this one
   */
  SortedMap<WriterId, Fault> finish(boolean stored) {
    SetCreated made = created.orElseThrow();
    SortedMap<WriterId, Fault> failed = new TreeMap<>();
    if (wish.context().writers()) {
      progress.step("telling the writers that the backup is done");
      for (Component component : chosen) {
        ComponentId id = component.id();
        boolean good =
            stored
                && made.unusable().stream().noneMatch(lost -> lost.equals(id) || id.isAbove(lost));
        requester.call(Done.class, r -> new SetBackupSucceeded(r, id, good, Map.of()));
      }
      requester.call(Done.class, BackupComplete::new);
      for (WriterStatus status :
          requester.call(Statuses.class, GatherWriterStatus::new).writers()) {
        status.fault().ifPresent(fault -> failed.put(status.writer(), fault));
      }
    }
    requester.call(Done.class, Release::new);
    requester.fallSilent();
    began = false;
    return failed;
  }

  /** Does what may fail; then nothing is left that was begun, also where the mistake is ours. */
  <T> T orNothing(Supplier<T> work) {
    try {
      return work.get();
    } catch (Trouble trouble) {
      throw undo(trouble, false);
    } catch (RuntimeException ours) {
      var _ = undo(Trouble.of(ExitCode.FAILED, "a mistake of this program", ""), false);
      throw ours;
    }
  }

  /**
   * Undoes once whatever was begun, and says what the trouble amounts to then.
   *
   * @param keep whether a set that was created may stay, because somebody was told of it
   */
  Trouble undo(Trouble trouble, boolean keep) {
    if (!began) {
      return trouble;
    }
    requester.undoing(UNDOING);
    progress.step("undoing what was begun");
    Trouble told = trouble;
    try {
      boolean gone = trouble.failure().equals(Optional.of(Failure.BELOW_REQUESTED_GRADE));
      if (gone || (created.isPresent() && !keep)) {
        // An abort undoes no set that exists; whoever wants it gone has to say so.
        told = left(trouble, requester.reply(r -> new DeleteSnapshots(r, List.of())));
      }
      SessionReply aborted =
          created.isPresent() && keep
              ? new Done(requester.next())
              : requester.reply(AbortBackup::new);
      if (aborted instanceof SessionReply.Aborted answer && !answer.unreached().isEmpty()) {
        // The session asks those for as long as they are silent, and ends only after that; whoever
        // has to look at them is not kept until then.
        requester.say(Release::new);
        return unconfirmed(told, answer.unreached());
      }
      requester.reply(Release::new);
      return told;
    } catch (Trouble gone) {
      return lost(told);
    } finally {
      requester.fallSilent();
      began = false;
    }
  }

  /** What could not be deleted is named; that there was nothing to delete is as good. */
  private Trouble left(Trouble trouble, SessionReply reply) {
    Optional<Fault> why =
        switch (reply) {
          case SessionReply.Deleted deleted -> deleted.fault();
          case SessionReply.Refused refused -> Optional.of(refused.fault());
          default -> Optional.<Fault>empty();
        };
    return why.filter(fault -> fault.failure() != Failure.OBJECT_NOT_FOUND)
        .map(fault -> trouble.at("a copy of it is left: " + fault.detail()).hinting(leftHint()))
        .orElse(trouble);
  }

  private String leftHint() {
    String show = "see 'lull show " + requester.session() + "'";
    return wish.stays()
        ? "Delete the set when that is no more; " + show
        : "It is tried again until it is gone, also at the next start of the node; " + show;
  }

  /** Gives up the backup of a set that exists and may stay; the writers hear of the abort. */
  void abandon() {
    requester.undoing(UNDOING);
    try {
      SessionReply aborted = requester.reply(AbortBackup::new);
      requester.reply(Release::new);
      if (aborted instanceof SessionReply.Aborted told && !told.unreached().isEmpty()) {
        throw unconfirmed(
            Trouble.of(ExitCode.ABORTED, "the backup was aborted", ""), told.unreached());
      }
    } finally {
      requester.fallSilent();
      began = false;
    }
  }

  private static Trouble unconfirmed(Trouble trouble, Set<WriterId> unreached) {
    return trouble
        .as(ExitCode.THAW_UNCONFIRMED)
        .at("nobody has said that these run again: " + unreached)
        .hinting("Look at their hosts now; their leases end every hold");
  }

  /** The node is gone: what it did since nobody knows, and unknown is not thawed. */
  private Trouble lost(Trouble trouble) {
    String hint =
        "The session ends by itself within "
            + LIMITS.requesterLease().toMinutes()
            + " min and leases end every hold; see 'lull show "
            + requester.session()
            + "'";
    if (asked && created.isEmpty()) {
      return trouble.as(ExitCode.THAW_UNCONFIRMED).hinting(hint);
    }
    return created.isPresent()
        ? trouble.at("nobody has said that its copies are gone").hinting(hint)
        : trouble.hinting(hint);
  }

  private void gather() {
    progress.step("asking the writers who they are");
    Metadata metadata = requester.call(Metadata.class, r -> new GatherWriterMetadata(r, Map.of()));
    there.addAll(metadata.writers());
    for (WriterMetadata writer : there) {
      writer.components().stream().filter(wish::chooses).forEach(chosen::add);
    }
    for (WriterId named : wish.writers()) {
      if (there.stream().noneMatch(writer -> writer.writer().equals(named))) {
        Fault why = metadata.absent().get(named);
        throw why == null
            ? Trouble.of(
                ExitCode.USAGE,
                "expected a writer " + named + ", but there is none",
                "'lull writers' lists all of them")
            : Trouble.of(ExitCode.REFUSED, why).at("writer " + named + " cannot take part");
      }
    }
    for (WriterId verified : wish.more().verified()) {
      if (chosen.stream().noneMatch(component -> component.id().writer().equals(verified))) {
        throw Trouble.of(
            ExitCode.REFUSED,
            "expected writer " + verified + " to take part, but none of its components does",
            "Add all volumes on which its data lies; 'list writers detailed' says which");
      }
    }
    for (Component component : chosen) {
      progress.step("choosing " + component.id());
      requester.call(Done.class, r -> new AddComponent(r, component.id()));
    }
  }

  private SortedSet<Volume> volumes() {
    SortedSet<Volume> volumes = new TreeSet<>(wish.volumes());
    chosen.forEach(component -> volumes.addAll(component.volumes()));
    if (volumes.isEmpty()) {
      throw Trouble.of(
          ExitCode.REFUSED,
          "expected a volume to copy, but the writers " + wish.writers() + " name none",
          "Name its directory as well");
    }
    return volumes;
  }

  /** Takes the hosts' slots; where others have them, comes back as long as was asked for. */
  private SetId startSet(Set<HostId> hosts) {
    Optional<Deadline> waiting = wish.busyFor().map(Deadline::in);
    for (int refusals = 1; ; refusals++) {
      SetId set = new SetId("set-" + UUID.randomUUID());
      progress.step("starting set " + set);
      SessionReply reply = requester.reply(r -> new StartSnapshotSet(r, set, hosts, Set.of()));
      if (!(reply instanceof SessionReply.Refused refused)) {
        return set;
      }
      boolean busy = refused.fault().failure() == Failure.SNAPSHOT_SET_IN_PROGRESS;
      if (!busy || waiting.isEmpty() || waiting.get().isOver()) {
        throw Trouble.of(refused.fault());
      }
      progress.step("waiting, because " + refused.fault().detail());
      pause(waiting.get().atMost(between(refusals)));
    }
  }

  // The last of the waits is repeated until the time is over: whoever waits has said how long.
  private static Duration between(int refusals) {
    double jitter = ThreadLocalRandom.current().nextDouble();
    return SlotRetry.wait(LIMITS, refusals, jitter)
        .or(() -> SlotRetry.wait(LIMITS, LIMITS.slotRetryAttempts(), jitter))
        .orElse(Duration.ofSeconds(5));
  }

  private SetCreated doSnapshotSet(SetId set) {
    progress.step("creating " + set);
    asked = true;
    SessionReply reply = requester.reply(DoSnapshotSet::new);
    if (reply instanceof SessionReply.Refused refused) {
      throw trouble(refused.fault());
    }
    if (!(reply instanceof SetCreated made)) {
      throw Trouble.of(ExitCode.FAILED, "expected a set, but the session answered otherwise", "");
    }
    created = Optional.of(made);
    // The answer may have overtaken whoever told us to stop.
    requester.check();
    return made;
  }

  /** What it means to whoever asks here that a set was refused. */
  Trouble trouble(Fault fault) {
    return switch (fault.failure()) {
      // Nothing of the set remains here, so it is an abort.
      case BELOW_REQUESTED_GRADE -> Trouble.of(ExitCode.ABORTED, fault);
      case GRADE_OUT_OF_REACH -> {
        boolean fuzzy = Reach.isAtBest(fault, Grade.FUZZY);
        Trouble refused = Trouble.of(fault).at("nothing was frozen or copied");
        yield fuzzy ? refused.hinting(TWO_WAYS + allowing) : refused;
      }
      default -> Trouble.of(fault);
    };
  }

  private void pause(Duration time) {
    // In small parts, so that whoever stops us does not have to wait for the end of it.
    Deadline end = Deadline.in(time);
    while (!end.isOver() && !Thread.currentThread().isInterrupted()) {
      requester.check();
      Pause.of(end.atMost(Duration.ofMillis(200)));
    }
  }
}
