package io.lull.protocol.session;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.session.SessionEvent.ContextSet;
import io.lull.protocol.session.SessionEvent.IncarnationLearned;
import io.lull.protocol.session.SessionEvent.PhaseEntered;
import io.lull.protocol.session.SessionEvent.RoundBegan;
import io.lull.protocol.session.SessionEvent.SessionOpened;
import io.lull.protocol.session.SessionEvent.WriterAbsent;
import io.lull.protocol.session.SessionEvent.WriterIdentified;
import io.lull.protocol.session.SessionEvent.WritersDisabled;
import io.lull.protocol.session.SessionReply.Done;
import io.lull.protocol.session.SessionReply.Refused;
import io.lull.protocol.table.Decision;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.writer.WriterReply;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/** Setting a session up, until it is known who is there. */
final class SetupRules {
  private SetupRules() {}

  static Decision<SessionEvent, SessionEffect, SessionReply> initialize(
      Session session, SessionInput.InitializeForBackup input, Instant now) {
    var problems = input.policy().limits().check();
    if (!problems.isEmpty()) {
      Fault fault = Fault.of(Failure.INVALID_ARGUMENT, problems.toString());
      return Decision.reply(new Refused(input.request(), fault));
    }
    return new Flow(session)
        .event(new SessionOpened(input.policy()))
        .answer(new Done(input.request()))
        .decision();
  }

  static Decision<SessionEvent, SessionEffect, SessionReply> setContext(
      Session session, SessionInput.SetContext input, Instant now) {
    if (session.setup().context().isPresent()) {
      Fault fault =
          Fault.expected(Failure.BAD_STATE, "SetContext at most once", "it was called before");
      return Decision.reply(new Refused(input.request(), fault));
    }
    return new Flow(session)
        .event(new ContextSet(input.context()))
        .answer(new Done(input.request()))
        .decision();
  }

  static Decision<SessionEvent, SessionEffect, SessionReply> setBackupState(
      Session session, SessionInput.SetBackupState input, Instant now) {
    return new Flow(session)
        .event(new SessionEvent.BackupStateSet(input.state()))
        .answer(new Done(input.request()))
        .decision();
  }

  static Decision<SessionEvent, SessionEffect, SessionReply> disable(
      Session session, SessionInput.DisableWriters input, Instant now) {
    return new Flow(session)
        .event(new WritersDisabled(input.writers()))
        .answer(new Done(input.request()))
        .decision();
  }

  static Decision<SessionEvent, SessionEffect, SessionReply> disableTooLate(
      Session session, SessionInput.DisableWriters input, Instant now) {
    return Decision.reply(new Done(input.request()));
  }

  static Decision<SessionEvent, SessionEffect, SessionReply> gather(
      Session session, SessionInput.GatherWriterMetadata input, Instant now) {
    SortedMap<WriterId, Incarnation> asked = new TreeMap<>(input.roster());
    asked.keySet().removeAll(session.setup().disabled());
    SortedMap<HostId, Incarnation> lives = new TreeMap<>();
    asked.forEach(
        (writer, life) ->
            lives.merge(writer.host(), life, (one, other) -> one.isBefore(other) ? other : one));
    Flow flow = new Flow(session).pending(input.request(), Errand.GATHER_METADATA);
    lives.forEach((host, life) -> flow.event(new IncarnationLearned(host, life)));
    flow.event(RoundBegan.ofWriters(SessionPhase.GATHERING_METADATA, asked.keySet()));
    return asked.isEmpty() ? gathered(flow) : flow.effects(Asks.round(flow.session())).decision();
  }

  static Decision<SessionEvent, SessionEffect, SessionReply> described(
      Session session, SessionInput.WriterSaid input, Instant now) {
    WriterId writer = input.reply().writer();
    if (!session.round().writers().contains(writer)) {
      return Decision.nothing();
    }
    Flow flow = new Flow(session);
    switch (input.reply()) {
      case WriterReply.Identified reply
          when reply.session().equals(session.id()) && reply.metadata().writer().equals(writer) -> {
        flow.event(new IncarnationLearned(writer.host(), reply.incarnation()));
        flow.event(new WriterIdentified(reply.metadata()));
      }
      case WriterReply.Unidentified reply when reply.session().equals(session.id()) ->
          flow.event(new WriterAbsent(writer, reply.fault()));
      default -> {
        return Decision.nothing();
      }
    }
    return flow.session().round().isOver() ? gathered(flow) : flow.decision();
  }

  /** Those that have not answered in time are not there. */
  static Decision<SessionEvent, SessionEffect, SessionReply> gatherLimit(Session session) {
    Flow flow = new Flow(session);
    Fault fault =
        Fault.expected(Failure.WRITER_NOT_RESPONDING, "an answer to Identify", "none came in time");
    for (WriterId writer : session.round().writers()) {
      flow.event(new WriterAbsent(writer, fault));
    }
    return gathered(flow);
  }

  private static Decision<SessionEvent, SessionEffect, SessionReply> gathered(Flow flow) {
    flow.event(new PhaseEntered(SessionPhase.METADATA_GATHERED));
    Roster roster = flow.session().roster();
    return flow.finish(
            Errand.GATHER_METADATA,
            request ->
                new SessionReply.Metadata(
                    request,
                    roster.writers().values().stream().map(WriterEntry::metadata).toList(),
                    Sorted.map(roster.absent())))
        .decision();
  }
}
