package io.lull.protocol.stream.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.stream.EndMode;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.SessionReport;
import io.lull.protocol.stream.StreamEvent;
import io.lull.protocol.stream.StreamInput;
import io.lull.protocol.stream.StreamKind;
import io.lull.protocol.stream.StreamOutcome;
import io.lull.protocol.stream.StreamReply;
import io.lull.protocol.stream.session.StreamSessionEffect.TellHost;
import io.lull.protocol.stream.session.StreamSessionEvent.BackupAborted;
import io.lull.protocol.stream.session.StreamSessionEvent.BackupFailed;
import io.lull.protocol.stream.session.StreamSessionEvent.BackupStored;
import io.lull.protocol.stream.session.StreamSessionEvent.RequesterGone;
import io.lull.protocol.stream.session.StreamSessionEvent.StreamReported;
import io.lull.protocol.stream.session.StreamSessionInput.HostLost;
import io.lull.protocol.stream.session.StreamSessionInput.HostReported;
import io.lull.protocol.stream.session.StreamSessionInput.HostSaid;
import io.lull.protocol.stream.session.StreamSessionInput.LimitPassed;
import io.lull.protocol.stream.session.StreamVerb.AbortBackup;
import io.lull.protocol.stream.session.StreamVerb.BeginBackup;
import io.lull.protocol.stream.session.StreamVerb.ConfirmStored;
import io.lull.protocol.stream.session.StreamVerb.PassOn;
import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Taken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every order in which calls, reports and limits can reach a stream's session, up to a depth. */
class EveryStreamSessionOrderTest {
  private static final int DEPTH = 7;
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final SessionId SESSION = new SessionId("s");
  private static final HostId HOST = new HostId("h1");
  private static final InstanceId INSTANCE = new InstanceId("orders");
  private static final Incarnation LIFE = new Incarnation(3);
  private static final Stamp STAMP =
      new Stamp(SESSION, new SetId("s"), Epoch.FIRST, LIFE, SlotEpoch.NONE);
  private static final Fault NO = Fault.of(Failure.BACKUP_IN_PROGRESS, "no");
  private static final RequestId BEGIN = new RequestId("begin");
  private static final RequestId STORED = new RequestId("stored");
  private static final RequestId ABORT = new RequestId("abort");

  private final StreamSessionMachine machine = new StreamSessionMachine();
  private final Set<List<StreamSessionEvent>> walked = new HashSet<>();

  @Test
  void logs_go_only_when_the_host_has_completed_and_the_target_has_stored() {
    walk(StreamSession.unused(SESSION), List.of());
    Taken.assertAllOnRowsTaken(StreamSessionTable.TABLE);
  }

  private void walk(StreamSession session, List<StreamSessionEvent> journal) {
    if (!walked.add(journal)) {
      return;
    }
    assertThat(machine.replay(StreamSession.unused(SESSION), journal)).isEqualTo(session);
    check(session, journal, machine.outstanding(session, NOW));
    if (journal.size() >= DEPTH) {
      return;
    }
    for (StreamSessionInput input : inputs(session)) {
      Decision<StreamSessionEvent, StreamSessionEffect, StreamSessionReply> decision =
          machine.decide(session, input, NOW);
      StreamSession next = machine.replay(session, decision.events());
      Taken.record(StreamSessionTable.TABLE, session.phase(), input, next.phase());
      List<StreamSessionEvent> longer = new ArrayList<>(journal);
      longer.addAll(decision.events());
      check(next, longer, decision.effects());
      decision.replies().forEach(reply -> check(next, reply));
      if (!decision.events().isEmpty()) {
        walk(next, longer);
      }
    }
  }

