package io.lull.protocol.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.story.Story;
import io.lull.protocol.story.Ways;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

class TerminationConformanceTest {
  @Test
  void T01_release_ends_every_auto_release_snapshot() {
    Story story = Ways.to(SessionPhase.SNAPSHOT_CREATED);
    assertThat(story.cast().copies()).isNotEmpty();

    story.then("requester Release");

    assertThat(story.cast().copies()).isEmpty();
  }

  @Test
  void T01_a_provider_that_is_away_at_release_deletes_when_it_is_back() {
    Story story = Ways.to(SessionPhase.SNAPSHOT_CREATED, "let a/disk miss DeleteSnapshots always");

    story.then("requester Release", "advance 2m");
    assertThat(story.phase()).isEqualTo(SessionPhase.RELEASED);
    story.then("let a/disk obey DeleteSnapshots always", "advance 2m");

    assertThat(story.cast().copies()).isEmpty();
  }

  @Test
  void T01_snapshots_that_are_not_auto_release_stay() {
    Story story =
        Story.ofOne()
            .then(
                "requester InitializeForBackup",
                "requester SetContext NAS_ROLLBACK",
                "requester StartSnapshotSet a",
                "requester AddToSnapshotSet a:/data",
                "requester DoSnapshotSet");

    story.then("requester Release");

    assertThat(story.cast().copies()).hasSize(1);
  }

  @Test
  void T02_delete_snapshots_ends_a_single_one_or_all_of_the_set() {
    Story story = Story.ofTwo().then("set up", "requester PrepareForBackup");
    story.then("requester DoSnapshotSet");

    story.then("requester DeleteSnapshots b:/data");
    assertThat(story.cast().copies()).singleElement().hasToString("a:/data");
    story.then("requester DeleteSnapshots");

    assertThat(story.cast().copies()).isEmpty();
  }

  @Test
  void T02_what_outlived_its_session_ends_by_delete_snapshots() {
    Story story = releasedForGood();

    story.then("requester DeleteSnapshots");

    assertThat(story.cast().copies()).isEmpty();
  }

  @Test
  void T03_delete_snapshots_raises_no_event_after_the_release() {
    Story story = releasedForGood();
    var before = story.cast().sentTo("a/db");

    story.then("let a/disk keep DeleteSnapshots", "requester DeleteSnapshots");
    story.then("crash coordinator", "recover coordinator");

    assertThat(story.cast().copies()).isEmpty();
    assertThat(story.cast().sentTo("a/db")).isEqualTo(before);
    assertThat(story.cast().frozen()).isEmpty();
  }

  private static Story releasedForGood() {
    return Story.ofOne()
        .then(
            "set up APP_ROLLBACK",
            "requester PrepareForBackup",
            "requester DoSnapshotSet",
            "requester Release");
  }

  @Test
  void T03_delete_snapshots_raises_no_event() {
    Story story = Ways.to(SessionPhase.SNAPSHOT_CREATED);
    var before = story.cast().sentTo("a/db");

    story.then("requester DeleteSnapshots");

    assertThat(story.cast().copies()).isEmpty();
    assertThat(story.cast().sentTo("a/db")).isEqualTo(before);
  }

  @Test
  void T04_release_brings_backup_shutdown_once_to_each_writer_of_the_backup() {
    Story story = Story.ofTwo().then("writer c/idle", "provider c/disk");
    story.then(
        "requester InitializeForBackup",
        "requester SetBackupState",
        "requester GatherWriterMetadata",
        "requester AddComponent a/db#main",
        "requester AddComponent b/web#main",
        "requester StartSnapshotSet",
        "requester AddToSnapshotSet a:/data",
        "requester PrepareForBackup",
        "requester DoSnapshotSet");

    story.then("requester Release", "requester Release");

    assertThat(story.cast().handled("a/db")).containsOnlyOnce("BackupShutdown");
    assertThat(story.cast().handled("b/web")).containsOnlyOnce("BackupShutdown");
    assertThat(story.cast().sentTo("c/idle")).doesNotContain("BackupShutdown");
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.INCLUDE,
      names = {
        "SNAPSHOT_CREATED",
        "BACKUP_COMPLETED",
        "CREATION_FAILED",
        "BACKUP_ABORTED",
        "RELEASED"
      })
  void T08_a_used_session_refuses_another_backup(SessionPhase used) {
    Story story = Ways.to(used);
    for (String verb :
        new String[] {
          "InitializeForBackup", "GatherWriterMetadata", "StartSnapshotSet", "DoSnapshotSet"
        }) {
      story.then("requester " + verb);
      assertThat(story.refusal()).as(verb).isEqualTo(Failure.BAD_STATE);
      assertThat(story.phase()).isEqualTo(used);
    }
  }

  @Test
  void T09_a_normal_course_leaves_no_auto_release_snapshot() {
    Story story = Ways.to(SessionPhase.BACKUP_COMPLETED).then("requester Release");

    assertThat(story.reply()).isInstanceOf(SessionReply.Done.class);
    assertThat(story.cast().copies()).isEmpty();
  }

  @Test
  void T10_after_a_failed_creation_delete_snapshots_removes_what_is_left() {
    Story story = Story.of("policy lowest application", "writer a/db", "provider a/disk");
    story.then("set up", "requester PrepareForBackup", "let a/db fail PostSnapshot");
    story.then("requester DoSnapshotSet");
    assertThat(story.phase()).isEqualTo(SessionPhase.CREATION_FAILED);
    assertThat(story.cast().copies()).isNotEmpty();

    story.then("requester DeleteSnapshots");

    assertThat(story.cast().copies()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.INCLUDE,
      names = {"CREATION_FAILED", "BACKUP_ABORTED"})
  void T10_when_nothing_is_left_delete_snapshots_says_so_and_does_nothing(SessionPhase phase) {
    Story story = Ways.to(phase);
    List<SessionEvent> journal = new ArrayList<>(story.world().journal());
    int sent = story.cast().sent().size();

    story.then("requester DeleteSnapshots");

    assertThat(story.refusal()).isEqualTo(Failure.OBJECT_NOT_FOUND);
    journal.add(new SessionEvent.Answered(story.reply()));
    assertThat(story.world().journal()).isEqualTo(journal);
    assertThat(story.cast().sent()).hasSize(sent);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"BACKUP_PREPARED", "ENDING_PREPARE", "SNAPSHOT_CREATED", "BACKUP_COMPLETED"})
  void T11_backup_shutdown_comes_although_the_requester_asks_for_nothing(String phase) {
    Story story = Ways.to(SessionPhase.valueOf(phase), "policy leased");

    story.then("advance 5m");

    assertThat(story.phase()).isEqualTo(SessionPhase.RELEASED);
    assertThat(story.cast().handled("a/db")).containsOnlyOnce("BackupShutdown");
  }
}
