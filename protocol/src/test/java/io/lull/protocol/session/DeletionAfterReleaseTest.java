package io.lull.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.SnapshotId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.session.SessionReply.Deleted;
import io.lull.protocol.session.SessionReply.Done;
import io.lull.protocol.story.Story;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A set that outlives its session can be deleted, and nothing else can be done with either. */
class DeletionAfterReleaseTest {
  private static final Volume DATA = new Volume(new HostId("a"), "/data");
  private static final ProviderId DISK = new ProviderId(new HostId("a"), "disk");

  private final Story story = Story.ofOne();

  private Story released(String context) {
    release(context);
    assertThat(session().isOver()).isTrue();
    return story;
  }

  private Story release(String context) {
    return story.then(
        "set up " + context,
        "requester PrepareForBackup",
        "requester DoSnapshotSet",
        "requester Release");
  }

  private Session session() {
    return story.world().session();
  }

  @ParameterizedTest
  @ValueSource(strings = {"APP_ROLLBACK", "CLIENT_ACCESSIBLE", "CLIENT_ACCESSIBLE_WRITERS"})
  void a_set_that_outlives_its_session_can_be_deleted(String context) {
    released(context);
    List<String> heard = story.cast().sentTo("a/db");

    story.then("requester DeleteSnapshots");

    assertThat(((Deleted) story.reply()).deleted()).isOne();
    assertThat(story.cast().copies()).isEmpty();
    assertThat(story.cast().sentTo("a/db")).isEqualTo(heard);
    assertThat(session().isOver()).isTrue();
  }

  @Test
  void the_session_stays_released_and_is_not_over_while_it_deletes() {
    released("APP_ROLLBACK").then("let a/disk keep DeleteSnapshots", "requester DeleteSnapshots");

    assertThat(story.phase()).isEqualTo(SessionPhase.RELEASED);
    assertThat(session().isOver()).isFalse();

    story.then("answer a/disk DeleteSnapshots");

    assertThat(story.phase()).isEqualTo(SessionPhase.RELEASED);
    assertThat(session().isOver()).isTrue();
  }

  @Test
  void it_speaks_under_an_epoch_that_nobody_had() {
    released("APP_ROLLBACK");
    var before = session().epoch();

    story.then("requester DeleteSnapshots");

    assertThat(session().epoch()).isEqualTo(before.next());
  }

  @Test
  void what_the_session_still_owes_goes_on_under_the_epoch_it_has() {
    story.then("let a/db keep BackupShutdown always");
    release("APP_ROLLBACK").then("advance 2m");
    assertThat(story.phase()).isEqualTo(SessionPhase.RELEASED);
    var before = session().epoch();

    story.then("requester DeleteSnapshots");

    assertThat(((Deleted) story.reply()).deleted()).isOne();
    assertThat(session().epoch()).isEqualTo(before);
    assertThat(session().isOver()).isFalse();
    story.then("answer a/db BackupShutdown");
    assertThat(session().isOver()).isTrue();
  }

  @Test
  void a_provider_that_does_not_answer_ends_the_deletion_at_its_limit_and_it_can_be_asked_again() {
    released("APP_ROLLBACK").then("let a/disk drop DeleteSnapshots", "requester DeleteSnapshots");

    story.then("advance 5m");

    Deleted stopped = (Deleted) story.reply();
    assertThat(stopped.failing()).contains(new SnapshotId(session().set().set(), DATA));
    assertThat(stopped.fault().map(Fault::failure)).contains(Failure.PROVIDER_TIMEOUT);
    assertThat(session().isOver()).isTrue();

    story.then("requester DeleteSnapshots");

    assertThat(((Deleted) story.reply()).deleted()).isOne();
    assertThat(story.cast().copies()).isEmpty();
  }

  @Test
  void a_refusal_while_another_deletion_runs_is_kept() {
    released("APP_ROLLBACK").then("let a/disk keep DeleteSnapshots", "requester DeleteSnapshots");

    story.then("requester DeleteSnapshots");
    SessionReply refused = story.reply();
    assertThat(story.refusal()).isEqualTo(Failure.BAD_STATE);
    story.then("let a/disk fail DeleteSnapshots", "advance 5m", "requester again");

    assertThat(story.reply()).isEqualTo(refused);
    assertThat(session().work().deletion()).isEmpty();
  }

  @Test
  void a_set_that_ended_with_its_session_cannot_be_deleted_again() {
    released("BACKUP");
    int events = story.world().journal().size();

    story.then("requester DeleteSnapshots");

    assertThat(story.refusal()).isEqualTo(Failure.BAD_STATE);
    assertThat(story.world().journal()).hasSize(events);
  }

  @Test
  void what_is_deleted_is_not_found() {
    released("APP_ROLLBACK").then("requester DeleteSnapshots");
    int events = story.world().journal().size();

    story.then("requester DeleteSnapshots");

    assertThat(story.refusal()).isEqualTo(Failure.OBJECT_NOT_FOUND);
    assertThat(story.world().journal()).hasSize(events);
  }

  @Test
  void a_copy_of_another_set_costs_nothing() {
    released("APP_ROLLBACK").then("requester DeleteSnapshots a:/other");

    assertThat(story.refusal()).isEqualTo(Failure.OBJECT_NOT_FOUND);
    assertThat(story.cast().copies()).hasSize(1);
    assertThat(session().isOver()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AbortBackup",
        "BackupComplete",
        "DoSnapshotSet",
        "PrepareForBackup",
        "StartSnapshotSet a",
        "GetSnapshotProperties"
      })
  void nothing_else_is_possible_while_it_deletes(String verb) {
    released("APP_ROLLBACK").then("let a/disk keep DeleteSnapshots", "requester DeleteSnapshots");

    story.then("requester " + verb);

    assertThat(story.refusal()).isEqualTo(Failure.BAD_STATE);
    story.then("requester Release");
    assertThat(story.reply()).isInstanceOf(Done.class);
    assertThat(session().work().deletion()).isPresent();
  }

  @Test
  void copies_of_a_set_that_was_deleted_do_not_live() {
    released("APP_ROLLBACK");
    assertThat(lives()).isTrue();

    story.then("requester DeleteSnapshots");

    assertThat(lives()).isFalse();
  }

  @Test
  void a_session_that_its_journal_knows_nothing_of_says_nothing_of_its_copies() {
    released("APP_ROLLBACK");
    Session unknown = Session.fresh(session().id());

    var decision =
        new SessionMachine()
            .decide(
                unknown, new SessionInput.FateAsked(DISK, session().set().set()), Instant.EPOCH);

    // Said to be dead, a good copy would be deleted because a journal was lost.
    assertThat(decision.effects()).isEmpty();
  }

  private boolean lives() {
    var decision =
        new SessionMachine()
            .decide(
                session(), new SessionInput.FateAsked(DISK, session().set().set()), Instant.EPOCH);
    return ((SessionEffect.TellFate) decision.effects().getFirst()).lives();
  }
}
