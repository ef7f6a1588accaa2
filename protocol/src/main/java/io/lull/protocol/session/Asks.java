package io.lull.protocol.session;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.provider.ProviderInput.AbortSnapshots;
import io.lull.protocol.provider.ProviderInput.BeginPrepare;
import io.lull.protocol.provider.ProviderInput.DeleteSnapshots;
import io.lull.protocol.provider.ProviderInput.EndPrepare;
import io.lull.protocol.provider.ProviderInput.PostFinalCommit;
import io.lull.protocol.provider.ProviderInput.PreFinalCommit;
import io.lull.protocol.provider.ProviderInput.ProviderRequest;
import io.lull.protocol.session.SessionEffect.AskProvider;
import io.lull.protocol.session.SessionEffect.AskSlot;
import io.lull.protocol.session.SessionEffect.AskWriter;
import io.lull.protocol.session.SessionEffect.StartTimer;
import io.lull.protocol.slot.SlotInput.ReleaseSlot;
import io.lull.protocol.slot.SlotInput.TakeSlot;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.WriterInput;
import io.lull.protocol.writer.WriterInput.Abort;
import io.lull.protocol.writer.WriterInput.BackupComplete;
import io.lull.protocol.writer.WriterInput.BackupShutdown;
import io.lull.protocol.writer.WriterInput.Identify;
import io.lull.protocol.writer.WriterInput.PostSnapshot;
import io.lull.protocol.writer.WriterInput.PrepareForBackup;
import io.lull.protocol.writer.WriterInput.PrepareForSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a session asks for, read off its state.
 *
 * <p>Entering a phase and recovering into it share these lists, so that the two cannot drift apart.
 */
final class Asks {
  // Several attempts fit into the limit of an abort, so that a lost message does not use it up.
  private static final int ATTEMPTS = 5;

  // A provider may have begun a volume and not been heard; what it has, it knows best.
  private static final List<SnapshotId> EVERYTHING = List.of();

  private Asks() {}

  /** Everything that is not answered yet, for a coordinator that has just recovered. */
  static List<SessionEffect> outstanding(Session session) {
    List<SessionEffect> asks = new ArrayList<>();
    switch (session.phase()) {
      // Nobody can say what stands still; the writers are told to run before anything else.
      case PREPARING_SNAPSHOT, ENDING_PREPARE, WINDOW_OPEN ->
          session
              .participants()
              .forEach(writer -> asks.add(abort(session, writer, Failure.COORDINATOR_LOST)));
      default -> asks.addAll(round(session));
    }
    session.work().admissions().forEach((request, _) -> asks.addAll(admission(session, request)));
    asks.addAll(deletion(session));
    asks.addAll(duties(session));
    if (session.policy().leased() && session.phase() != SessionPhase.RELEASED) {
      asks.add(lease(session));
    }
    return asks;
  }

  /** What is asked of everybody whom the present round waits for, and its limit. */
  static List<SessionEffect> round(Session session) {
    List<SessionEffect> asks = new ArrayList<>();
    Round round = session.round();
    round.writers().forEach(w -> asks.add(new AskWriter(w, writerRequest(session, w))));
    round.providers().forEach(p -> asks.add(new AskProvider(p, providerRequest(session, p))));
    round.slots().forEach(host -> asks.add(takeSlot(session, host)));
    limit(session)
        .ifPresent(
            limit -> asks.add(new StartTimer(new SessionTimer.RoundLimit(round.number()), limit)));
    if (!round.slots().isEmpty()) {
      asks.add(retry(session));
    }
    return asks;
  }

  /** What is asked for every duty, and when to ask again. */
  static List<SessionEffect> duties(Session session) {
    List<SessionEffect> asks = new ArrayList<>();
    for (Duty duty : session.work().duties()) {
      duty(session, duty).ifPresent(asks::add);
    }
    if (!asks.isEmpty()) {
      asks.add(retry(session));
    }
    return asks;
  }

