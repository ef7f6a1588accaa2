package io.lull.protocol.restore;

import static io.lull.protocol.restore.Verdict.refused;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.restore.RestoreEvent.RequesterLost;
import io.lull.protocol.restore.RestoreEvent.RestoreReleased;
import io.lull.protocol.restore.RestoreEvent.RoundBegun;
import io.lull.protocol.restore.RestoreEvent.RoundEnded;
import io.lull.protocol.restore.RestoreInput.GatherWriterMetadata;
import io.lull.protocol.restore.RestoreInput.GatherWriterStatus;
import io.lull.protocol.restore.RestoreInput.HostLost;
import io.lull.protocol.restore.RestoreInput.PostRestore;
import io.lull.protocol.restore.RestoreInput.PreRestore;
import io.lull.protocol.restore.RestoreInput.Release;
import io.lull.protocol.restore.RestoreInput.Verb;
import io.lull.protocol.restore.RestoreInput.WriterSaid;
import io.lull.protocol.restore.RestoreTimer.RoundLimit;
import io.lull.protocol.table.Decision;
import io.lull.protocol.value.Sorted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;

/** Asking many writers one question, and ending the round when nobody is waited for any more. */
final class RoundRules {
  private RoundRules() {}

  static Decision<RestoreEvent, RestoreEffect, RestoreReply> gatherMetadata(
      Restore restore, GatherWriterMetadata verb, Instant now) {
    return begin(restore, Question.IDENTIFY, verb, verb.roster(), now);
  }

  static Decision<RestoreEvent, RestoreEffect, RestoreReply> preRestore(
      Restore restore, PreRestore verb, Instant now) {
    if (restore.choices().isEmpty()) {
      return refused(
          verb, Failure.BAD_STATE, "a component that is selected for restore", "none is");
    }
    return begin(restore, Question.PRE_RESTORE, verb, restore.participants(), now);
  }

  static Decision<RestoreEvent, RestoreEffect, RestoreReply> statusBeforeFiles(
      Restore restore, GatherWriterStatus verb, Instant now) {
    return begin(restore, Question.STATUS_BEFORE_FILES, verb, restore.participants(), now);
  }

  // Also writers that failed at PreRestore: they may have made way all the same.
  static Decision<RestoreEvent, RestoreEffect, RestoreReply> postRestore(
      Restore restore, PostRestore verb, Instant now) {
    return begin(restore, Question.POST_RESTORE, verb, restore.participants(), now);
  }

  static Decision<RestoreEvent, RestoreEffect, RestoreReply> statusAfterFiles(
      Restore restore, GatherWriterStatus verb, Instant now) {
    return begin(restore, Question.STATUS_AFTER_FILES, verb, restore.participants(), now);
  }

  /** The writers that have made way are told that nothing more of this restore will come. */
  static Decision<RestoreEvent, RestoreEffect, RestoreReply> shutDown(
      Restore restore, Release verb, Instant now) {
    return begin(restore, Question.SHUT_DOWN, verb, restore.participants(), now);
  }

  private static Decision<RestoreEvent, RestoreEffect, RestoreReply> begin(
      Restore restore,
      Question question,
      Verb verb,
      Map<WriterId, Incarnation> asked,
      Instant now) {
    List<RestoreReply> replies = new ArrayList<>();
    replies.add(new RestoreReply.Pending(verb.request()));
    RestoreEvent begun = begun(restore, question, Optional.of(verb.request()), asked);
    Decision<RestoreEvent, RestoreEffect, RestoreReply> settled =
        settle(restore, List.of(begun), now);
    replies.addAll(settled.replies());
    return new Decision<>(settled.events(), settled.effects(), replies);
  }

  private static RestoreEvent begun(
      Restore restore,
      Question question,
      Optional<RequestId> request,
      Map<WriterId, Incarnation> asked) {
    return new RoundBegun(new Round(restore.rounds() + 1, question, request, Sorted.map(asked)));
  }

  static Decision<RestoreEvent, RestoreEffect, RestoreReply> writerSaid(
      Restore restore, WriterSaid said, Instant now) {
    return Hearing.heard(restore, said.reply())
        .map(answer -> settle(restore, List.of(answer), now))
        // An answer to an older question, or a second one to this: the first stands.
        .orElseGet(Decision::nothing);
  }

  static Decision<RestoreEvent, RestoreEffect, RestoreReply> limitPassed(
      Restore restore, RoundLimit limit, Instant now) {
    Optional<RoundLimit> current =
        restore.round().map(round -> new RoundLimit(round.number(), restore.epoch()));
    if (!current.equals(Optional.of(limit))) {
      return Decision.nothing();
    }
    return silent(restore, (writer, life) -> true, writer -> Rounds.overdue(restore, writer), now);
  }

  static Decision<RestoreEvent, RestoreEffect, RestoreReply> hostLost(
      Restore restore, HostLost lost, Instant now) {
    Fault fault =
        Fault.expected(
            Failure.HOST_UNREACHABLE,
            "an answer of " + lost.host(),
            "its life " + lost.incarnation() + " is over or out of reach");
    // A life that began after the lost one may still answer.
    return silent(
        restore,
        (writer, life) -> writer.host().equals(lost.host()) && !lost.incarnation().isBefore(life),
        writer -> fault,
        now);
  }

  /** These writers will not answer in this round; the others still may. */
  private static Decision<RestoreEvent, RestoreEffect, RestoreReply> silent(
      Restore restore,
      BiPredicate<WriterId, Incarnation> which,
      Function<WriterId, Fault> why,
      Instant now) {
    List<RestoreEvent> events = new ArrayList<>();
    restore
        .openRound()
        .waiting()
        .forEach(
            (writer, life) -> {
              if (which.test(writer, life)) {
                events.add(Rounds.instead(restore, writer, why.apply(writer)));
              }
            });
    boolean unchanged = events.isEmpty() && !restore.openRound().waiting().isEmpty();
    return unchanged ? Decision.nothing() : settle(restore, events, now);
  }

  /** Ends the round if these events leave nobody to wait for. */
  private static Decision<RestoreEvent, RestoreEffect, RestoreReply> settle(
      Restore restore, List<RestoreEvent> events, Instant now) {
    Restore after = RestoreEvents.apply(restore, events);
    if (!after.openRound().waiting().isEmpty()) {
      return new Decision<>(events, List.of(), List.of());
    }
    List<RestoreEvent> all = new ArrayList<>(events);
    all.add(new RoundEnded());
    // A requester that fell silent meanwhile was waited with until its writers had finished.
    Restore ended = RestoreEvents.apply(after, new RoundEnded());
    if (ended.leaseOver(now)) {
      all.addAll(lost(ended));
    }
    Optional<RequestId> request = after.openRound().request();
    return new Decision<>(
        all, List.of(), request.map(id -> Rounds.reply(after, id)).stream().toList());
  }

  /** What happens when the requester has been silent for as long as it may be. */
  static List<RestoreEvent> lost(Restore restore) {
    Fault fault =
        Fault.expected(
            Failure.REQUESTER_LOST,
            "a sign of life within " + restore.limits().requesterLease().toSeconds() + " s",
            "the last one came at " + restore.heard());
    boolean told = restore.phase().compareTo(RestorePhase.PRE_RESTORING) >= 0;
    return List.of(
        new RequesterLost(fault),
        told
            ? begun(restore, Question.SHUT_DOWN, Optional.empty(), restore.participants())
            : new RestoreReleased());
  }
}
