package io.lull.protocol.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.session.SessionReply.Deleted;
import io.lull.protocol.session.SessionReply.Statuses;
import io.lull.protocol.story.Cast.Sent;
import io.lull.protocol.story.Story;
import io.lull.protocol.story.Ways;
import io.lull.protocol.writer.WriterInput;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequesterConformanceTest {
  @Test
  void R01_set_context_is_accepted_once() {
    Story story = Ways.to(SessionPhase.INITIALIZED).then("requester SetContext APP_ROLLBACK");
    assertThat(story.reply()).isInstanceOf(SessionReply.Done.class);

    story.then("requester SetContext BACKUP");

    assertThat(story.refusal()).isEqualTo(Failure.BAD_STATE);
  }

  @Test
  void R01_without_set_context_the_context_is_backup() {
    Story story = Ways.to(SessionPhase.BACKUP_COMPLETED).then("requester Release");

    // As in a backup: with writers, and no copy outlives the session.
    assertThat(story.cast().handled("a/db")).contains("Freeze");
    assertThat(story.cast().copies()).isEmpty();
  }

  @Test
  void R02_prepare_for_backup_without_set_backup_state_is_refused() {
    Story story = Ways.to(SessionPhase.INITIALIZED);
    story.then("requester GatherWriterMetadata", "requester StartSnapshotSet");

    story.then("requester PrepareForBackup");
    assertThat(story.refusal()).isEqualTo(Failure.BAD_STATE);
    story.then("requester SetBackupState", "requester PrepareForBackup");

    assertThat(story.phase()).isEqualTo(SessionPhase.BACKUP_PREPARED);
  }

  @Test
  void R03_gather_writer_metadata_works_once() {
    Story story = Ways.to(SessionPhase.METADATA_GATHERED).then("requester GatherWriterMetadata");

    assertThat(story.refusal()).isEqualTo(Failure.BAD_STATE);
    assertThat(story.cast().askedFor("Identify")).hasSize(1);
  }

  @Test
  void R03_to_disable_a_writer_afterwards_has_no_effect() {
    Story story = Ways.to(SessionPhase.METADATA_GATHERED).then("requester DisableWriters a/db");

    story.then("requester AddComponent a/db#main", "requester StartSnapshotSet");
    story.then("requester PrepareForBackup");

    assertThat(story.cast().sentTo("a/db")).contains("PrepareForBackup");
    Story before = Ways.to(SessionPhase.INITIALIZED).then("requester DisableWriters a/db");
    assertThat(before.then("requester GatherWriterMetadata").cast().sentTo("a/db")).isEmpty();
  }

  @Test
  void R04_do_snapshot_set_is_refused_without_a_set_or_without_metadata() {
    Story story = Ways.to(SessionPhase.METADATA_GATHERED).then("requester DoSnapshotSet");
    assertThat(story.refusal()).isEqualTo(Failure.BAD_STATE);

    Story unknown = Ways.to(SessionPhase.INITIALIZED);
    unknown.then("requester StartSnapshotSet a", "requester DoSnapshotSet");
    assertThat(unknown.refusal()).isEqualTo(Failure.BAD_STATE);
    assertThat(unknown.cast().askedFor("Freeze")).isEmpty();
  }

  @Test
  void R05_the_65th_volume_is_refused_and_the_set_can_still_be_used() {
    // Nobody speaks for the further volumes.
    Story story = Ways.to(SessionPhase.SET_STARTED, "policy lowest crash");
    for (int i = 2; i <= 64; i++) {
      story.then("requester AddToSnapshotSet a:/v" + i);
      assertThat(story.reply()).isInstanceOf(SessionReply.VolumeAdded.class);
    }

    story.then("requester AddToSnapshotSet a:/v65");
    assertThat(story.refusal()).isEqualTo(Failure.MAXIMUM_NUMBER_OF_VOLUMES_REACHED);
    story.then("requester PrepareForBackup", "requester DoSnapshotSet");

    assertThat(story.cast().copies()).hasSize(64);
  }

  @Test
  void R06_a_set_without_volumes_is_possible_and_writers_hear_of_it_as_usual() {
    Story story = Story.of("writer a/db", "set up", "requester PrepareForBackup");

    story.then("requester DoSnapshotSet");

    assertThat(story.phase()).isEqualTo(SessionPhase.SNAPSHOT_CREATED);
    assertThat(story.cast().handled("a/db"))
        .containsExactly(
            "PrepareForBackup", "PrepareForSnapshot", "Freeze", "Thaw", "PostSnapshot");
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "PREPARING_SNAPSHOT",
        "ENDING_PREPARE",
        "WINDOW_OPEN",
        "POST_SNAPSHOTTING",
        "SNAPSHOT_CREATED"
      })
  void R07_from_do_snapshot_set_on_the_volumes_are_fixed(SessionPhase phase) {
    Story story = Ways.to(phase).then("requester AddToSnapshotSet a:/late");

    assertThat(story.refusal()).isEqualTo(Failure.BAD_STATE);
    assertThat(story.cast().askedFor("BeginPrepare")).hasSize(1);
  }

  @Test
  void R08_a_component_that_is_there_already_exists() {
    Story story = Ways.to(SessionPhase.SET_STARTED).then("requester AddComponent a/db#main");

    assertThat(story.refusal()).isEqualTo(Failure.OBJECT_ALREADY_EXISTS);
  }

  @Test
  void R09_a_call_that_runs_on_is_pending_until_it_is_finished() {
    Story story = Ways.to(SessionPhase.POST_SNAPSHOTTING).then("requester QueryStatus r8");
    assertThat(story.reply()).isInstanceOf(SessionReply.Pending.class);

    story.then("answer a/db PostSnapshot", "requester QueryStatus r8");
    assertThat(story.reply()).isInstanceOf(SessionReply.Done.class);
    story.then("requester Cancel r8");

    assertThat(story.reply()).as("too late").isInstanceOf(SessionReply.Done.class);
    assertThat(story.phase()).isEqualTo(SessionPhase.SNAPSHOT_CREATED);
  }

  @ParameterizedTest
  @EnumSource(names = {"PREPARING_SNAPSHOT", "WINDOW_OPEN", "POST_SNAPSHOTTING"})
  void R09_a_cancelled_call_reports_cancelled(SessionPhase phase) {
    Story story = Ways.to(phase).then("requester Cancel r8", "requester QueryStatus r8");

    assertThat(story.refusal()).isEqualTo(Failure.CANCELLED);
  }

  @Test
  void R09_a_failed_call_reports_its_failure() {
    Story story = Ways.to(SessionPhase.WINDOW_OPEN).then("advance 10s", "requester QueryStatus r8");

    assertThat(story.refusal()).isEqualTo(Failure.COMMIT_DEADLINE);
  }

  @Test
  void R10_backup_complete_after_a_failed_creation_is_refused() {
    Story story = Ways.to(SessionPhase.CREATION_FAILED).then("requester BackupComplete");

    assertThat(story.refusal()).isEqualTo(Failure.BAD_STATE);
    assertThat(story.cast().askedFor("BackupComplete")).isEmpty();
  }

  @Test
  void R11_success_is_said_for_each_explicit_component_with_all_that_it_carried() {
    Story story = Story.of("writer a/db parts all all/one", "provider a/disk").then("set up");
    story.then("requester PrepareForBackup", "requester DoSnapshotSet");

    story.then("requester SetBackupSucceeded a/db#all/one");
    assertThat(story.refusal()).as("not explicit").isEqualTo(Failure.OBJECT_NOT_FOUND);
    story.then("requester SetBackupSucceeded a/db#all lost a/db#all/one");
    assertThat(story.refusal()).as("carried one lost").isEqualTo(Failure.INVALID_ARGUMENT);
    story.then("requester SetBackupSucceeded a/db#all", "requester BackupComplete");

    WriterInput.BackupComplete told = last(story, "a/db", WriterInput.BackupComplete.class);
    assertThat(told.succeeded()).singleElement().hasToString("a/db#all");
  }

  @Test
  void R12_a_deletion_ends_at_its_first_failure_and_reports_it() {
    Story story = Story.of("writer a/db", "provider a/disk", "provider b/disk", "provider c/disk");
    // Nobody speaks for the volumes of the other hosts.
    story.then("policy lowest crash", "set up", "requester PrepareForBackup");
    story.then("requester DoSnapshotSet");

    story.then("let b/disk fail DeleteSnapshots", "requester DeleteSnapshots");

    Deleted deleted = (Deleted) story.reply();
    assertThat(deleted.deleted()).isOne();
    assertThat(deleted.failing().orElseThrow().volume()).hasToString("b:/data");
    assertThat(story.cast().sentTo("c/disk")).doesNotContain("DeleteSnapshots");
  }

  @ParameterizedTest
  @ValueSource(strings = {"FILE_SHARE_BACKUP", "NAS_ROLLBACK", "CLIENT_ACCESSIBLE"})
  void R13_a_context_without_writers_refuses_their_verbs_and_raises_no_event(String context) {
    Story story = Story.ofOne().then("requester InitializeForBackup");
    story.then("requester SetContext " + context, "requester SetBackupState");
    story.then("requester StartSnapshotSet a", "requester AddToSnapshotSet a:/data");

    assertThat(story.then("requester AddComponent a/db#main").refusal())
        .isEqualTo(Failure.BAD_STATE);
    assertThat(story.then("requester PrepareForBackup").refusal()).isEqualTo(Failure.BAD_STATE);
    story.then("requester DoSnapshotSet");
    assertThat(story.phase()).isEqualTo(SessionPhase.SNAPSHOT_CREATED);
    assertThat(story.then("requester BackupComplete").refusal()).isEqualTo(Failure.BAD_STATE);
    assertThat(story.then("requester Release").cast().sentTo("a/db")).isEmpty();
  }

  @Test
  void R13_with_metadata_gathered_the_verbs_of_writers_are_refused_all_the_same() {
    Story story = Story.ofOne().then("requester InitializeForBackup");
    story.then("requester SetContext NAS_ROLLBACK", "requester GatherWriterMetadata");

    assertThat(story.then("requester AddComponent a/db#main").refusal())
        .isEqualTo(Failure.BAD_STATE);
  }

  @Test
  void R14_abort_backup_succeeds_with_nothing_under_way_and_not_before_initialisation() {
    Story story = Ways.to(SessionPhase.NEW).then("requester AbortBackup");
    assertThat(story.refusal()).isEqualTo(Failure.BAD_STATE);

    story.then("requester InitializeForBackup", "requester AbortBackup");

    assertThat(story.reply()).isInstanceOf(SessionReply.Done.class);
  }

  @Test
  void C08_a_status_at_another_point_is_marked_as_not_current() {
    Set<SessionPhase> documented =
        EnumSet.of(
            SessionPhase.BACKUP_PREPARED,
            SessionPhase.SNAPSHOT_CREATED,
            SessionPhase.BACKUP_COMPLETED,
            SessionPhase.CREATION_FAILED,
            SessionPhase.BACKUP_ABORTED);
    Set<SessionPhase> current =
        EnumSet.range(SessionPhase.METADATA_GATHERED, SessionPhase.RELEASING).stream()
            .filter(RequesterConformanceTest::statusIsCurrent)
            .collect(Collectors.toSet());

    assertThat(current).isEqualTo(documented);
  }

  @Test
  void C09_a_requester_may_go_on_in_spite_of_a_veto() {
    Story story = Story.of("policy lowest crash", "writer a/db", "writer b/web front-end");
    story.then("provider b/disk", "set up", "let a/db fail PrepareForBackup");
    story.then("requester PrepareForBackup", "requester DoSnapshotSet");

    assertThat(story.phase()).isEqualTo(SessionPhase.SNAPSHOT_CREATED);
    assertThat(story.cast().handled("b/web")).contains("Freeze", "Thaw");
  }

  private static boolean statusIsCurrent(SessionPhase phase) {
    Story story = Ways.to(phase).then("requester GatherWriterStatus");
    return ((Statuses) story.reply()).current();
  }

  private static <T> T last(Story story, String who, Class<T> kind) {
    return story.cast().sent().stream()
        .filter(sent -> sent.who().equals(who))
        .map(Sent::request)
        .filter(kind::isInstance)
        .map(kind::cast)
        .reduce((_, last) -> last)
        .orElseThrow();
  }
}