  private static void check(
      StreamSession session, List<StreamSessionEvent> journal, List<StreamSessionEffect> effects) {
    boolean completed =
        journal.stream()
            .filter(StreamReported.class::isInstance)
            .map(event -> ((StreamReported) event).event())
            .filter(StreamEvent.StreamEnded.class::isInstance)
            .map(event -> ((StreamEvent.StreamEnded) event).outcome())
            .findFirst()
            .equals(Optional.of(StreamOutcome.COMPLETED));
    boolean stored = journal.stream().anyMatch(BackupStored.class::isInstance);
    boolean givenUp =
        journal.stream()
            .anyMatch(
                event ->
                    event instanceof BackupAborted
                        || event instanceof BackupFailed
                        || event instanceof RequesterGone);
    assertThat(session.isBackup())
        .as("a backup after " + journal)
        .isEqualTo(completed && stored && !givenUp);
    for (StreamSessionEffect effect : effects) {
      if (effect instanceof TellHost tell
          && tell.told() instanceof StreamInput.TruncationConfirmed) {
        assertThat(session.isBackup()).as("logs go in " + journal).isTrue();
      }
    }
    List<Long> numbers =
        journal.stream()
            .filter(StreamReported.class::isInstance)
            .map(event -> ((StreamReported) event).number())
            .toList();
    for (int i = 1; i < numbers.size(); i++) {
      assertThat(numbers.get(i)).as("reports in " + numbers).isEqualTo(numbers.get(i - 1) + 1);
    }
  }

  private static void check(StreamSession session, StreamSessionReply reply) {
    switch (reply) {
      case StreamSessionReply.BackupBegun begun -> {
        assertThat(begun.request()).isEqualTo(session.begun().request());
        assertThat(begun.stamp()).isEqualTo(STAMP);
      }
      case StreamSessionReply.Stored _ -> assertThat(session.isBackup()).isTrue();
      case StreamSessionReply.BackupGivenUp _ -> assertThat(session.isBackup()).isFalse();
      case StreamSessionReply.Refused refused ->
          assertThat(refused.request().equals(STORED) && session.isBackup()).isFalse();
    }
  }

  private static List<StreamSessionInput> inputs(StreamSession session) {
    long next = session.reported() == 0 ? 4 : session.reported() + 1;
    return List.of(
        new BeginBackup(BEGIN, HOST, INSTANCE, StreamKind.FULL, Optional.of(terms())),
        new BeginBackup(BEGIN, HOST, INSTANCE, StreamKind.FULL, Optional.empty()),
        new BeginBackup(
            new RequestId("other"), HOST, INSTANCE, StreamKind.COPY, Optional.of(terms())),
        new PassOn(end(STAMP)),
        new PassOn(end(new Stamp(SESSION, new SetId("s"), new Epoch(9), LIFE, SlotEpoch.NONE))),
        new ConfirmStored(STORED),
        new AbortBackup(ABORT),
        new HostSaid(new StreamReply.StreamRefused(BEGIN, NO)),
        new HostSaid(new StreamReply.StreamRefused(ABORT, NO)),
        new HostSaid(new StreamReply.Begun(BEGIN, StreamKind.FULL)),
        report(next, new StreamEvent.StreamBegun(INSTANCE, STAMP, BEGIN, StreamKind.FULL, 1)),
        report(
            next,
            new StreamEvent.LogsFetched(
                INSTANCE, STAMP, Logs.of(List.of(1L)), Logs.of(List.of(1L)))),
        report(
            next, new StreamEvent.StreamStopped(INSTANCE, STAMP, Failure.BACKUP_ABORTED_BY_SERVER)),
        report(next, ended(StreamOutcome.COMPLETED)),
        report(next, ended(StreamOutcome.ABORTED_BY_SERVER)),
        report(next + 1, ended(StreamOutcome.COMPLETED)),
        report(next - 1, ended(StreamOutcome.COMPLETED)),
        new HostReported(new HostId("h2"), new SessionReport(next, ended(StreamOutcome.COMPLETED))),
        new HostLost(HOST, LIFE),
        new HostLost(HOST, new Incarnation(4)),
        new LimitPassed(StreamTimer.BEGIN),
        new LimitPassed(StreamTimer.CONFIRMATION));
  }

  private static StreamTerms terms() {
    return new StreamTerms(LIFE, Duration.ofSeconds(30), Duration.ofMinutes(3));
  }

  private static StreamInput.EndStream end(Stamp stamp) {
    return new StreamInput.EndStream(new RequestId("end"), INSTANCE, stamp, EndMode.NORMAL, false);
  }

  private static StreamEvent.StreamEnded ended(StreamOutcome outcome) {
    return new StreamEvent.StreamEnded(
        INSTANCE, STAMP, Optional.of(new RequestId("end")), outcome, Optional.empty(), Logs.NONE);
  }

  private static HostReported report(long number, StreamEvent.Journaled event) {
    return new HostReported(HOST, new SessionReport(number, event));
  }
}
