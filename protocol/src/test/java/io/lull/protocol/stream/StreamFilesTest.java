package io.lull.protocol.stream;

import static io.lull.protocol.failure.Failure.HANDLE_TABLE_FULL;
import static io.lull.protocol.failure.Failure.INVALID_BACKUP;
import static io.lull.protocol.failure.Failure.INVALID_BACKUP_SEQUENCE;
import static io.lull.protocol.failure.Failure.LOGGING_DISABLED;
import static io.lull.protocol.failure.Failure.LOG_WRITE_FAILED;
import static io.lull.protocol.failure.Failure.STREAM_INVALID_PARAMETER;
import static io.lull.protocol.stream.ReadBounds.MAX_READ_BYTES;
import static io.lull.protocol.stream.ReadBounds.PAGE_BYTES;
import static io.lull.protocol.stream.StreamFixture.FILE_BYTES;
import static io.lull.protocol.stream.StreamFixture.MAIL;
import static io.lull.protocol.stream.StreamFixture.ORDERS;
import static io.lull.protocol.stream.StreamFixture.USERS;
import static io.lull.protocol.stream.StreamFixture.failure;
import static io.lull.protocol.stream.StreamFixture.file;
import static io.lull.protocol.stream.StreamFixture.log;
import static io.lull.protocol.stream.StreamFixture.logs;
import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.stream.StreamInput.CloseFile;
import io.lull.protocol.stream.StreamInput.LoggingChanged;
import io.lull.protocol.stream.StreamInput.OpenFile;
import io.lull.protocol.stream.StreamInput.ReadFile;
import io.lull.protocol.stream.StreamReply.AttachInfo;
import io.lull.protocol.stream.StreamReply.Begun;
import io.lull.protocol.stream.StreamReply.Closed;
import io.lull.protocol.stream.StreamReply.LogInfo;
import io.lull.protocol.stream.StreamReply.Opened;
import io.lull.protocol.stream.StreamReply.Read;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which stream can begin, and what it can open and read. */
class StreamFilesTest {
  private final StreamFixture one = StreamFixture.single();
  private final StreamClient client = one.client("s1");

  @Test
  void logging_decides_which_streams_can_begin() {
    Map<Logging, Failure> full =
        Map.of(
            Logging.DISABLED, LOGGING_DISABLED,
            Logging.FAILED, LOG_WRITE_FAILED,
            Logging.RECOVERING, STREAM_INVALID_PARAMETER);
    for (Logging logging : Logging.values()) {
      StreamFixture f = StreamFixture.single();
      f.give(new LoggingChanged(MAIL, logging));
      StreamReply reply = f.client("s1").begin(StreamKind.FULL);
      assertThat(failure(reply).orElse(null)).as("%s", logging).isEqualTo(full.get(logging));
    }

    one.give(new LoggingChanged(MAIL, Logging.CIRCULAR));
    StreamReply refused = client.begin(StreamKind.INCREMENTAL);
    assertThat(failure(refused)).contains(INVALID_BACKUP);
    assertThat(refused.toString()).contains("this one has only full streams and copies");
    assertThat(client.begin(StreamKind.COPY)).isInstanceOf(Begun.class);
  }

  @Test
  void attach_info_names_attached_databases_only_and_not_to_an_incremental_stream() {
    one.ask(new StreamInput.DetachDatabase(one.request(), MAIL, ORDERS));

    assertThat(client.begun(StreamKind.FULL).attachInfo())
        .isInstanceOfSatisfying(
            AttachInfo.class, info -> assertThat(info.databases()).containsExactly(USERS));
    assertThat(failure(client.open(ORDERS))).contains(STREAM_INVALID_PARAMETER);

    client.end(EndMode.ABORT);
    StreamClient incremental = one.client("s2").begun(StreamKind.INCREMENTAL);
    assertThat(failure(incremental.attachInfo())).contains(INVALID_BACKUP_SEQUENCE);
    assertThat(failure(incremental.logsKnown().attachInfo())).contains(INVALID_BACKUP_SEQUENCE);
  }

  @Test
  void there_is_room_for_one_open_file() {
    client.begun(StreamKind.FULL).opened(file(USERS));

    assertThat(failure(client.open(ORDERS))).contains(HANDLE_TABLE_FULL);

    client.close();
    client.opened(file(ORDERS));
  }

  @Test
  void there_is_no_room_either_while_a_file_is_about_to_be_opened() {
    client.begun(StreamKind.FULL);
    one.hostIsSilent().give(client.opening(file(USERS)));

    assertThat(failure(client.open(ORDERS))).contains(HANDLE_TABLE_FULL);
    assertThat(failure(client.logInfo())).contains(INVALID_BACKUP_SEQUENCE);
  }

  @Test
  void only_files_of_the_stream_can_be_opened() {
    client.begun(StreamKind.FULL);
    assertThat(failure(client.open(new DatabaseId("nothing")))).contains(STREAM_INVALID_PARAMETER);
    assertThat(failure(client.open(log(6)))).contains(INVALID_BACKUP_SEQUENCE);

    client.logsKnown();
    assertThat(failure(client.open(log(5)))).contains(STREAM_INVALID_PARAMETER);
  }

  @Test
  void the_logs_are_not_fetched_while_a_database_can_still_be_read() {
    client.begun(StreamKind.FULL).opened(file(USERS));

    assertThat(failure(client.logInfo())).contains(INVALID_BACKUP_SEQUENCE);
  }

  @Test
  void asked_again_the_logs_are_the_same_and_no_other_log_is_begun() {
    client.begun(StreamKind.FULL).logsKnown();
    one.available(6, 7, 8);

    assertThat(client.logInfo())
        .isInstanceOfSatisfying(
            LogInfo.class, info -> assertThat(info.required()).isEqualTo(logs(6)));

    assertThat(one.did(StreamEffect.RollLog.class)).hasSize(1);
  }

