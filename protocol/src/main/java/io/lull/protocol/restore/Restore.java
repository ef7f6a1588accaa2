package io.lull.protocol.restore;

import io.lull.protocol.document.BackupDocument;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.value.Sorted;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that is known of one restore.
 *
 * @param terms what it serves, once it is initialized
 * @param heard the last sign of life of the requester
 * @param choices what is to be restored, by the component that was picked for the backup
 * @param round the question that writers are being asked, in the phases that ask one
 * @param rounds how many there have been
 * @param replies what each request was answered last
 * @param end why the session ended, when it was not its requester that released it
 */
public record Restore(
    SessionId session,
    Epoch epoch,
    RestorePhase phase,
    Optional<RestoreTerms> terms,
    Instant heard,
    SortedMap<ComponentId, Choice> choices,
    Optional<Round> round,
    long rounds,
    Answers answers,
    SortedMap<RequestId, RestoreReply> replies,
    Optional<Fault> end) {
  public Restore {
    choices = Sorted.map(choices);
    replies = Sorted.map(replies);
  }

  /** A session that nobody has used yet. */
  public static Restore unused(SessionId session) {
    return new Restore(
        session,
        Epoch.FIRST,
        RestorePhase.NEW,
        Optional.empty(),
        Instant.EPOCH,
        Collections.emptySortedMap(),
        Optional.empty(),
        0,
        Answers.NONE,
        Collections.emptySortedMap(),
        Optional.empty());
  }

  // What follows is asked only once the session is initialized.

  public BackupDocument document() {
    return terms.orElseThrow().document();
  }

  public Limits limits() {
    return terms.orElseThrow().limits();
  }

  Round openRound() {
    return round.orElseThrow();
  }

  /** True while the silence of the requester would end the session. */
  boolean leased() {
    return phase.compareTo(RestorePhase.RELEASING) < 0
        && terms.map(RestoreTerms::leased).orElse(false);
  }

  /** How much of the requester's lease is left; negative when it is over. */
  Duration leaseLeft(Instant now) {
    return limits().requesterLease().minus(Duration.between(heard, now));
  }

  boolean leaseOver(Instant now) {
    return leased() && !leaseLeft(now).isPositive();
  }

  /** What is to be restored of one writer. */
  List<Choice> choices(WriterId writer) {
    return choices.values().stream()
        .filter(choice -> choice.component().writer().equals(writer))
        .toList();
  }

  /** The writers that have something to restore, in the lives in which they were found. */
  SortedMap<WriterId, Incarnation> participants() {
    TreeMap<WriterId, Incarnation> participants = new TreeMap<>(answers.unwell());
    answers.running().forEach((writer, found) -> participants.put(writer, found.incarnation()));
    participants.keySet().removeIf(writer -> choices(writer).isEmpty());
    return participants;
  }

  /** A restore creates nothing, and so it holds no creation slot. */
  Stamp stamp(Incarnation incarnation) {
    return new Stamp(session, document().set(), epoch, incarnation, SlotEpoch.NONE);
  }

  Restore initialized(RestoreTerms with) {
    return with(RestorePhase.INITIALIZED, Optional.of(with), heard, choices, end);
  }

  Restore heardAt(Instant at) {
    return with(phase, terms, at, choices, end);
  }

  Restore withChoice(Choice choice) {
    return with(phase, terms, heard, Sorted.with(choices, choice.component(), choice), end);
  }

  Restore withoutChoice(ComponentId component) {
    return with(phase, terms, heard, Sorted.without(choices, component), end);
  }

  Restore endedBy(Fault fault) {
    return with(phase, terms, heard, choices, Optional.of(fault));
  }

  private Restore with(
      RestorePhase entered,
      Optional<RestoreTerms> given,
      Instant at,
      SortedMap<ComponentId, Choice> chosen,
      Optional<Fault> cause) {
    return new Restore(
        session, epoch, entered, given, at, chosen, round, rounds, answers, replies, cause);
  }

  Restore withEpoch(Epoch taken) {
    return new Restore(
        session, taken, phase, terms, heard, choices, round, rounds, answers, replies, end);
  }

  Restore withReply(RestoreReply reply) {
    SortedMap<RequestId, RestoreReply> more = Sorted.with(replies, reply.request(), reply);
    return new Restore(
        session, epoch, phase, terms, heard, choices, round, rounds, answers, more, end);
  }

  Restore asking(Round begun) {
    return inRound(
        begun.question().asking(), Optional.of(begun), begun.number(), answers.withoutStatuses());
  }

  /** One writer less to wait for, and what it answered. */
  Restore answered(WriterId writer, Answers changed) {
    return inRound(phase, Optional.of(openRound().without(writer)), rounds, changed);
  }

  Restore settled() {
    return inRound(openRound().question().answered(), Optional.empty(), rounds, answers);
  }

  Restore released() {
    return inRound(RestorePhase.RELEASED, Optional.empty(), rounds, answers);
  }

  private Restore inRound(
      RestorePhase entered, Optional<Round> open, long number, Answers changed) {
    return new Restore(
        session, epoch, entered, terms, heard, choices, open, number, changed, replies, end);
  }
}
