package io.lull.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.HoldKind;
import io.lull.protocol.id.ComponentId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.session.SessionReply.Refused;
import io.lull.protocol.story.Scenarios;
import io.lull.protocol.story.Story;
import io.lull.protocol.story.World.SessionStep;
import io.lull.protocol.table.Cell;
import io.lull.protocol.table.Decision;
import io.lull.protocol.table.Taken;
import io.lull.protocol.writer.Component;
import io.lull.protocol.writer.RestoreMethod;
import io.lull.protocol.writer.WriterLevel;
import io.lull.protocol.writer.WriterMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Walks from every state that a story reaches to every input, and on from there as long as
 * something new turns up, and compares each step with what its cell says.
 */
class SessionCoverageTest {
  /** Enough for every shape that there is; a walk that needs more has lost its way. */
  private static final int SHAPES_MAX = 20_000;

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final SessionMachine machine = new SessionMachine();
  private final Set<List<?>> seen = new HashSet<>();
  private final Set<String> broken = new TreeSet<>();
  private final Deque<Session> open = new ArrayDeque<>();

  @Test
  void every_row_is_taken_and_leads_where_it_says() {
    Scenarios.all().forEach(this::walkAlong);
    further().forEach(this::walkAlong);
    while (!open.isEmpty()) {
      Session session = open.removeFirst();
      Inputs.of(session).forEach(input -> tryStep(session, input));
    }

    assertThat(broken).as("steps that no rule could take").isEmpty();
    Taken.assertAllOnRowsTaken(SessionTable.TABLE);
  }

  /** Ways that no kept story goes. */
  private static List<Story> further() {
    return List.of(
        Story.ofOne().then("policy leased", "set up", "requester PrepareForBackup"),
        Story.of("requester InitializeForBackup", "requester GatherWriterMetadata"),
        // Without writers, and without volumes.
        Story.ofOne()
            .then(
                "requester InitializeForBackup",
                "requester SetContext NAS_ROLLBACK",
                "requester StartSnapshotSet",
                "requester DoSnapshotSet"),
        // With writers, of which none was chosen, and one volume or none.
        Story.ofOne()
            .then(unchosen("BACKUP"))
            .then("requester AddToSnapshotSet a:/data")
            .then(ended()),
        Story.ofOne().then(unchosen("BACKUP")).then(ended()),
        // A rehearsal in which nobody stands still, and nobody would copy anything.
        Story.ofOne().then(unchosen("REHEARSAL")).then(ended()),
        // Nobody is there at all, and what was copied would stay.
        Story.of(unchosen("APP_ROLLBACK")).then(ended()),
        // A writer drops out when it stands no more.
        Story.ofOne()
            .then("set up", "requester PrepareForBackup", "let a/db fail PostSnapshot")
            .then("requester DoSnapshotSet"),
        // Without writers, and copied while it changes.
        Story.ofOne()
            .then("requester InitializeForBackup", "requester SetContext FILE_SHARE_BACKUP")
            .then("requester StartSnapshotSet a", "requester AddToSnapshotSet a:/data gradual")
            .then("requester DoSnapshotSet"),
        // With writers and without volumes.
        Story.of("writer a/db").then("set up", "requester PrepareForBackup").then(ended()),
        Story.of("policy lowest crash", "writer a/db")
            .then("set up", "requester PrepareForBackup", "let a/db keep PostSnapshot")
            .then("requester DoSnapshotSet"),
        Story.of("policy leased", "writer a/db")
            .then("set up", "requester PrepareForBackup", "let a/db keep PostSnapshot")
            .then("requester DoSnapshotSet"));
  }

  private static String[] unchosen(String context) {
    return new String[] {
      "policy lowest crash",
      "requester InitializeForBackup",
      "requester SetContext " + context,
      "requester SetBackupState",
      "requester GatherWriterMetadata",
      "requester StartSnapshotSet"
    };
  }

  private static String[] ended() {
    return new String[] {
      "requester PrepareForBackup", "requester DoSnapshotSet", "requester BackupComplete"
    };
  }

