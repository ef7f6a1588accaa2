package io.lull.protocol.stream.session;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.stream.EndMode;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamOutcome;
import io.lull.protocol.stream.StreamReply;
import io.lull.protocol.stream.session.StreamSessionEffect.AskHost;
import io.lull.protocol.stream.session.StreamSessionEffect.StartStreamTimer;
import io.lull.protocol.stream.session.StreamSessionEffect.TellHost;
import io.lull.protocol.stream.session.StreamSessionEvent.BackupAborted;
import io.lull.protocol.stream.session.StreamSessionEvent.BackupAsked;
import io.lull.protocol.stream.session.StreamSessionEvent.BackupFailed;
import io.lull.protocol.stream.session.StreamSessionEvent.BackupStored;
import io.lull.protocol.stream.session.StreamSessionInput.HostLost;
import io.lull.protocol.stream.session.StreamSessionInput.HostSaid;
import io.lull.protocol.stream.session.StreamSessionInput.LimitPassed;
import io.lull.protocol.stream.session.StreamSessionReply.BackupBegun;
import io.lull.protocol.stream.session.StreamSessionReply.BackupGivenUp;
import io.lull.protocol.stream.session.StreamSessionReply.Refused;
import io.lull.protocol.stream.session.StreamSessionReply.Stored;
import io.lull.protocol.stream.session.StreamVerb.AbortBackup;
import io.lull.protocol.stream.session.StreamVerb.BeginBackup;
import io.lull.protocol.stream.session.StreamVerb.ConfirmStored;
import io.lull.protocol.stream.session.StreamVerb.PassOn;
import io.lull.protocol.table.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How the session of a stream decides. */
final class StreamSessionRules {
  private StreamSessionRules() {}

  static Decision<StreamSessionEvent, StreamSessionEffect, StreamSessionReply> refuse(
      StreamSession session, StreamSessionInput input, Failure failure) {
    if (!(input instanceof StreamVerb verb)) {
      throw new IllegalStateException("expected that only verbs are refused, but got " + input);
    }
    return refuse(
        verb.request(),
        failure,
        "a stream that is open in session " + session.session(),
        "it is in phase " + session.phase());
  }

  private static Decision<StreamSessionEvent, StreamSessionEffect, StreamSessionReply> refuse(
      RequestId request, Failure failure, String expected, String but) {
    return Decision.reply(new Refused(request, Fault.expected(failure, expected, but)));
  }

  static Decision<StreamSessionEvent, StreamSessionEffect, StreamSessionReply> begin(
      StreamSession session, BeginBackup begin, Instant now) {
    if (begin.terms().isEmpty()) {
      return refuse(
          begin.request(),
          Failure.HOST_UNREACHABLE,
          "host " + begin.host() + " to be there",
          "no host of that name has said so");
    }
    StreamTerms terms = begin.terms().get();
    // There is one attempt only: the requester speaks to the host under this stamp to the end.
    Stamp stamp =
        new Stamp(
            session.session(),
            new SetId(session.session().name()),
            Epoch.FIRST,
            terms.life(),
            SlotEpoch.NONE);
    BackupAsked asked =
        new BackupAsked(
            begin.request(), begin.host(), begin.instance(), begin.kind(), stamp, terms);
    return new Decision<>(List.of(asked), opening(asked), List.of());
  }

  private static List<StreamSessionEffect> opening(BackupAsked asked) {
    return List.of(
        new AskHost(
            asked.host(),
            new StreamInput.BeginStream(
                asked.request(), asked.instance(), asked.stamp(), asked.kind())),
        new StartStreamTimer(StreamTimer.BEGIN, asked.terms().begin()));
  }

  static Decision<StreamSessionEvent, StreamSessionEffect, StreamSessionReply> beginAgain(
      StreamSession session, BeginBackup begin, Instant now) {
    if (!session.begun().request().equals(begin.request())) {
      return refuse(
          begin.request(),
          Failure.INVALID_BACKUP_SEQUENCE,
          "a session that has begun nothing",
          "session " + session.session() + " has");
    }
    return switch (session.phase()) {
      case NEW, ASKED -> Decision.nothing();
      case OPEN, STOPPED, COMPLETED -> begun(session);
      case OVER ->
          session
              .fault()
              .map(fault -> refusal(begin.request(), fault))
              .orElseGet(() -> begun(session));
    };
  }

