package io.lull.protocol.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.HostId;
import io.lull.protocol.session.Session;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.story.Story;
import io.lull.protocol.story.Ways;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RemoteRequesterConformanceTest {
  static Stream<SessionPhase> running() {
    return EnumSet.range(SessionPhase.INITIALIZED, SessionPhase.BACKUP_ABORTED).stream();
  }

  @Test
  void F03_a_volume_added_twice_exists_already_and_the_set_can_still_be_used() {
    Story story = Ways.to(SessionPhase.SET_STARTED).then("requester AddToSnapshotSet a:/data");
    assertThat(story.refusal()).isEqualTo(Failure.OBJECT_ALREADY_EXISTS);

    story.then("requester PrepareForBackup", "requester DoSnapshotSet");

    assertThat(story.cast().copies()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"BACKUP_PREPARED", "ENDING_PREPARE", "WINDOW_OPEN", "SNAPSHOT_CREATED"})
  void F04_a_call_that_the_status_does_not_allow_has_no_effect(SessionPhase phase) {
    Story story = Ways.to(phase);
    Session before = story.world().session();
    int sent = story.cast().sent().size();

    for (String call : List.of("StartSnapshotSet", "AddToSnapshotSet a:/x", "PrepareForBackup")) {
      assertThat(story.then("requester " + call).refusal()).isEqualTo(Failure.BAD_STATE);
    }

    assertThat(story.world().session())
        .usingRecursiveComparison()
        .ignoringFields("ledger.answered")
        .isEqualTo(before);
    assertThat(story.cast().sent()).hasSize(sent);
  }

  @Test
  void F06_a_set_id_is_of_no_further_use_after_abort() {
    Story story = Ways.to(SessionPhase.SNAPSHOT_CREATED).then("requester AbortBackup");

    for (String call : List.of("AddToSnapshotSet a:/x", "DoSnapshotSet", "BackupComplete")) {
      assertThat(story.then("requester " + call).refusal()).isEqualTo(Failure.BAD_STATE);
    }
    story.then("requester Release");
    assertThat(story.cast().copies()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("running")
  void F05_when_the_requester_is_silent_its_set_is_removed(SessionPhase phase) {
    Story story = Ways.to(phase, "policy leased").then("advance 10m");

    assertThat(story.phase()).isEqualTo(SessionPhase.RELEASED);
    assertThat(story.cast().copies()).isEmpty();
    assertThat(story.cast().frozen()).isEmpty();
    assertThat(story.cast().holder(new HostId("a"))).isEmpty();
  }

  @Test
  void F05_a_finished_set_that_is_meant_to_stay_stays() {
    Story story = Story.ofOne().then("policy leased", "requester InitializeForBackup");
    story.then("requester SetContext NAS_ROLLBACK", "requester StartSnapshotSet a");
    story.then("requester AddToSnapshotSet a:/data", "requester DoSnapshotSet");

    story.then("advance 10m");

    assertThat(story.phase()).isEqualTo(SessionPhase.RELEASED);
    assertThat(story.cast().copies()).hasSize(1);
  }

  @Test
  void F05_the_silence_of_one_requester_is_no_concern_of_another_ones_set() {
    Story other = Ways.to(SessionPhase.SNAPSHOT_CREATED);
    Story silent = other.another().then("policy leased", "set up");

    silent.then("advance 10m");

    assertThat(silent.phase()).isEqualTo(SessionPhase.RELEASED);
    assertThat(other.phase()).isEqualTo(SessionPhase.SNAPSHOT_CREATED);
    assertThat(other.cast().copies()).hasSize(1);
  }

  @Test
  void F08_a_delete_with_an_unknown_id_leaves_everything_as_it_was() {
    Story story = Ways.to(SessionPhase.SNAPSHOT_CREATED);
    Session before = story.world().session();

    story.then("requester DeleteSnapshots a:/unknown");

    assertThat(story.refusal()).isEqualTo(Failure.OBJECT_NOT_FOUND);
    assertThat(story.world().session())
        .usingRecursiveComparison()
        .ignoringFields("ledger.answered")
        .isEqualTo(before);
    assertThat(story.cast().copies()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("running")
  void F09_a_restart_brings_the_set_back_and_an_unfinished_one_can_end(SessionPhase phase) {
    Story story = Ways.to(phase, "policy leased");
    Session before = story.world().session();

    story.then("crash coordinator", "recover coordinator");
    assertThat(story.world().session().creation().map(set -> set.members()))
        .isEqualTo(before.creation().map(set -> set.members()));
    story.then("advance 10m");

    assertThat(story.phase()).isEqualTo(SessionPhase.RELEASED);
    assertThat(story.cast().holder(new HostId("a"))).isEmpty();
  }
}
