package io.lull.protocol.session;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.session.SessionReply.Done;
import io.lull.protocol.session.SessionReply.Pending;
import io.lull.protocol.session.SessionReply.Properties;
import io.lull.protocol.session.SessionReply.Refused;
import io.lull.protocol.session.SessionReply.Statuses;
import io.lull.protocol.session.SessionReply.WriterStatus;
import io.lull.protocol.table.Decision;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/** Questions; they change nothing and may be asked as often as one likes. */
final class QueryRules {
  private static final Fault CANCELLED =
      Fault.of(Failure.CANCELLED, "the requester cancelled the creation");

  private QueryRules() {}

  static Decision<SessionEvent, SessionEffect, SessionReply> status(
      Session session, SessionInput.GatherWriterStatus input, Instant now) {
    return Decision.reply(
        new Statuses(
            input.request(),
            current(session.phase()),
            session.roster().writers().values().stream()
                .map(
                    entry ->
                        new WriterStatus(
                            entry.metadata().writer(),
                            entry.state(),
                            entry.failure().map(WriterEntry.Failed::fault)))
                .toList()));
  }

  static Decision<SessionEvent, SessionEffect, SessionReply> properties(
      Session session, SessionInput.GetSnapshotProperties input, Instant now) {
    SortedMap<SnapshotId, ProviderId> copies = new TreeMap<>();
    session
        .creation()
        .ifPresent(
            set ->
                set.members()
                    .forEach(
                        (volume, provider) ->
                            copies.put(new SnapshotId(set.set(), volume), provider)));
    return Decision.reply(new Properties(input.request(), copies));
  }

  static Decision<SessionEvent, SessionEffect, SessionReply> query(
      Session session, SessionInput.QueryStatus input, Instant now) {
    return Decision.reply(recorded(session, input.request(), input.asked()));
  }

  static Decision<SessionEvent, SessionEffect, SessionReply> cancelCreation(
      Session session, SessionInput.Cancel input, Instant now) {
    return isCreation(session, input)
        ? AbortRules.failCreation(new Flow(session).answer(new Done(input.request())), CANCELLED)
        : cancelNothing(session, input, now);
  }

  static Decision<SessionEvent, SessionEffect, SessionReply> cancelInWindow(
      Session session, SessionInput.Cancel input, Instant now) {
    return isCreation(session, input)
        ? new Flow(session)
            .effect(new SessionEffect.AbortWindow(session.set().set(), CANCELLED))
            .effect(new SessionEffect.Defer(input))
            .say(new Pending(input.request()))
            .decision()
        : cancelNothing(session, input, now);
  }

  /** What cannot be cancelled, or has ended, says how it stands. */
  static Decision<SessionEvent, SessionEffect, SessionReply> cancelNothing(
      Session session, SessionInput.Cancel input, Instant now) {
    boolean fails =
        isCreation(session, input) && session.creation().flatMap(Creation::failure).isPresent();
    return Decision.reply(
        fails ? new Done(input.request()) : recorded(session, input.request(), input.cancelled()));
  }

  /** In the window nothing can be journaled, and so nothing answered that it may decide. */
  static <I extends SessionInput.Verb>
      Decision<SessionEvent, SessionEffect, SessionReply> afterWindow(
          Session session, I input, Instant now) {
    return new Flow(session)
        .effect(new SessionEffect.Defer(input))
        .say(new Pending(input.request()))
        .decision();
  }

  private static boolean isCreation(Session session, SessionInput.Cancel input) {
    return session.ledger().pending().get(input.cancelled()) == Errand.CREATE_SET;
  }

  static Decision<SessionEvent, SessionEffect, SessionReply> keepAlive(
      Session session, SessionInput.KeepAlive input, Instant now) {
    return Decision.reply(new Done(input.request()));
  }

  private static SessionReply recorded(Session session, RequestId request, RequestId asked) {
    return session
        .ledger()
        .recorded(asked)
        .<SessionReply>map(
            reply ->
                switch (reply) {
                  case Pending pending -> new Pending(request);
                  case Refused refused -> new Refused(request, refused.fault());
                  default -> new Done(request);
                })
        .orElseGet(
            () ->
                new Refused(
                    request,
                    Fault.expected(
                        Failure.OBJECT_NOT_FOUND, "a call of this session", "got " + asked)));
  }

  /** Outside of these points a status may speak of something older or still under way. */
  private static boolean current(SessionPhase phase) {
    return switch (phase) {
      case BACKUP_PREPARED, SNAPSHOT_CREATED, CREATION_FAILED, BACKUP_COMPLETED, BACKUP_ABORTED ->
          true;
      case NEW,
          INITIALIZED,
          GATHERING_METADATA,
          METADATA_GATHERED,
          TAKING_SLOTS,
          SET_STARTED,
          PREPARING_BACKUP,
          PREPARING_SNAPSHOT,
          ENDING_PREPARE,
          WINDOW_OPEN,
          PRE_FINAL_COMMITTING,
          POST_SNAPSHOTTING,
          POST_FINAL_COMMITTING,
          COMPLETING,
          ABORTING,
          RELEASING,
          RELEASED ->
          false;
    };
  }
}
