package io.lull.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.session.SessionInput.Verb;
import io.lull.protocol.session.SessionReply.Done;
import io.lull.protocol.session.SessionReply.Pending;
import io.lull.protocol.session.SessionReply.Refused;
import io.lull.protocol.story.Story;
import io.lull.protocol.story.Ways;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A call that was answered does nothing when a copy of it comes late, whatever the answer was. */
class RepeatedCallTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final SessionMachine machine = new SessionMachine();

  @Test
  void an_abort_that_found_nothing_aborts_nothing_that_has_begun_since() {
    Story story = Story.ofOne().then("requester InitializeForBackup", "requester AbortBackup");
    Done nothing = new Done(new RequestId("r2"));
    assertThat(story.reply()).isEqualTo(nothing);
    story.then(
        "requester SetBackupState",
        "requester GatherWriterMetadata",
        "requester AddComponent a/db#main",
        "requester StartSnapshotSet");

    story.world().give(new SessionInput.AbortBackup(nothing.request()));

    assertThat(story.reply()).isEqualTo(nothing);
    assertThat(story.phase()).isEqualTo(SessionPhase.SET_STARTED);
  }

  @Test
  void a_refused_deletion_deletes_nothing_that_was_made_since() {
    Story story = Ways.to(SessionPhase.BACKUP_PREPARED, "policy lowest crash");
    story.then("requester DeleteSnapshots");
    Refused refused = (Refused) story.reply();
    story.then("requester DoSnapshotSet");

    story.world().give(new SessionInput.DeleteSnapshots(refused.request(), List.of()));

    assertThat(story.reply()).isEqualTo(refused);
    assertThat(story.world().session().work().deletion()).isEmpty();
    assertThat(story.world().session().set().members()).isNotEmpty();
  }

  @Test
  void a_call_that_may_not_be_answered_in_the_window_is_answered_after_it() {
    Story story = Ways.to(SessionPhase.WINDOW_OPEN, "policy lowest crash");
    story.then("requester DeleteSnapshots");
    Pending pending = (Pending) story.reply();
    assertThat(story.world().sessionSteps().getLast().decision().events()).isEmpty();

    story.then("answer a/disk Commit");

    assertThat(story.replies(pending.request().name()))
        .hasSize(2)
        .last()
        .isInstanceOf(Refused.class);
    assertThat(story.phase()).isEqualTo(SessionPhase.SNAPSHOT_CREATED);
    assertThat(story.world().session().set().members()).isNotEmpty();
  }

  @Test
  void a_creation_cancelled_in_the_window_is_answered_when_it_is_sure_to_fail() {
    Story story = Ways.to(SessionPhase.WINDOW_OPEN);
    String creation = story.world().session().ledger().pending().firstKey().name();
    int before = story.world().replies().size();
    story.then("requester Cancel " + creation);
    RequestId cancel = story.world().replies().get(before).request();

    assertThat(story.phase()).isEqualTo(SessionPhase.CREATION_FAILED);
    assertThat(story.replies(cancel.name())).containsExactly(new Pending(cancel), new Done(cancel));
    assertThat(story.replies(creation)).last().isInstanceOf(Refused.class);
  }

  /**
   * In the window nothing is kept, and after the end nothing can begin; there is a row for each.
   */
  @ParameterizedTest
  @EnumSource(
      value = SessionPhase.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"WINDOW_OPEN", "RELEASED"})
  void every_answer_is_kept_but_that_to_a_question(SessionPhase phase) {
    Session session = Ways.to(phase).world().session();

    for (SessionInput input : Inputs.of(session)) {
      if (input instanceof Verb verb && !isQuestion(verb)) {
        var decision = machine.decide(session, input, NOW);
        Ledger ledger = machine.replay(session, decision.events()).ledger();
        assertThat(decision.replies())
            .as("answers to " + verb.getClass().getSimpleName())
            .filteredOn(reply -> reply.request().equals(verb.request()))
            .filteredOn(reply -> !(reply instanceof Pending))
            .allSatisfy(reply -> assertThat(ledger.recorded(verb.request())).contains(reply));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = SessionPhase.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"WINDOW_OPEN", "RELEASED"})
  void a_call_that_nobody_could_complete_stays_refused(SessionPhase phase) {
    Session session = Ways.to(phase).world().session();
    Fault silent = Fault.of(Failure.HOST_UNREACHABLE, "hosts are silent");

    for (SessionInput input : Inputs.of(session)) {
      if (input instanceof Verb verb && !isQuestion(verb) && isNew(session, verb)) {
        var refusal = SessionMachine.refuse(session, verb, silent);
        Session refused = machine.replay(session, refusal.events());
        assertThat(refusal.replies()).containsExactly(new Refused(verb.request(), silent));
        assertThat(machine.decide(refused, verb, NOW).events()).isEmpty();
        assertThat(machine.decide(refused, verb, NOW).replies()).isEqualTo(refusal.replies());
      }
    }
  }

  @Test
  void a_call_that_has_begun_something_is_not_refused_for_want_of_hosts() {
    Story story = Story.ofOne().then("requester InitializeForBackup");
    Session session = story.world().session();
    RequestId known = session.ledger().answered().firstKey();
    Fault silent = Fault.of(Failure.HOST_UNREACHABLE, "hosts are silent");

    var again = SessionMachine.refuse(session, new SessionInput.BackupComplete(known), silent);

    assertThat(again.events()).isEmpty();
    assertThat(again.replies()).containsExactly(session.ledger().answered().get(known));
  }

  private static boolean isNew(Session session, Verb verb) {
    return session.ledger().recorded(verb.request()).isEmpty();
  }

  private static boolean isQuestion(Verb verb) {
    return verb instanceof SessionInput.GatherWriterStatus
        || verb instanceof SessionInput.GetSnapshotProperties
        || verb instanceof SessionInput.QueryStatus
        || verb instanceof SessionInput.KeepAlive;
  }
}
