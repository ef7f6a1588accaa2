package io.lull.protocol.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.Grade;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.session.SessionEvent;
import io.lull.protocol.session.Verification;
import io.lull.protocol.story.Story;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CatalogueEntryTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(60);
  private static final Times TIMES = new Times(NOW, Optional.empty(), Optional.empty());
  private static final Volume DATA = new Volume(new HostId("a"), "/data");
  private static final Volume MORE = new Volume(new HostId("a"), "/more");
  private static final ProviderId DISK = new ProviderId(new HostId("a"), "disk");

  private final Story story = Story.ofOne();

  private CatalogueEntry entry() {
    return CatalogueEntry.of(story.world().session(), TIMES).orElseThrow();
  }

  @Test
  void a_session_without_a_set_tells_of_none() {
    assertThat(CatalogueEntry.of(story.world().session(), TIMES)).isEmpty();
  }

  @Test
  void a_set_that_is_put_together_may_have_copies_already() {
    story.then("set up");

    assertThat(entry().state()).isEqualTo(SetState.CREATING);
    assertThat(entry().copies()).containsExactly(Map.entry(DATA, DISK));
    assertThat(entry().grade()).isEmpty();
    assertThat(entry().changed()).isEqualTo(NOW);
  }

  @Test
  void a_created_set_is_certified_until_its_session_is_released() {
    story.then("set up", "requester PrepareForBackup", "requester DoSnapshotSet");

    assertThat(entry().state()).isEqualTo(SetState.CERTIFIED);
    assertThat(entry().grade()).contains(Grade.APPLICATION);
    assertThat(entry().copies()).containsOnlyKeys(DATA);

    story.then("let a/disk keep DeleteSnapshots always", "requester Release");

    assertThat(entry().state()).isEqualTo(SetState.DELETED);
    assertThat(entry().copies()).containsOnlyKeys(DATA);

    story.then("answer a/disk DeleteSnapshots");

    assertThat(entry().state()).isEqualTo(SetState.DELETED);
    assertThat(entry().copies()).isEmpty();
  }

  @Test
  void a_set_that_outlives_its_session_stays_until_it_is_deleted() {
    story.then(
        "policy lowest crash",
        "requester InitializeForBackup",
        "requester SetContext APP_ROLLBACK",
        "requester SetBackupState",
        "requester GatherWriterMetadata",
        "requester AddComponent a/db#main",
        "requester StartSnapshotSet",
        "requester AddToSnapshotSet " + DATA,
        "requester AddToSnapshotSet " + MORE,
        "requester PrepareForBackup",
        "requester DoSnapshotSet",
        "requester Release");

    assertThat(entry().state()).isEqualTo(SetState.CERTIFIED);
    assertThat(entry().copies()).containsOnlyKeys(DATA, MORE);

    story.then(
        "let a/disk keep DeleteSnapshots always",
        "requester DeleteSnapshots",
        "answer a/disk DeleteSnapshots");

    assertThat(entry().state()).isEqualTo(SetState.CERTIFIED);
    assertThat(entry().copies()).containsOnlyKeys(MORE);
    assertThat(entry().leaving()).containsExactly(MORE);

    story.then("answer a/disk DeleteSnapshots");

    assertThat(entry().state()).isEqualTo(SetState.DELETED);
    assertThat(entry().copies()).isEmpty();
  }

  @Test
  void a_copy_whose_deletion_did_not_end_well_may_go_until_it_is_gone() {
    story.then("set up APP_ROLLBACK", "requester PrepareForBackup", "requester DoSnapshotSet");

    assertThat(entry().leaving()).isEmpty();

    story.then("let a/disk fail DeleteSnapshots", "requester DeleteSnapshots", "requester Release");

    assertThat(entry().state()).isEqualTo(SetState.CERTIFIED);
    assertThat(entry().leaving()).containsExactly(DATA);

    story.then("requester DeleteSnapshots");

    assertThat(entry().state()).isEqualTo(SetState.DELETED);
    assertThat(entry().leaving()).isEmpty();
  }

  @Test
  void a_set_of_too_low_a_grade_has_copies_as_long_as_they_may_exist() {
    story.then(
        "set up",
        "requester PrepareForBackup",
        "let a/db fail PostSnapshot",
        "requester DoSnapshotSet");

    assertThat(entry().state()).isEqualTo(SetState.FAILED);
    assertThat(entry().copies()).containsOnlyKeys(DATA);

    story.then("let a/disk keep DeleteSnapshots always", "requester Release");

    assertThat(entry().copies()).containsOnlyKeys(DATA);

    story.then("answer a/disk DeleteSnapshots");

    assertThat(entry().state()).isEqualTo(SetState.FAILED);
    assertThat(entry().copies()).isEmpty();
  }

  @Test
  void a_set_whose_copies_were_all_deleted_is_gone() {
    story.then(
        "set up",
        "requester PrepareForBackup",
        "requester DoSnapshotSet",
        "requester DeleteSnapshots");

    assertThat(entry().state()).isEqualTo(SetState.DELETED);
    assertThat(entry().copies()).isEmpty();
  }

  @Test
  void a_set_that_could_not_be_created_says_why_and_what_may_be_left_of_it() {
    story.then(
        "set up",
        "requester PrepareForBackup",
        "let a/db fail Freeze",
        "let a/disk keep AbortSnapshots always",
        "requester DoSnapshotSet");

    assertThat(entry().state()).isEqualTo(SetState.FAILED);
    assertThat(entry().failure().map(Fault::failure)).contains(Failure.WRITER_NON_RETRYABLE);
    assertThat(entry().copies()).containsOnlyKeys(DATA);

    story.then("answer a/disk AbortSnapshots");

    assertThat(entry().copies()).isEmpty();
  }

  @Test
  void a_set_says_that_it_is_pinned_and_what_its_last_verification_came_to() {
    Verification found = new Verification(false, "bad page");
    story.then(
        "requester InitializeForBackup",
        "requester SetContext CLIENT_ACCESSIBLE",
        "requester StartSnapshotSet a",
        "requester AddToSnapshotSet " + DATA,
        "requester DoSnapshotSet",
        "requester Release",
        "requester PinSet audit",
        "requester RecordVerification bad page");
    Times times = new Times(LATER, Optional.of(NOW), Optional.of(LATER));

    CatalogueEntry entry = CatalogueEntry.of(story.world().session(), times).orElseThrow();

    assertThat(entry.created()).contains(NOW);
    assertThat(entry.pinned()).contains("audit");
    assertThat(entry.verification()).contains(new Verified(LATER, found));
    story.then("requester UnpinSet");
    assertThat(entry().pinned()).isEmpty();
  }

  @Test
  void nothing_that_comes_later_moves_when_a_set_was_created() {
    story.then("set up", "requester PrepareForBackup", "requester DoSnapshotSet");
    SessionEvent created =
        new SessionEvent.SetCreated(
            story.world().session().creation().orElseThrow().certificate().orElseThrow());
    SessionEvent verified = new SessionEvent.SetVerified(new Verification(true, "all of it"));

    Times times = Times.NONE.after(created, NOW).after(new SessionEvent.DeletionEnded(), LATER);

    assertThat(times).isEqualTo(new Times(LATER, Optional.of(NOW), Optional.empty()));
    assertThat(times.after(verified, LATER).verified()).contains(LATER);
    assertThat(times.after(verified, LATER).after(verified, NOW).verified()).contains(NOW);
  }

  @Test
  void a_set_that_was_never_asked_for_has_failed_with_its_session() {
    story.then("set up", "requester Release");

    assertThat(entry().state()).isEqualTo(SetState.FAILED);
    assertThat(entry().failure()).isEmpty();
  }
}