  /**
   * What is asked again until it is answered: every duty, and the slots that are waited for. Unlike
   * a host, a slot has no node of its own; one that is lost takes with it what it was just asked.
   */
  static List<SessionEffect> again(Session session) {
    List<SessionEffect> asks = duties(session);
    Set<HostId> slots = new TreeSet<>(session.round().slots());
    session.work().admissions().values().stream()
        .map(Admission::host)
        .filter(host -> !session.set().slots().containsKey(host))
        .forEach(slots::add);
    slots.forEach(host -> asks.add(takeSlot(session, host)));
    if (!slots.isEmpty()) {
      asks.add(retry(session));
    }
    return asks;
  }

  private static StartTimer retry(Session session) {
    return new StartTimer(
        new SessionTimer.RetryDuties(), session.limits().abort().dividedBy(ATTEMPTS));
  }

  /** What had to wait for this duty alone; all others were asked for already. */
  static List<SessionEffect> after(Session session, Duty done) {
    Optional<Duty> next =
        switch (done) {
          case Duty.AbortWriter abort -> Optional.of(new Duty.ShutDownWriter(abort.writer()));
          case Duty.AbortProvider abort -> Optional.of(new Duty.DeleteCopies(abort.provider()));
          case Duty.DeleteCopies _, Duty.ShutDownWriter _, Duty.GiveBackSlot _ -> Optional.empty();
        };
    return next.filter(session.work().duties()::contains)
        .flatMap(duty -> duty(session, duty))
        .map(List::of)
        .orElse(List.of());
  }

  /** What an admission needs next: the slot of its host, or its provider. */
  static List<SessionEffect> admission(Session session, RequestId request) {
    Admission admission = session.work().admissions().get(request);
    if (admission == null) {
      return List.of();
    }
    StartTimer timer =
        new StartTimer(new SessionTimer.AdmissionLimit(request), session.limits().begin());
    if (!session.set().slots().containsKey(admission.host())) {
      return List.of(takeSlot(session, admission.host()), timer, retry(session));
    }
    return switch (admission) {
      case Admission.OfComponent component -> List.of();
      case Admission.OfVolume volume -> {
        Candidate candidate = volume.candidates().getFirst();
        Stamp stamp = stamp(session, candidate);
        yield List.of(
            new AskProvider(candidate.provider(), new BeginPrepare(stamp, volume.volume())), timer);
      }
    };
  }

  /** The copy that is to be deleted next. */
  static List<SessionEffect> deletion(Session session) {
    return session
        .work()
        .deletion()
        .filter(deletion -> !deletion.left().isEmpty())
        .map(deletion -> deletion.left().getFirst())
        .flatMap(
            snapshot ->
                Optional.ofNullable(session.set().members().get(snapshot.volume()))
                    .map(provider -> delete(session, provider, List.of(snapshot))))
        .<List<SessionEffect>>map(
            ask ->
                List.of(
                    ask,
                    new StartTimer(new SessionTimer.DeletionLimit(), session.limits().delete())))
        .orElse(List.of());
  }

  static StartTimer lease(Session session) {
    return new StartTimer(new SessionTimer.RequesterLease(), session.limits().requesterLease());
  }

  /** The stamp for a provider that is not a member of the set yet. */
  static Stamp stamp(Session session, Candidate candidate) {
    HostId host = candidate.provider().host();
    return new Stamp(
        session.id(),
        session.set().set(),
        session.epoch(),
        candidate.incarnation(),
        session.slot(host));
  }

  private static WriterInput writerRequest(Session session, WriterId writer) {
    return switch (session.phase()) {
      case GATHERING_METADATA -> new Identify(session.id(), session.life(writer.host()));
      case PREPARING_BACKUP ->
          new PrepareForBackup(
              session.stamp(writer.host()),
              session.roster().known(writer).included(),
              session.setup().state().map(BackupState::type).orElse(BackupType.FULL));
      case PREPARING_SNAPSHOT ->
          new PrepareForSnapshot(session.stamp(writer.host()), session.set().members().keySet());
      case POST_SNAPSHOTTING -> new PostSnapshot(session.stamp(writer.host()));
      case COMPLETING ->
          new BackupComplete(session.stamp(writer.host()), Selection.succeeded(session, writer));
      default ->
          throw new IllegalStateException(
              "expected a phase that asks writers, but it is " + session.phase());
    };
  }