  private void walkAlong(Story story) {
    for (SessionStep step : story.world().sessionSteps()) {
      Taken.record(SessionTable.TABLE, step.before().phase(), step.input(), step.after().phase());
      visit(step.before());
      visit(step.after());
    }
  }

  private void tryStep(Session before, SessionInput input) {
    try {
      step(before, input);
    } catch (RuntimeException e) {
      broken.add(before.phase() + " × " + input + ": " + e);
    }
  }

  private void step(Session before, SessionInput input) {
    Decision<SessionEvent, SessionEffect, SessionReply> decision =
        machine.decide(before, input, NOW);
    Session after = machine.replay(before, decision.events());
    switch (SessionTable.TABLE.cell(before.phase(), input.getClass())) {
      case Cell.On<SessionPhase, ?, ?, ?, ?> _ ->
          Taken.record(SessionTable.TABLE, before.phase(), input, after.phase());
      case Cell.Ignore<SessionPhase, ?, ?, ?, ?> _ ->
          assertThat(decision).as(before.phase() + " × " + input).isEqualTo(Decision.nothing());
      case Cell.Reject<SessionPhase, ?, ?, ?, ?> reject -> refuses(before, input, decision, reject);
      case Cell.Impossible<SessionPhase, ?, ?, ?, ?> _ -> {}
    }
    visit(after);
  }

  private static void refuses(
      Session before,
      SessionInput input,
      Decision<SessionEvent, SessionEffect, SessionReply> decision,
      Cell.Reject<SessionPhase, ?, ?, ?, ?> cell) {
    String what = before.phase() + " × " + input;
    SessionInput.Verb verb = (SessionInput.Verb) input;
    // That it was refused may be kept, and nothing else.
    assertThat(decision.events()).as(what).isSubsetOf(kept(decision.replies()));
    // Whoever is refused is there all the same, so its lease begins anew.
    List<SessionEffect> lease = before.policy().leased() ? List.of(Asks.lease(before)) : List.of();
    assertThat(decision.effects()).as(what).isSubsetOf(lease);
    assertThat(decision.replies())
        .as(what)
        .singleElement()
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.request()).isEqualTo(verb.request());
              assertThat(refused.fault().failure()).isEqualTo(cell.failure());
            });
  }

  private static List<SessionEvent> kept(List<SessionReply> replies) {
    return replies.stream().<SessionEvent>map(SessionEvent.Answered::new).toList();
  }

  private void visit(Session session) {
    if (seen.size() < SHAPES_MAX && seen.add(shape(session))) {
      open.add(session);
    }
  }

  /** What tells states apart for the rules; names and numbers do not. */
  private static List<?> shape(Session session) {
    Work work = session.work();
    return List.of(
        session.phase(),
        session.next(),
        session.policy().leased(),
        session.withWriters(),
        session.participants().isEmpty(),
        session.policy().lowest(),
        Math.min(2, work.round().writers().size()),
        Math.min(2, work.round().providers().size()),
        Math.min(2, work.round().slots().size()),
        work.admissions().isEmpty(),
        work.deletion().isPresent(),
        work.duties().stream().map(Duty::getClass).collect(Collectors.toSet()).hashCode(),
        Set.copyOf(session.ledger().pending().values()).isEmpty(),
        session.creation().map(SessionCoverageTest::shape).orElse(List.of()));
  }

  private static List<?> shape(Creation set) {
    return List.of(
        set.stage(),
        set.slots().isEmpty(),
        set.members().isEmpty(),
        set.standing().pinned().isPresent());
  }

  static WriterMetadata metadata(WriterId writer) {
    return new WriterMetadata(
        writer,
        WriterLevel.BACK_END,
        Duration.ofMinutes(1),
        HoldKind.APPLICATION,
        Optional.empty(),
        RestoreMethod.CUSTOM,
        List.of(new Component(new ComponentId(writer, "main"), Set.of(), true, true)),
        List.of());
  }
}
