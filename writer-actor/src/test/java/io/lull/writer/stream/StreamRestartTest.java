package io.lull.writer.stream;

import static io.lull.protocol.failure.Failure.MISSING_FULL_BACKUP;
import static io.lull.protocol.failure.Failure.STALE_INCARNATION;
import static io.lull.writer.stream.StreamStage.MAIL;
import static io.lull.writer.stream.StreamStage.ORDERS;
import static io.lull.writer.stream.StreamStage.SETTINGS;
import static io.lull.writer.stream.StreamStage.USERS;
import static io.lull.writer.stream.StreamStage.failure;
import static io.lull.writer.stream.StreamStage.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lull.protocol.id.Incarnation;
import io.lull.protocol.stream.Database;
import io.lull.protocol.stream.EndMode;
import io.lull.protocol.stream.FullMark;
import io.lull.protocol.stream.StreamEvent;
import io.lull.protocol.stream.StreamKind;
import io.lull.protocol.stream.StreamReply;
import io.lull.writer.source.test.SourceCall;
import io.lull.writer.stream.StreamStage.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What outlives a host's process, and what sessions hear of it. */
class StreamRestartTest extends Staged {
  private Path kept() {
    return directory.resolve("stream-mail.json");
  }

  /** A full stream, and its marks are durable; what is done after them waits for that. */
  private void fullAndKept() throws Exception {
    Client client = one.client("s1").fullRead().truncated().completed();
    client.confirmTruncation();
    one.settled();
    one.mail().diary().await(d -> d.calls(SourceCall.DELETE).size() == 1);
  }

  @Test
  void the_marks_of_a_full_stream_outlive_the_process() throws Exception {
    fullAndKept();

    one.restart();

    assertThat(one.phase()).isNotNull();
    FullMark mark = FullMark.by(FullMark.Means.STREAM, 2);
    assertThat(one.view().databases())
        .containsExactly(
            new Database(ORDERS, false, Optional.of(mark)),
            new Database(USERS, false, Optional.of(mark)));
    one.client("s2").begun(StreamKind.INCREMENTAL);
    assertThat(one.view().databases()).allMatch(Database::attached);
  }

  @Test
  void marks_that_wait_behind_what_hangs_are_kept_when_the_host_stops() throws Exception {
    StreamStage.Hang hang = one.hangs(SourceCall.CLOSE, io.lull.writer.test.Deed.Kind.HANG);
    one.client("s1").fullRead().truncated().completed();
    hang.await();

    one.close();

    assertThat(MarksFile.beside(directory.resolve("life"), MAIL).read().databases())
        .isNotEmpty()
        .allMatch(Database::hasFullStream);
  }