  @Test
  void the_logs_of_a_full_stream_count_from_the_checkpoint_at_its_beginning() {
    one.available(5, 6, 7, 8, 9);
    client.begun(StreamKind.FULL).copied(file(USERS));
    // What was copied so far does not have the changes that this checkpoint has put into place.
    one.give(new StreamInput.CheckpointMoved(MAIL, 9));

    assertThat(client.logInfo())
        .isInstanceOfSatisfying(
            LogInfo.class, info -> assertThat(info.required()).isEqualTo(logs(6, 7, 8, 9)));
  }

  @Test
  void the_logs_of_an_incremental_stream_count_from_the_first_that_was_not_truncated() {
    one.available(3, 4, 5, 6);

    assertThat(client.begun(StreamKind.INCREMENTAL).logInfo())
        .isInstanceOfSatisfying(
            LogInfo.class, info -> assertThat(info.required()).isEqualTo(logs(3, 4, 5, 6)));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0, -4096",
    "0, 4096",
    "0, 8192",
    "0, 12289",
    "1, 12288",
    "-4096, 12288",
    "0, 1052672"
  })
  void a_first_read_out_of_bounds_is_refused(long offset, int length) {
    client.begun(StreamKind.FULL).opened(file(USERS));

    assertThat(failure(client.read(offset, length))).contains(STREAM_INVALID_PARAMETER);

    assertThat(one.did(StreamEffect.ReadData.class)).isEmpty();
  }

  @Test
  void a_later_read_may_be_one_page_and_none_is_longer_than_the_bound() {
    client.begun(StreamKind.FULL).opened(file(USERS));
    assertThat(client.read(0, MAX_READ_BYTES)).isInstanceOf(Read.class);

    assertThat(client.read(0, PAGE_BYTES)).isInstanceOf(Read.class);
    assertThat(failure(client.read(0, MAX_READ_BYTES + PAGE_BYTES)))
        .contains(STREAM_INVALID_PARAMETER);
  }

  @Test
  void a_read_at_the_end_of_the_file_succeeds_with_no_bytes() {
    client.begun(StreamKind.FULL).opened(file(USERS));

    assertThat(client.read(FILE_BYTES, FILE_BYTES))
        .isInstanceOfSatisfying(Read.class, read -> assertThat(read.bytes()).isZero());
  }

  @Test
  void a_handle_that_is_not_open_is_refused() {
    client.begun(StreamKind.FULL);
    assertThat(failure(client.read())).contains(STREAM_INVALID_PARAMETER);
    assertThat(failure(client.close())).contains(STREAM_INVALID_PARAMETER);

    client.copied(file(USERS));
    assertThat(failure(client.read())).contains(STREAM_INVALID_PARAMETER);
    assertThat(failure(client.close())).contains(STREAM_INVALID_PARAMETER);
  }

  @Test
  void another_handle_than_that_of_the_open_file_is_refused() {
    client.begun(StreamKind.FULL).opened(file(USERS));
    long other = client.handle() + 1;

    assertThat(
            failure(
                one.ask(new ReadFile(one.request(), MAIL, client.stamp(), other, 0, FILE_BYTES))))
        .contains(STREAM_INVALID_PARAMETER);
    assertThat(failure(one.ask(new CloseFile(one.request(), MAIL, client.stamp(), other))))
        .contains(STREAM_INVALID_PARAMETER);

    assertThat(client.read()).isInstanceOf(Read.class);
  }

  @Test
  void a_file_is_finished_once_it_was_read_without_a_gap() {
    client.begun(StreamKind.FULL).opened(file(USERS));
    client.read(PAGE_BYTES, FILE_BYTES);
    assertThat(one.happened(StreamEvent.FileFinished.class)).isEmpty();

    // The page before the gap closes it, and then the rest is read once more.
    client.read(0, PAGE_BYTES);
    assertThat(one.happened(StreamEvent.FileFinished.class)).isEmpty();
    client.read(PAGE_BYTES, 2 * PAGE_BYTES);
    client.read();

    assertThat(one.happened(StreamEvent.FileFinished.class))
        .containsExactly(new StreamEvent.FileFinished(MAIL, client.stamp(), file(USERS)));
  }

  @Test
  void repeated_calls_are_answered_again_and_nothing_is_done_twice() {
    StreamInput.BeginStream begin = client.beginning(StreamKind.FULL);
    assertThat(one.ask(begin)).isEqualTo(one.ask(begin));
    OpenFile open = client.opening(file(USERS));
    Opened opened = (Opened) one.give(open).replies().getFirst();
    assertThat(one.ask(open)).isEqualTo(opened);
    CloseFile close = new CloseFile(one.request(), MAIL, client.stamp(), opened.handle());
    assertThat(one.ask(close)).isEqualTo(one.ask(close)).isInstanceOf(Closed.class);

    assertThat(one.did(StreamEffect.OpenData.class)).hasSize(1);
    assertThat(one.did(StreamEffect.CloseData.class)).hasSize(1);
    assertThat(one.happened(StreamEvent.StreamBegun.class)).hasSize(1);
  }

  @Test
  void a_late_copy_of_an_Open_opens_nothing_once_its_file_is_closed() {
    client.begun(StreamKind.FULL);
    OpenFile open = client.opening(file(USERS));
    long handle = ((Opened) one.ask(open)).handle();
    assertThat(one.ask(new CloseFile(one.request(), MAIL, client.stamp(), handle)))
        .isInstanceOf(Closed.class);
    client.copied(file(ORDERS));
    assertThat(failure(one.ask(open))).contains(INVALID_BACKUP_SEQUENCE);
    client.logsKnown();
  }
}