  private static Decision<StreamSessionEvent, StreamSessionEffect, StreamSessionReply> begun(
      StreamSession session) {
    BackupAsked asked = session.begun();
    return Decision.reply(new BackupBegun(asked.request(), asked.stamp()));
  }

  private static Decision<StreamSessionEvent, StreamSessionEffect, StreamSessionReply> refusal(
      RequestId request, Fault fault) {
    return Decision.reply(new Refused(request, fault));
  }

  /** The host knows best, also of an End that is repeated; but one that is gone knows nothing. */
  static Decision<StreamSessionEvent, StreamSessionEffect, StreamSessionReply> pass(
      StreamSession session, PassOn pass, Instant now) {
    if (session.fault().isPresent()) {
      return refusal(pass.request(), session.fault().get());
    }
    if (!pass.call().stamp().equals(session.begun().stamp())
        || !pass.call().instance().equals(session.begun().instance())) {
      return refuse(
          pass.request(),
          Failure.STREAM_INVALID_PARAMETER,
          "the instance and the stamp that this session was given",
          "got " + pass.call().instance() + " and " + pass.call().stamp());
    }
    return Decision.effect(new StreamSessionEffect.PassToHost(session.begun().host(), pass.call()));
  }

  // What the host says and what its requester says of the same End take different ways.
  static Decision<StreamSessionEvent, StreamSessionEffect, StreamSessionReply> storedEarly(
      StreamSession session, ConfirmStored stored, Instant now) {
    return session.stored().isPresent()
        ? Decision.nothing()
        : Decision.event(new BackupStored(stored.request()));
  }

  static Decision<StreamSessionEvent, StreamSessionEffect, StreamSessionReply> stored(
      StreamSession session, ConfirmStored stored, Instant now) {
    return new Decision<>(
        List.of(new BackupStored(stored.request())),
        List.of(confirmation(session)),
        List.of(new Stored(stored.request())));
  }

  static Decision<StreamSessionEvent, StreamSessionEffect, StreamSessionReply> storedAgain(
      StreamSession session, ConfirmStored stored, Instant now) {
    return session.isBackup()
        ? Decision.reply(new Stored(stored.request()))
        : refusal(stored.request(), notCompleted(session));
  }

  static StreamSessionEffect confirmation(StreamSession session) {
    BackupAsked asked = session.begun();
    return new TellHost(
        asked.host(), new StreamInput.TruncationConfirmed(asked.instance(), asked.stamp()));
  }

  private static Fault notCompleted(StreamSession session) {
    return session
        .fault()
        .or(() -> session.account().outcome().map(outcome -> notCompleted(session, outcome)))
        .orElseThrow();
  }

  static Fault notCompleted(StreamSession session, StreamOutcome outcome) {
    return Fault.expected(
        outcome.failure().orElse(Failure.BACKUP_ABORTED_BY_CALLER),
        "a stream that has completed and that nobody gave up",
        "that of session "
            + session.session()
            + (outcome == StreamOutcome.COMPLETED ? " was given up" : " ended as " + outcome));
  }

  static Decision<StreamSessionEvent, StreamSessionEffect, StreamSessionReply> abort(
      StreamSession session, AbortBackup abort, Instant now) {
    if (session.aborted().isPresent()) {
      return Decision.nothing();
    }
    return new Decision<>(
        List.of(new BackupAborted(abort.request())),
        List.of(ending(session.begun(), abort.request())),
        List.of());
  }

  private static StreamSessionEffect ending(BackupAsked asked, RequestId request) {
    return new AskHost(
        asked.host(),
        new StreamInput.EndStream(request, asked.instance(), asked.stamp(), EndMode.ABORT, false));
  }

  static Decision<StreamSessionEvent, StreamSessionEffect, StreamSessionReply> abortCompleted(
      StreamSession session, AbortBackup abort, Instant now) {
    return new Decision<>(
        List.of(new BackupAborted(abort.request())),
        List.of(lost(session.begun())),
        List.of(new BackupGivenUp(abort.request())));
  }

  static Decision<StreamSessionEvent, StreamSessionEffect, StreamSessionReply> abortOver(
      StreamSession session, AbortBackup abort, Instant now) {
    return session.isBackup()
        ? refuse(
            abort.request(),
            Failure.NO_BACKUP,
            "a stream that is not over",
            "session " + session.session() + " is a backup")
        : Decision.reply(new BackupGivenUp(abort.request()));
  }

