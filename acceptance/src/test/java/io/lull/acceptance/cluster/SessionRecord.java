package io.lull.acceptance.cluster;

import io.lull.coordinator.SessionLogs;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.SessionEvent.EpochTaken;
import io.lull.protocol.session.SessionEvent.SetBegun;
import io.lull.protocol.session.SessionEvent.SetCreated;
import io.lull.protocol.session.SessionEvent.WriterAnswered;
import io.lull.protocol.session.SessionMachine;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterStep;
import io.lull.wire.EventLog;
import io.lull.wire.EventLogKind;
import io.lull.wire.EventLogReader;
import io.lull.wire.Replay;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorSystem;

/** What the journal has of a session. */
record SessionRecord(List<SessionEvent> events, Session last) {
  /** Whoever takes a session over in one of these undoes all of it. */
  private static final Set<SessionPhase> UNDONE =
      EnumSet.of(
          SessionPhase.PREPARING_SNAPSHOT, SessionPhase.ENDING_PREPARE, SessionPhase.WINDOW_OPEN);

  static SessionRecord of(ActorSystem<?> system, SessionId session, Path directory) {
    Path file = directory.resolve(session.name() + ".events");
    try {
      try (OutputStream out = Files.newOutputStream(file)) {
        SessionLogs.export(system, session, "test", out);
      }
      EventLog<SessionEvent> log = EventLogReader.read(file, EventLogKind.SESSION);
      return new SessionRecord(
          log.entries().stream().map(EventLog.Entry::event).toList(), Replay.session(log));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  Optional<String> set() {
    return events.stream()
        .filter(SetBegun.class::isInstance)
        .map(event -> ((SetBegun) event).set().name())
        .findFirst();
  }

  /** How often the session came to its end. */
  long ends() {
    List<SessionPhase> phases = phases();
    long ends = 0;
    for (int i = 1; i < phases.size(); i++) {
      if (phases.get(i) == SessionPhase.RELEASED && phases.get(i - 1) != SessionPhase.RELEASED) {
        ends++;
      }
    }
    return ends;
  }

  long takeOvers() {
    return events.stream().filter(EpochTaken.class::isInstance).count();
  }

  /** Whether the set was ever there. */
  boolean created() {
    return events.stream().anyMatch(SetCreated.class::isInstance);
  }

  /** Whether a host was given up before its writers were told that the backup is stored. */
  boolean givenUpAtCompletion(String host) {
    return events.stream()
        .anyMatch(
            event ->
                event instanceof WriterAnswered answered
                    && answered.writer().host().name().equals(host)
                    && answered.step() == WriterStep.BACKUP_COMPLETE
                    && answered.result() instanceof HandlerResult.Failed failed
                    && failed.fault().failure() == Failure.HOST_UNREACHABLE);
  }

  /** Whether somebody took over while the set was being created and could not be finished. */
  boolean undone() {
    List<SessionPhase> phases = phases();
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i) instanceof EpochTaken && UNDONE.contains(phases.get(i))) {
        return true;
      }
    }
    return false;
  }

  /** Where the session stood before each event, and at last. */
  private List<SessionPhase> phases() {
    SessionMachine machine = new SessionMachine();
    Session state = Session.fresh(last.id());
    List<SessionPhase> phases = new ArrayList<>(List.of(state.phase()));
    for (SessionEvent event : events) {
      state = machine.apply(state, event);
      phases.add(state.phase());
    }
    return phases;
  }
}
