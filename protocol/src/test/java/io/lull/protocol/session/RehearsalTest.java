package io.lull.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.catalogue.CatalogueEntry;
import io.lull.protocol.catalogue.Documents;
import io.lull.protocol.catalogue.Times;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.story.Story;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rehearsal goes through all of it, and no set and no certificate ever comes of it. */
class RehearsalTest {
  private static Story prepared(String... before) {
    List<String> lines = new ArrayList<>(List.of("writer a/db", "writer b/web front-end"));
    lines.addAll(List.of("provider a/disk", "provider b/disk"));
    lines.addAll(List.of(before));
    lines.addAll(List.of("set up REHEARSAL", "requester PrepareForBackup"));
    return Story.of(lines.toArray(String[]::new));
  }

  private static void nothingCameOf(Story story) {
    Session session = story.world().session();
    assertThat(session.creation()).isPresent();
    assertThat(session.creation().orElseThrow().certificate()).isEmpty();
    assertThat(session.creation().orElseThrow().stage()).isNotEqualTo(Creation.Stage.CREATED);
    assertThat(CatalogueEntry.of(session, Times.NONE)).isEmpty();
    assertThat(Documents.of(session)).isEmpty();
  }

  @Test
  void it_measures_and_undoes_and_is_answered_as_a_success() {
    Story story = prepared().then("requester DoSnapshotSet");

    assertThat(story.reply()).isInstanceOf(SessionReply.Done.class);
    assertThat(story.phase()).isEqualTo(SessionPhase.BACKUP_ABORTED);
    nothingCameOf(story);
    Creation creation = story.world().session().creation().orElseThrow();
    assertThat(creation.plan().orElseThrow().providers()).isEmpty();
    assertThat(creation.report().orElseThrow().moments().orElseThrow().writers()).hasSize(2);
    assertThat(creation.report().orElseThrow().receipts()).isEmpty();
    assertThat(story.world().session().work().duties()).isEmpty();
    assertThat(story.then("requester Release").phase()).isEqualTo(SessionPhase.RELEASED);
    nothingCameOf(story);
  }

  @ParameterizedTest
  @CsvSource({
    "let a/db fail PrepareForSnapshot, WRITER_NON_RETRYABLE",
    "let b/web fail Freeze, WRITER_NON_RETRYABLE",
    "let a/db lapse Thaw, HOLD_LAPSED",
  })
  void what_would_fail_a_backup_fails_a_rehearsal_of_it(String trouble, Failure failure) {
    Story story = prepared().then(trouble, "requester DoSnapshotSet");

    assertThat(story.refusal()).isEqualTo(failure);
    assertThat(story.phase()).isEqualTo(SessionPhase.CREATION_FAILED);
    nothingCameOf(story);
  }

  @Test
  void a_lost_coordinator_ends_it_as_it_ends_a_creation() {
    Story story =
        prepared()
            .then(
                "let a/db keep Freeze",
                "requester DoSnapshotSet",
                "crash coordinator",
                "recover coordinator");

    nothingCameOf(story);
    assertThat(story.world().session().creation().orElseThrow().failure())
        .hasValueSatisfying(
            fault -> assertThat(fault.failure()).isEqualTo(Failure.COORDINATOR_LOST));
  }

  @Test
  void a_backup_is_no_rehearsal() {
    Story story =
        Story.ofOne().then("set up", "requester PrepareForBackup", "requester DoSnapshotSet");

    assertThat(story.reply()).isInstanceOf(SessionReply.SetCreated.class);
    assertThat(CatalogueEntry.of(story.world().session(), Times.NONE)).isPresent();
  }
}
