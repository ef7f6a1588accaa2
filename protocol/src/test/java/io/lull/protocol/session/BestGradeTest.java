package io.lull.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.HostId;
import io.lull.protocol.story.Story;
import org.junit.jupiter.api.Test;

/** Nobody stands still for a set that will not be good enough, whatever happens. */
class BestGradeTest {
  private static Story prepared(String... before) {
    return Story.ofOne()
        .then(before)
        .then("set up", "requester AddToSnapshotSet a:/more", "requester PrepareForBackup");
  }

  @Test
  void what_cannot_reach_the_grade_is_refused_before_anybody_is_frozen() {
    Story story = prepared().then("requester DoSnapshotSet");

    assertThat(story.refusal()).isEqualTo(Failure.GRADE_OUT_OF_REACH);
    assertThat(story.phase()).isEqualTo(SessionPhase.CREATION_FAILED);
    assertThat(story.cast().askedFor("PrepareForSnapshot")).isEmpty();
    assertThat(story.cast().askedFor("EndPrepare")).isEmpty();
    assertThat(story.cast().askedFor("Freeze")).isEmpty();
    assertThat(story.cast().copies()).isEmpty();
  }

  @Test
  void a_set_of_nothing_is_refused_whatever_grade_is_allowed() {
    Story story = Story.ofOne().then("requester InitializeForBackup", "policy lowest fuzzy");
    story.then("requester SetContext NAS_ROLLBACK", "requester StartSnapshotSet");

    assertThat(story.then("requester DoSnapshotSet").refusal())
        .isEqualTo(Failure.GRADE_OUT_OF_REACH);
  }

  @Test
  void the_slot_is_free_then_and_the_session_can_only_be_ended() {
    Story story = prepared().then("requester DoSnapshotSet");
    assertThat(story.cast().holder(new HostId("a"))).isEmpty();

    assertThat(story.then("requester DoSnapshotSet").refusal()).isEqualTo(Failure.BAD_STATE);
    story.then("requester AbortBackup", "requester Release");

    assertThat(story.phase()).isEqualTo(SessionPhase.RELEASED);
    assertThat(story.world().session().failure().failure()).isEqualTo(Failure.GRADE_OUT_OF_REACH);
    assertThat(story.cast().handled("a/db"))
        .containsExactly("PrepareForBackup", "Abort", "BackupShutdown");
    assertThat(story.cast().askedFor("AbortSnapshots")).isEmpty();
  }

  @Test
  void a_copy_made_while_data_changes_is_refused_without_writers_too() {
    Story story = Story.ofOne().then("requester InitializeForBackup");
    story.then("requester SetContext FILE_SHARE_BACKUP", "requester StartSnapshotSet a");
    story.then("requester AddToSnapshotSet a:/data gradual", "requester DoSnapshotSet");

    assertThat(story.refusal()).isEqualTo(Failure.GRADE_OUT_OF_REACH);
    assertThat(story.phase()).isEqualTo(SessionPhase.CREATION_FAILED);
    assertThat(story.cast().askedFor("EndPrepare")).isEmpty();
    assertThat(story.cast().holder(new HostId("a"))).isEmpty();
  }

  @Test
  void whoever_could_not_copy_better_is_named_with_his_reason() {
    Story story = Story.ofOne().then("requester InitializeForBackup");
    story.then("provider a/array hardware", "let a/array decline BeginPrepare");
    story.then("requester SetContext FILE_SHARE_BACKUP", "requester StartSnapshotSet a");
    story.then("requester AddToSnapshotSet a:/data gradual", "requester DoSnapshotSet");

    assertThat(story.world().session().failure().detail())
        .endsWith("FUZZY at best; a:/data: a/array cannot: the script says so");
  }

  @Test
  void a_rehearsal_knows_that_its_set_would_be_refused() {
    Story good = rehearsal().then("requester PrepareForBackup", "requester DoSnapshotSet");
    assertThat(Reach.shortfall(good.world().session())).isEmpty();

    Story beyond = rehearsal().then("requester AddToSnapshotSet a:/more");
    beyond.then("requester PrepareForBackup", "requester DoSnapshotSet");

    assertThat(beyond.reply()).isInstanceOf(SessionReply.Done.class);
    assertThat(Reach.shortfall(beyond.world().session()).orElseThrow().failure())
        .isEqualTo(Failure.GRADE_OUT_OF_REACH);
  }

  @Test
  void whoever_asks_for_no_more_gets_it() {
    Story story = prepared("policy lowest crash").then("requester DoSnapshotSet");

    assertThat(story.phase()).isEqualTo(SessionPhase.SNAPSHOT_CREATED);
  }

  @Test
  void a_veto_puts_the_best_grade_out_of_reach() {
    Story story = Story.ofOne().then("set up", "let a/db fail PrepareForBackup");
    story.then("requester PrepareForBackup", "requester DoSnapshotSet");

    assertThat(story.refusal()).isEqualTo(Failure.GRADE_OUT_OF_REACH);
    assertThat(story.phase()).isEqualTo(SessionPhase.CREATION_FAILED);
    assertThat(story.cast().askedFor("EndPrepare")).isEmpty();
  }

  @Test
  void a_rehearsal_is_worth_no_grade_and_measures_all_the_same() {
    Story story = rehearsal().then("requester AddToSnapshotSet a:/more");
    story.then("requester PrepareForBackup");

    story.then("requester DoSnapshotSet");

    assertThat(story.reply()).isInstanceOf(SessionReply.Done.class);
    assertThat(story.cast().handled("a/db")).contains("Freeze");
  }

  private static Story rehearsal() {
    return Story.ofOne().then("set up REHEARSAL");
  }
}
