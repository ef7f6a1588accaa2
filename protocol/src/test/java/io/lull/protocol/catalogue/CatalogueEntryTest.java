package io.lull.protocol.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.certificate.Grade;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.ProviderId;
import io.lull.protocol.id.Volume;
import io.lull.protocol.story.Story;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CatalogueEntryTest {
  private static final Instant NOW = Instant.EPOCH;
  private static final Volume DATA = new Volume(new HostId("a"), "/data");
  private static final Volume MORE = new Volume(new HostId("a"), "/more");
  private static final ProviderId DISK = new ProviderId(new HostId("a"), "disk");

  private final Story story = Story.ofOne();

  private CatalogueEntry entry() {
    return CatalogueEntry.of(story.world().session(), NOW).orElseThrow();
  }

  @Test
  void a_session_without_a_set_tells_of_none() {
    assertThat(CatalogueEntry.of(story.world().session(), NOW)).isEmpty();
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

    story.then("answer a/disk DeleteSnapshots");

    assertThat(entry().state()).isEqualTo(SetState.DELETED);
    assertThat(entry().copies()).isEmpty();
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
  void a_set_that_was_never_asked_for_has_failed_with_its_session() {
    story.then("set up", "requester Release");

    assertThat(entry().state()).isEqualTo(SetState.FAILED);
    assertThat(entry().failure()).isEmpty();
  }
}
