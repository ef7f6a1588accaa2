package io.lull.protocol.session;

import io.lull.protocol.certificate.Grade;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import java.util.Optional;
import java.util.SortedSet;

/**
 * The state of one backup session; an immutable value that only events change.
 *
 * @param epoch the attempt of the coordinator that speaks for it
 * @param next where to go when what is under way ends: on after an abort, back from a set that
 *     could not be begun
 */
public record Session(
    SessionId id,
    SessionPhase phase,
    Epoch epoch,
    Policy policy,
    Setup setup,
    Roster roster,
    Optional<Creation> creation,
    Work work,
    SessionPhase next,
    Ledger ledger) {

  /** A session that nobody has used yet. */
  public static Session fresh(SessionId id) {
    return new Session(
        id,
        SessionPhase.NEW,
        Epoch.FIRST,
        new Policy(Limits.defaults(), Grade.APPLICATION, false),
        Setup.EMPTY,
        Roster.EMPTY,
        Optional.empty(),
        Work.NONE,
        SessionPhase.CREATION_FAILED,
        Ledger.EMPTY);
  }

  /** Nothing is left to do; all that may still happen is that a set that outlived it is deleted. */
  public boolean isOver() {
    return phase == SessionPhase.RELEASED && work.duties().isEmpty() && work.deletion().isEmpty();
  }

  /** What is to be undone, or else nothing: how far the creation of the set came. */
  boolean creationIsAtLeast(Creation.Stage stage) {
    return creation.filter(set -> set.isAtLeast(stage)).isPresent();
  }

  /** Whether somebody has said that the set must not be deleted. */
  boolean isPinned() {
    return creation.flatMap(set -> set.standing().pinned()).isPresent();
  }

  /** The set; only rules of phases in which there is one ask for it. */
  Creation set() {
    return creation.orElseThrow();
  }

  Round round() {
    return work.round();
  }

  Limits limits() {
    return policy.limits();
  }

  /** Whether nothing may come of it but what was measured. */
  boolean rehearses() {
    return setup.effectiveContext() == SessionContext.REHEARSAL;
  }

  boolean withWriters() {
    return setup.effectiveContext().writers();
  }

  /** The writers to which PrepareForBackup was sent, whatever became of them. */
  SortedSet<WriterId> participants() {
    return roster.writers(WriterEntry::takesPart);
  }

  /** The writers that take part and have not failed for good. */
  SortedSet<WriterId> serving() {
    return roster.writers(WriterEntry::serves);
  }

  /** What a message to this host carries from now on. */
  Stamp stamp(HostId host) {
    return new Stamp(id, set().set(), epoch, life(host), slot(host));
  }

  Incarnation life(HostId host) {
    return roster.lives().getOrDefault(host, Incarnation.FIRST);
  }

  SlotEpoch slot(HostId host) {
    return creation.map(set -> set.slots().get(host)).orElse(SlotEpoch.NONE);
  }

  /** True if an answer with this stamp belongs to what this coordinator asked. */
  boolean asked(Stamp stamp) {
    return stamp.session().equals(id)
        && stamp.epoch().equals(epoch)
        && creation.filter(set -> set.set().equals(stamp.set())).isPresent();
  }

  /** Why the set could not be created; a set that never failed was simply not asked for. */
  Fault failure() {
    return creation
        .flatMap(Creation::failure)
        .orElseGet(() -> Fault.of(Failure.SESSION_ABORTED, "the session was given up"));
  }

  Session phase(SessionPhase changed) {
    return new Session(id, changed, epoch, policy, setup, roster, creation, work, next, ledger);
  }

  Session epoch(Epoch changed) {
    return new Session(id, phase, changed, policy, setup, roster, creation, work, next, ledger);
  }

  Session policy(Policy changed) {
    return new Session(id, phase, epoch, changed, setup, roster, creation, work, next, ledger);
  }

  Session setup(Setup changed) {
    return new Session(id, phase, epoch, policy, changed, roster, creation, work, next, ledger);
  }

  Session roster(Roster changed) {
    return new Session(id, phase, epoch, policy, setup, changed, creation, work, next, ledger);
  }

  Session creation(Creation changed) {
    return new Session(
        id, phase, epoch, policy, setup, roster, Optional.of(changed), work, next, ledger);
  }

  Session withoutCreation() {
    return new Session(
        id, phase, epoch, policy, setup, roster, Optional.empty(), work, next, ledger);
  }

  Session work(Work changed) {
    return new Session(id, phase, epoch, policy, setup, roster, creation, changed, next, ledger);
  }

  Session next(SessionPhase changed) {
    return new Session(id, phase, epoch, policy, setup, roster, creation, work, changed, ledger);
  }

  Session ledger(Ledger changed) {
    return new Session(id, phase, epoch, policy, setup, roster, creation, work, next, changed);
  }
}
