package io.lull.protocol.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.session.SessionReply.Aborted;
import io.lull.protocol.session.SessionReply.Statuses;
import io.lull.protocol.story.Story;
import io.lull.protocol.story.Ways;
import io.lull.protocol.writer.WriterState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AbortConformanceTest {
  /** PrepareForBackup has not been raised yet. */
  static Stream<SessionPhase> unannounced() {
    return EnumSet.range(SessionPhase.INITIALIZED, SessionPhase.SET_STARTED).stream();
  }

  /** PrepareForBackup was raised and the session is not released. */
  static Stream<SessionPhase> announced() {
    return EnumSet.range(SessionPhase.PREPARING_BACKUP, SessionPhase.BACKUP_ABORTED).stream();
  }

  /** From PrepareForSnapshot to the end of the creation. */
  static Stream<SessionPhase> creating() {
    return EnumSet.range(SessionPhase.PREPARING_SNAPSHOT, SessionPhase.POST_FINAL_COMMITTING)
        .stream();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PREPARING_BACKUP", "BACKUP_PREPARED", "WINDOW_OPEN", "SNAPSHOT_CREATED"})
  void A01_abort_backup_while_a_backup_is_under_way_raises_abort(String phase) {
    Story story = Ways.to(SessionPhase.valueOf(phase)).then("requester AbortBackup");

    assertThat(story.cast().handled("a/db")).contains("Abort");
  }

  @ParameterizedTest
  @MethodSource("creating")
  void A01_abort_backup_while_the_set_is_created_raises_abort(SessionPhase phase) {
    Story story = Ways.to(phase).then("requester AbortBackup");

    assertThat(story.cast().handled("a/db")).contains("Abort");
    assertThat(story.cast().frozen()).isEmpty();
  }

  @Test
  void A02_a_fatal_failure_at_freeze_causes_an_abort() {
    Story story = prepared().then("let a/db fail Freeze", "requester DoSnapshotSet");

    assertThat(story.cast().askedFor("Abort")).contains("a/db", "b/web");
    assertThat(story.cast().askedFor("PreCommit")).isEmpty();
  }

  @Test
  void A03_a_fatal_failure_at_thaw_causes_an_abort() {
    Story story = prepared().then("let b/web fail Thaw", "requester DoSnapshotSet");

    assertThat(story.cast().askedFor("Abort")).contains("a/db", "b/web");
    assertThat(story.cast().frozen()).isEmpty();
    assertThat(story.phase()).isEqualTo(SessionPhase.CREATION_FAILED);
  }

  @ParameterizedTest
  @CsvSource({
    "EndPrepare, fail", "EndPrepare, refuse", "EndPrepare, drop",
    "PreCommit, fail", "PreCommit, refuse", "PreCommit, drop",
    "Commit, fail", "Commit, refuse", "Commit, drop",
    "PostCommit, fail", "PostCommit, refuse", "PostCommit, drop",
    "PreFinalCommit, fail", "PreFinalCommit, refuse", "PreFinalCommit, drop",
    "PostFinalCommit, fail", "PostFinalCommit, refuse", "PostFinalCommit, drop"
  })
  void A06_whatever_goes_wrong_at_a_provider_raises_abort(String step, String how) {
    Story story = prepared().then("let b/disk " + how + " " + step, "requester DoSnapshotSet");

    story.then("advance 11m");

    assertThat(story.cast().askedFor("Abort")).contains("a/db", "b/web");
    assertThat(story.phase()).isEqualTo(SessionPhase.CREATION_FAILED);
    assertThat(story.cast().copies()).isEmpty();
  }

  @Test
  void A07_a_missed_limit_of_the_write_stop_raises_abort() {
    Story story = Ways.to(SessionPhase.WINDOW_OPEN);

    story.then("advance 9s");
    assertThat(story.cast().askedFor("Abort")).isEmpty();
    story.then("advance 1s");

    assertThat(story.cast().askedFor("Abort")).containsExactly("a/db");
  }

  @ParameterizedTest
  @MethodSource("creating")
  void A07_a_lost_host_raises_abort(SessionPhase phase) {
    Story story = Ways.to(phase).then("lose a");

    assertThat(story.cast().askedFor("Abort")).contains("a/db");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PREPARING_SNAPSHOT", "ENDING_PREPARE", "WINDOW_OPEN"})
  void A07_the_loss_of_the_coordinator_itself_raises_abort(String phase) {
    Story story = Ways.to(SessionPhase.valueOf(phase));

    story.then("crash coordinator", "recover coordinator");

    assertThat(story.cast().askedFor("Abort")).contains("a/db");
    assertThat(story.cast().frozen()).isEmpty();
  }

  @Test
  void A08_a_failure_before_prepare_for_snapshot_raises_no_abort() {
    Story story = Story.ofOne().then("set up", "let a/disk decline BeginPrepare");
    story.then("requester AddToSnapshotSet a:/refused");
    assertThat(story.refusal()).isEqualTo(Failure.VOLUME_NOT_SUPPORTED);
    story.then("let a/db fail PrepareForBackup", "requester PrepareForBackup");
    story.then("requester DoSnapshotSet");
    assertThat(story.refusal()).isEqualTo(Failure.GRADE_OUT_OF_REACH);

    assertThat(story.cast().askedFor("Abort")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Freeze", "Thaw", "PrepareForSnapshot", "PostSnapshot"})
  void A10_after_an_error_release_is_enough_for_a_new_session(String step) {
    Story story = Ways.to(SessionPhase.BACKUP_PREPARED).then("let a/db fail " + step);
    story.then("requester DoSnapshotSet");
    assertThat(story.phase()).isEqualTo(SessionPhase.CREATION_FAILED);

    story.then("requester Release");

    assertThat(story.cast().copies()).isEmpty();
    Story next = story.another().then("set up", "requester PrepareForBackup");
    assertThat(next.then("requester DoSnapshotSet").reply())
        .isInstanceOf(SessionReply.SetCreated.class);
  }

  @ParameterizedTest
  @MethodSource("unannounced")
  void A11_abort_backup_before_prepare_for_backup_is_accepted_without_abort(SessionPhase phase) {
    Story story = Ways.to(phase).then("requester AbortBackup");

    assertThat(story.reply()).isInstanceOf(SessionReply.Done.class);
    assertThat(story.cast().askedFor("Abort")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("announced")
  void A12_abort_backup_and_release_are_a_way_out(SessionPhase phase) {
    Story story = Ways.to(phase);

    story.then("requester AbortBackup", "advance 10s", "requester Release", "advance 1m");

    assertThat(story.phase()).isEqualTo(SessionPhase.RELEASED);
    assertThat(story.cast().holder(new HostId("a"))).isEmpty();
  }

  @Test
  void A13_abort_backup_is_answered_when_every_writer_has_handled_it() {
    Story story = prepared().then("let a/db keep Abort", "requester AbortBackup");
    assertThat(aborted(story)).isEmpty();

    story.then("answer a/db Abort");

    assertThat(aborted(story).getFirst().handled())
        .extracting(WriterId::toString)
        .containsExactly("a/db", "b/web");
    assertThat(aborted(story).getFirst().unreached()).isEmpty();
  }

  @Test
  void A13_a_writer_out_of_reach_is_listed_and_goes_on_being_asked() {
    Story story = prepared().then("let a/db miss Abort always", "requester AbortBackup");
    story.then("advance 10s");

    assertThat(aborted(story).getFirst().unreached())
        .extracting(WriterId::toString)
        .containsExactly("a/db");
    story.then("let a/db obey Abort always", "advance 10s");
    assertThat(story.cast().handled("a/db")).contains("Abort");
  }

  @Test
  void A14_a_veto_is_not_passed_on_and_abort_backup_reaches_all() {
    Story story = Story.ofTwo().then("set up", "let a/db fail PrepareForBackup");
    story.then("requester PrepareForBackup");
    assertThat(story.cast().askedFor("Abort")).isEmpty();

    story.then("requester AbortBackup");

    assertThat(story.cast().askedFor("Abort")).containsExactlyInAnyOrder("a/db", "b/web");
  }

  @ParameterizedTest
  @MethodSource("unannounced")
  void A15_release_before_prepare_for_backup_causes_no_abort(SessionPhase phase) {
    Story story = Ways.to(phase).then("requester Release", "advance 2m");

    assertThat(story.phase()).isEqualTo(SessionPhase.RELEASED);
    assertThat(story.cast().askedFor("Abort")).isEmpty();
  }

  @Test
  void A16_release_after_a_failed_prepare_for_backup_causes_no_abort() {
    Story story = Ways.to(SessionPhase.INITIALIZED);
    story.then("requester GatherWriterMetadata", "requester StartSnapshotSet");
    story.then("requester PrepareForBackup");
    assertThat(story.refusal()).isEqualTo(Failure.BAD_STATE);

    story.then("requester Release", "advance 2m");

    assertThat(story.phase()).isEqualTo(SessionPhase.RELEASED);
    assertThat(story.cast().askedFor("Abort")).isEmpty();
  }

  @Test
  void A17_a_session_for_metadata_only_is_released_at_once() {
    Story story = Ways.to(SessionPhase.METADATA_GATHERED);
    assertThat(story.cast().holder(new HostId("a"))).isEmpty();

    story.then("requester Release");

    assertThat(story.phase()).isEqualTo(SessionPhase.RELEASED);
    assertThat(story.cast().sentTo("a/db")).containsExactly("Identify");
    assertThat(story.cast().sentTo("a")).isEmpty();
  }

  @Test
  void A18_gather_writer_metadata_raises_identify_and_no_other_event() {
    Story story = Ways.to(SessionPhase.METADATA_GATHERED);

    assertThat(story.cast().sentTo("a/db")).containsExactly("Identify");
  }

  @Test
  void A19_a_creation_takes_each_writer_through_its_four_steps_once() {
    Story story = prepared().then("requester DoSnapshotSet");

    assertThat(story.phase()).isEqualTo(SessionPhase.SNAPSHOT_CREATED);
    for (String writer : List.of("a/db", "b/web")) {
      assertThat(story.cast().handled(writer))
          .containsExactly(
              "PrepareForBackup", "PrepareForSnapshot", "Freeze", "Thaw", "PostSnapshot");
    }
  }

  @Test
  void A21_a_failure_at_prepare_for_snapshot_raises_no_abort_and_shows_in_the_status() {
    Story story = prepared().then("let a/db fail PrepareForSnapshot", "requester DoSnapshotSet");

    assertThat(story.cast().askedFor("Abort")).isEmpty();
    assertThat(story.cast().askedFor("Freeze")).isEmpty();
    assertThat(state(story, "a/db")).isEqualTo(WriterState.FAILED_AT_PREPARE_SNAPSHOT);
  }

  @Test
  void A22_a_failure_at_post_snapshot_raises_no_abort_and_the_snapshot_exists() {
    Story story = prepared().then("let a/db fail PostSnapshot", "requester DoSnapshotSet");

    assertThat(story.cast().askedFor("Abort")).isEmpty();
    assertThat(story.cast().copies()).hasSize(2);
    assertThat(state(story, "a/db")).isEqualTo(WriterState.FAILED_AT_POST_SNAPSHOT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PrepareForSnapshot", "Freeze", "Thaw", "PostSnapshot"})
  void A23_abort_backup_is_accepted_after_a_failed_creation(String step) {
    Story story = prepared().then("let a/db fail " + step, "requester DoSnapshotSet");
    assertThat(story.phase()).isEqualTo(SessionPhase.CREATION_FAILED);

    story.then("requester AbortBackup");

    assertThat(aborted(story)).hasSize(1);
    assertThat(story.phase()).isEqualTo(SessionPhase.BACKUP_ABORTED);
  }

  @Test
  void A24_what_a_requester_does_next_does_not_depend_on_whether_abort_was_raised() {
    Story without = prepared().then("let a/db fail PrepareForSnapshot", "requester DoSnapshotSet");
    Story with = prepared().then("let a/db fail Freeze", "requester DoSnapshotSet");
    assertThat(without.cast().askedFor("Abort")).isEmpty();
    assertThat(with.cast().askedFor("Abort")).isNotEmpty();

    assertThat(wayOut(without)).isEqualTo(wayOut(with));
  }

  @Test
  void A25_release_after_abort_backup_without_backup_complete_is_allowed() {
    Story story = Ways.to(SessionPhase.BACKUP_ABORTED).then("requester Release");

    assertThat(story.reply()).isInstanceOf(SessionReply.Done.class);
    assertThat(story.cast().askedFor("BackupComplete")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("announced")
  void A26_after_abort_backup_no_backup_complete_is_raised(SessionPhase phase) {
    Story story = Ways.to(phase).then("requester AbortBackup", "advance 10s");
    int raised = story.cast().askedFor("BackupComplete").size();

    story.then("requester BackupComplete");

    assertThat(story.refusal()).isEqualTo(Failure.BAD_STATE);
    assertThat(story.then("requester Release").cast().askedFor("BackupComplete")).hasSize(raised);
  }

  private static Story prepared() {
    return Story.ofTwo().then("set up", "requester PrepareForBackup");
  }

  private static List<Aborted> aborted(Story story) {
    return story.world().replies().stream()
        .filter(Aborted.class::isInstance)
        .map(Aborted.class::cast)
        .toList();
  }

  /** The kinds of answers and phases on the way that every requester can go. */
  private static List<String> wayOut(Story story) {
    List<String> seen = new ArrayList<>(List.of(story.reply().getClass().getSimpleName()));
    for (String verb : List.of("AbortBackup", "Release")) {
      story.then("requester " + verb);
      seen.add(story.reply().getClass().getSimpleName() + " " + story.phase());
    }
    return seen;
  }

  private static WriterState state(Story story, String writer) {
    story.then("requester GatherWriterStatus");
    return ((Statuses) story.reply())
        .writers().stream()
            .filter(status -> status.writer().toString().equals(writer))
            .map(SessionReply.WriterStatus::state)
            .findFirst()
            .orElseThrow();
  }
}