  private static ProviderRequest providerRequest(Session session, ProviderId provider) {
    Stamp stamp = session.stamp(provider.host());
    return switch (session.phase()) {
      case ENDING_PREPARE -> new EndPrepare(stamp, Plans.volumes(session, provider));
      case PRE_FINAL_COMMITTING -> new PreFinalCommit(stamp);
      case POST_FINAL_COMMITTING -> new PostFinalCommit(stamp);
      default ->
          throw new IllegalStateException(
              "expected a phase that asks providers, but it is " + session.phase());
    };
  }

  private static Optional<Duration> limit(Session session) {
    return switch (session.phase()) {
      case GATHERING_METADATA -> Optional.of(session.limits().identify());
      case TAKING_SLOTS -> Optional.of(session.limits().begin());
      case PREPARING_BACKUP -> Optional.of(session.limits().prepareForBackup());
      case PREPARING_SNAPSHOT -> Optional.of(session.limits().prepareForSnapshot());
      case ENDING_PREPARE -> Optional.of(session.limits().endPrepare());
      case PRE_FINAL_COMMITTING -> Optional.of(session.limits().preFinal());
      case POST_SNAPSHOTTING -> Optional.of(session.limits().postSnapshot());
      case POST_FINAL_COMMITTING -> Optional.of(session.limits().postFinal());
      case COMPLETING -> Optional.of(session.limits().backupComplete());
      case ABORTING -> Optional.of(session.limits().abort());
      case RELEASING -> Optional.of(session.limits().backupShutdown());
      // DoSnapshotSet waits for the slots to be free, and not for ever.
      case SNAPSHOT_CREATED, CREATION_FAILED, BACKUP_ABORTED ->
          session.ledger().waitingFor(Errand.CREATE_SET).isEmpty()
              ? Optional.empty()
              : Optional.of(session.limits().begin());
      // The window has limits of its own, and in the others it is the requester's turn.
      case WINDOW_OPEN,
          NEW,
          INITIALIZED,
          METADATA_GATHERED,
          SET_STARTED,
          BACKUP_PREPARED,
          BACKUP_COMPLETED,
          RELEASED ->
          Optional.empty();
    };
  }

  private static Optional<SessionEffect> duty(Session session, Duty duty) {
    return switch (duty) {
      case Duty.AbortWriter abort ->
          Optional.of(abort(session, abort.writer(), session.failure().failure()));
      case Duty.AbortProvider abort ->
          Optional.of(
              new AskProvider(
                  abort.provider(), new AbortSnapshots(session.stamp(abort.provider().host()))));
      // A provider that may still be at work on the set must hear of the abort first.
      case Duty.DeleteCopies delete ->
          session.work().duties().contains(new Duty.AbortProvider(delete.provider()))
              ? Optional.empty()
              : Optional.of(delete(session, delete.provider(), EVERYTHING));
      // And a writer must run before it is told that the session is over.
      case Duty.ShutDownWriter shutdown ->
          session.work().duties().contains(new Duty.AbortWriter(shutdown.writer()))
              ? Optional.empty()
              : Optional.of(
                  new AskWriter(
                      shutdown.writer(),
                      new BackupShutdown(session.stamp(shutdown.writer().host()))));
      case Duty.GiveBackSlot slot ->
          Optional.of(new AskSlot(slot.host(), new ReleaseSlot(session.id(), slot.set())));
    };
  }

  private static AskWriter abort(Session session, WriterId writer, Failure cause) {
    return new AskWriter(writer, new Abort(session.stamp(writer.host()), cause));
  }

  private static AskProvider delete(
      Session session, ProviderId provider, List<SnapshotId> snapshots) {
    return new AskProvider(
        provider, new DeleteSnapshots(session.stamp(provider.host()), snapshots));
  }

  private static AskSlot takeSlot(Session session, HostId host) {
    return new AskSlot(host, new TakeSlot(session.id(), session.set().set()));
  }
}
