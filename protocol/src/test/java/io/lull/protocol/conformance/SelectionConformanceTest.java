package io.lull.protocol.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.session.Declined;
import io.lull.protocol.session.SessionPhase;
import io.lull.protocol.session.SessionReply;
import io.lull.protocol.story.Cast.Sent;
import io.lull.protocol.story.Story;
import io.lull.protocol.story.Ways;
import io.lull.protocol.writer.WriterInput;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelectionConformanceTest {
  @Test
  void W04_a_writer_of_which_nothing_is_chosen_hears_nothing_more() {
    Story story = Ways.to(SessionPhase.METADATA_GATHERED, "writer b/other", "provider b/disk");
    story.then("requester AddComponent a/db#main", "requester StartSnapshotSet");
    story.then("requester PrepareForBackup", "requester DoSnapshotSet", "requester BackupComplete");

    story.then("requester Release");

    assertThat(story.cast().sentTo("b/other")).containsExactly("Identify");
    assertThat(story.cast().handled("a/db")).contains("BackupShutdown");
  }

  @Test
  void M01_what_a_writer_excludes_stays_out_even_if_something_else_includes_it() {
    Story story = Story.of("writer a/db parts all all/log -all/log", "provider a/disk");
    story.then("set up", "requester PrepareForBackup");

    assertThat(included(story)).containsExactly("a/db#all");
    Story explicit = Ways.to(SessionPhase.INITIALIZED);
    explicit.then("writer a/db parts all all/log -all/log", "requester GatherWriterMetadata");
    explicit.then("requester AddComponent a/db#all/log");
    assertThat(explicit.refusal()).isEqualTo(Failure.INVALID_ARGUMENT);
  }

  @Test
  void M01_what_a_writer_excludes_stays_out_of_a_backup_of_everything() {
    Story story = Story.of("writer a/db parts all all/log -all/log", "provider a/disk");
    story.then("requester InitializeForBackup", "requester SetBackupState everything");
    story.then("requester GatherWriterMetadata", "requester StartSnapshotSet");
    story.then("requester PrepareForBackup");

    assertThat(included(story)).containsExactly("a/db#all");
  }

  @Test
  void M02_a_mandatory_component_is_part_of_every_backup_of_its_writer() {
    Story story = Story.of("writer a/db parts main system* main/inner*", "provider a/disk");
    story.then("set up", "requester PrepareForBackup");

    assertThat(included(story)).containsExactly("a/db#main", "a/db#main/inner", "a/db#system");
  }

  @Test
  void M02_a_mandatory_component_is_no_reason_to_back_a_writer_up() {
    Story story = Story.of("writer a/db parts main system*", "provider a/disk");
    story.then("requester InitializeForBackup", "requester SetBackupState");
    story.then("requester GatherWriterMetadata", "requester StartSnapshotSet a");

    story.then("requester PrepareForBackup");

    assertThat(story.cast().sentTo("a/db")).containsExactly("Identify");
  }

  @Test
  void M03_what_is_to_be_saved_is_handed_out_when_do_snapshot_set_is_over_and_not_before() {
    Story story = Ways.to(SessionPhase.POST_FINAL_COMMITTING);
    story.then("requester GetSnapshotProperties");
    assertThat(story.refusal()).isEqualTo(Failure.BAD_STATE);
    assertThat(story.world().replies()).noneMatch(SessionReply.SetCreated.class::isInstance);

    story.then("answer a/disk PostFinalCommit");

    SessionReply.SetCreated created = (SessionReply.SetCreated) story.reply();
    // Backup type and bootable flag are the requester's own to keep.
    assertThat(created.toString()).doesNotContain("FULL").doesNotContain("bootable");
    assertThat(story.then("requester GetSnapshotProperties").reply())
        .isInstanceOf(SessionReply.Properties.class);
  }

  @Test
  void V01_the_named_provider_is_taken_and_no_other() {
    Story story = threeKinds().then("requester AddToSnapshotSet a:/data a/disk");
    assertThat(story.cast().askedFor("BeginPrepare")).containsExactly("a/disk");

    story.then("let a/disk decline BeginPrepare", "requester AddToSnapshotSet a:/other a/disk");
    assertThat(story.refusal()).isEqualTo(Failure.VOLUME_NOT_SUPPORTED_BY_PROVIDER);
    assertThat(story.cast().askedFor("BeginPrepare")).containsOnly("a/disk");
    story.then("requester AddToSnapshotSet a:/other a/none");
    assertThat(story.refusal()).isEqualTo(Failure.PROVIDER_NOT_REGISTERED);
  }

  @Test
  void V01_otherwise_hardware_comes_before_software_before_system() {
    Story story = threeKinds().then("let a/array decline BeginPrepare always");
    story.then("let a/copier decline BeginPrepare", "requester AddToSnapshotSet a:/data");
    assertThat(story.cast().askedFor("BeginPrepare"))
        .containsExactly("a/array", "a/copier", "a/disk");
    assertThat(story.cast().sentTo("a/disk")).containsExactly("BeginPrepare");
    assertThat(((SessionReply.VolumeAdded) story.reply()).declined())
        .extracting(Declined::toString)
        .containsExactly(
            "a/array cannot: the script says so", "a/copier cannot: the script says so");

    story.then("let a/copier decline BeginPrepare", "let a/disk decline BeginPrepare");
    story.then("requester AddToSnapshotSet a:/other");
    assertThat(story.refusal()).isEqualTo(Failure.VOLUME_NOT_SUPPORTED);
    assertThat(((SessionReply.Refused) story.reply()).fault().detail())
        .contains("a/array cannot: ", "; a/copier cannot: ", "; a/disk cannot: ");
  }

  @Test
  void V01_one_that_cannot_itself_does_not_speak_for_the_others() {
    Story story = threeKinds().then("let a/array pass BeginPrepare always");
    story.then("requester AddToSnapshotSet a:/data");
    assertThat(story.cast().askedFor("BeginPrepare")).containsExactly("a/array", "a/copier");

    story.then("let a/copier pass BeginPrepare", "let a/disk pass BeginPrepare");
    story.then("requester AddToSnapshotSet a:/other");
    assertThat(story.refusal()).isEqualTo(Failure.VOLUME_NOT_SUPPORTED);
    story.then("requester AddToSnapshotSet a:/other a/array");
    assertThat(story.refusal()).isEqualTo(Failure.VOLUME_NOT_SUPPORTED_BY_PROVIDER);
  }

  private static Story threeKinds() {
    Story story = Ways.to(SessionPhase.METADATA_GATHERED);
    story.then("provider a/array hardware", "provider a/copier software");
    return story.then("requester AddComponent a/db#main", "requester StartSnapshotSet");
  }

  private static List<String> included(Story story) {
    return last(story, "a/db", WriterInput.PrepareForBackup.class).components().stream()
        .map(Object::toString)
        .toList();
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
