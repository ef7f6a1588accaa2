package io.lull.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.session.SessionReply.Statuses;
import io.lull.protocol.session.SessionReply.WriterStatus;
import io.lull.protocol.story.Story;
import io.lull.protocol.window.WindowInput;
import io.lull.protocol.writer.WriterState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** After a window that failed, the requester is told which writer failed in it, and where. */
class WindowFailureTest {
  private static final WriterId BAD = new WriterId(new HostId("a"), "db");
  private static final WriterId GOOD = new WriterId(new HostId("b"), "web");

  private final Story story =
      Story.ofTwo().then("policy lowest crash", "set up", "requester PrepareForBackup");

  @ParameterizedTest
  @CsvSource({
    "fail Freeze, FAILED_AT_FREEZE",
    "refuse Freeze, FAILED_AT_FREEZE",
    "miss Freeze always, FAILED_AT_FREEZE",
    "fail Thaw, FAILED_AT_THAW",
    "lapse Thaw, FAILED_AT_THAW",
    "miss Thaw always, FAILED_AT_THAW"
  })
  void the_writer_by_which_it_failed_says_where(String how, WriterState state) {
    story.then(
        "let a/db " + how, "requester DoSnapshotSet", "advance 2m", "requester GatherWriterStatus");

    assertThat(story.phase()).isEqualTo(SessionPhase.CREATION_FAILED);
    assertThat(status(BAD).state()).isEqualTo(state);
    assertThat(status(BAD).fault()).isEqualTo(story.world().reports().getLast().failure());
    assertThat(status(GOOD).fault()).isEmpty();
  }

  @Test
  void a_lost_host_is_what_its_unanswered_writers_failed_by() {
    Fault gone = Fault.of(Failure.HOST_UNREACHABLE, "nobody answers there");
    story.then("let a/db miss Freeze", "requester DoSnapshotSet");

    story.world().give(new WindowInput.HostLost(BAD.host(), gone));

    story.then("requester GatherWriterStatus");
    assertThat(status(BAD).state()).isEqualTo(WriterState.FAILED_AT_FREEZE);
    assertThat(status(BAD).fault()).contains(gone);
    assertThat(status(GOOD).fault()).isEmpty();
  }

  @Test
  void no_writer_has_failed_when_a_provider_did() {
    story.then("let b/disk fail Commit", "requester DoSnapshotSet", "requester GatherWriterStatus");

    assertThat(status(BAD).fault()).isEmpty();
    assertThat(status(GOOD).fault()).isEmpty();
  }

  private WriterStatus status(WriterId writer) {
    return ((Statuses) story.reply())
        .writers().stream()
            .filter(found -> found.writer().equals(writer))
            .findFirst()
            .orElseThrow();
  }
}