  @Test
  void a_database_that_was_taken_away_is_remembered_in_the_next_life() throws Exception {
    fullAndKept();
    one.mail().drop(ORDERS);
    one.restart();

    one.client("s2").begun(StreamKind.INCREMENTAL);

    assertThat(one.view().databases())
        .extracting(Database::id, Database::attached)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(ORDERS, false),
            org.assertj.core.groups.Tuple.tuple(USERS, true));
  }

  @Test
  void a_host_that_has_lost_its_marks_asks_for_a_full_stream() throws Exception {
    fullAndKept();
    Files.delete(kept());

    one.restart();

    assertThat(failure(one.client("s2").begin(StreamKind.INCREMENTAL)))
        .contains(MISSING_FULL_BACKUP);
  }

  @Test
  void marks_that_cannot_be_read_keep_the_host_from_starting() throws Exception {
    for (String damaged : List.of("", "{", "[]", "{\"databases\":[{\"id\":\"..\"}]}", "\0")) {
      Files.writeString(kept(), damaged);

      assertThatThrownBy(() -> MarksFile.beside(directory.resolve("life"), MAIL).read())
          .as(damaged)
          .hasMessageContaining("expected the marks of an instance in " + kept());
    }
    Files.deleteIfExists(kept());
  }

  @Test
  void an_unfinished_file_is_never_taken_for_the_marks() throws Exception {
    Files.writeString(directory.resolve("stream-mail.json.new"), "{\"data");

    assertThat(MarksFile.beside(directory.resolve("life"), MAIL).read()).isEqualTo(Marks.NONE);
  }

  @Test
  void marks_that_cannot_be_kept_are_told_and_the_stream_counts_all_the_same() throws Exception {
    Files.createDirectories(directory.resolve("stream-mail.json.new"));

    one.client("s1").fullRead().truncated().completed();

    one.client("s2").begun(StreamKind.COPY);
    assertThat(one.logged).anySatisfy(line -> assertThat(line).contains("mail to keep its marks"));
  }

  @Test
  void a_stream_of_an_earlier_life_is_over_and_its_instance_is_free() throws Exception {
    Client client = one.client("s1").begun(StreamKind.FULL).opened(file(USERS));

    one.restart();

    one.mail().diary().await(d -> !d.isInBackup() && d.filesOpen() == 0);
    assertThat(failure(client.attachInfo())).contains(STALE_INCARNATION);
    assertThat(failure(client.end(EndMode.NORMAL))).contains(STALE_INCARNATION);
    one.client("s2").fullRead().truncated().completed();
  }

  @Test
  void a_host_that_stops_while_a_stream_begins_takes_its_instance_out_of_backup() throws Exception {
    StreamStage.Hang hang = one.hangs(SourceCall.BEGIN, io.lull.writer.test.Deed.Kind.HANG_DEAF);
    one.tell(one.client("s1").beginning(StreamKind.FULL));
    hang.await();

    one.restart();
    one.mail().letGo();

    one.mail().diary().await(d -> !d.calls(SourceCall.CLOSE).isEmpty() && !d.isInBackup());
  }

  private List<Report> heard() {
    one.settled();
    List<Report> heard = new ArrayList<>();
    one.reports.drainTo(heard);
    return heard;
  }

  @Test
  void a_session_is_told_what_happened_in_its_order() {
    one.client("s1").fullRead().truncated().completed();

    List<Report> heard = heard();

    assertThat(heard).extracting(report -> report.report().number()).isSorted();
    assertThat(heard)
        .allMatch(report -> report.life().equals(Incarnation.FIRST))
        .allMatch(report -> report.session().name().equals("s1"));
    assertThat(heard)
        .extracting(report -> (Object) report.report().event().getClass())
        .containsExactly(
            StreamEvent.StreamBegun.class,
            StreamEvent.FileFinished.class,
            StreamEvent.FileFinished.class,
            StreamEvent.LogsFetched.class,
            StreamEvent.FileFinished.class,
            StreamEvent.LogsMarked.class,
            StreamEvent.StreamEnded.class);
  }

  @Test
  void what_a_session_has_not_said_to_have_is_told_again_until_it_has() {
    Client client = one.client("s1").begun(StreamKind.FULL).copied(file(USERS));
    List<Report> first = heard();

    one.pass(SETTINGS.reportEvery());
    assertThat(heard()).isEqualTo(first);
    client.reportsTaken(first.getFirst().report().number());
    one.settled();
    one.pass(SETTINGS.reportEvery());
    assertThat(heard()).isEqualTo(first.subList(1, first.size()));
    client.reportsTaken(first.getLast().report().number());
    one.settled();
    one.pass(SETTINGS.reportEvery());

    assertThat(heard()).isEmpty();
    assertThat(client.attachInfo()).isInstanceOf(StreamReply.AttachInfo.class);
  }

  @Test
  void a_session_hears_of_a_stop_with_nobody_asking_for_it() {
    one.client("s1").begun(StreamKind.FULL);
    heard();

    one.stopBackup(MAIL);

    assertThat(heard())
        .extracting(report -> report.report().event())
        .singleElement()
        .isInstanceOf(StreamEvent.StreamStopped.class);
  }
}