  static StreamSessionEffect lost(BackupAsked asked) {
    return new TellHost(
        asked.host(), new StreamInput.StreamOwnerLost(asked.instance(), asked.stamp().session()));
  }

  static Decision<StreamSessionEvent, StreamSessionEffect, StreamSessionReply> said(
      StreamSession session, HostSaid said, Instant now) {
    if (!(said.reply() instanceof StreamReply.StreamRefused refused)) {
      return Decision.nothing();
    }
    boolean ofBegin = refused.request().equals(session.begun().request());
    return ofBegin || isAbort(session, refused.request())
        ? failed(session, refused.fault(), List.of())
        : Decision.nothing();
  }

  private static boolean isAbort(StreamSession session, RequestId request) {
    return session.aborted().filter(request::equals).isPresent();
  }

  /** Nothing comes of the stream, and whoever waits hears it. */
  private static Decision<StreamSessionEvent, StreamSessionEffect, StreamSessionReply> failed(
      StreamSession session, Fault fault, List<StreamSessionEffect> effects) {
    List<StreamSessionReply> replies = new ArrayList<>();
    if (session.phase() == StreamSessionPhase.ASKED) {
      replies.add(new Refused(session.begun().request(), fault));
    }
    session.stored().ifPresent(request -> replies.add(new Refused(request, fault)));
    session.aborted().ifPresent(request -> replies.add(new BackupGivenUp(request)));
    return new Decision<>(List.of(new BackupFailed(fault)), effects, replies);
  }

  static Decision<StreamSessionEvent, StreamSessionEffect, StreamSessionReply> hostLost(
      StreamSession session, HostLost lost, Instant now) {
    BackupAsked asked = session.begun();
    if (!asked.host().equals(lost.host())
        || !asked.stamp().incarnation().equals(lost.incarnation())) {
      return Decision.nothing();
    }
    return failed(
        session,
        Fault.expected(
            Failure.HOST_UNREACHABLE,
            "host " + lost.host() + " to stay until its stream ended",
            "life " + lost.incarnation() + " of it is gone or cannot be reached"),
        // It may live on where nobody hears it, and must not keep its instance for nobody.
        List.of(lost(asked)));
  }

  static Decision<StreamSessionEvent, StreamSessionEffect, StreamSessionReply> beginLimit(
      StreamSession session, LimitPassed limit, Instant now) {
    BackupAsked asked = session.begun();
    return limit.timer() == StreamTimer.BEGIN
        ? failed(
            session,
            Fault.expected(
                Failure.HOST_UNREACHABLE,
                "host " + asked.host() + " to open the stream within " + asked.terms().begin(),
                "it has not said that it did"),
            List.of(lost(asked)))
        : Decision.nothing();
  }

  static Decision<StreamSessionEvent, StreamSessionEffect, StreamSessionReply> confirmationLimit(
      StreamSession session, LimitPassed limit, Instant now) {
    BackupAsked asked = session.begun();
    Fault fault =
        Fault.expected(
            Failure.REQUESTER_LOST,
            "the target to have stored everything within " + asked.terms().confirmation(),
            "it has not said that it did");
    return limit.timer() == StreamTimer.CONFIRMATION
        ? new Decision<>(
            List.of(new StreamSessionEvent.RequesterGone(fault)), List.of(lost(asked)), List.of())
        : Decision.nothing();
  }

  static List<StreamSessionEffect> outstanding(StreamSession session) {
    return switch (session.phase()) {
      case NEW -> List.of();
      case ASKED, OPEN, STOPPED -> {
        List<StreamSessionEffect> effects = new ArrayList<>();
        if (session.phase() == StreamSessionPhase.ASKED) {
          effects.addAll(opening(session.begun()));
        }
        session.aborted().ifPresent(request -> effects.add(ending(session.begun(), request)));
        yield effects;
      }
      case COMPLETED -> List.of(waiting(session.begun()));
      case OVER ->
          session.isBackup()
              ? List.of(confirmation(session))
              : session.asked().map(asked -> List.of(lost(asked))).orElse(List.of());
    };
  }

  static StreamSessionEffect waiting(BackupAsked asked) {
    return new StartStreamTimer(StreamTimer.CONFIRMATION, asked.terms().confirmation());
  }
}
