package io.lull.wire.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.document.BackupDocument;
import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.DatabaseId;
import io.lull.protocol.id.Epoch;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.Incarnation;
import io.lull.protocol.id.InstanceId;
import io.lull.protocol.id.RequestId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.SlotEpoch;
import io.lull.protocol.id.Stamp;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.limit.Limits;
import io.lull.protocol.restore.Question;
import io.lull.protocol.restore.RestoreEvent;
import io.lull.protocol.restore.RestoreTerms;
import io.lull.protocol.restore.Round;
import io.lull.protocol.restore.WriterStatus;
import io.lull.protocol.stream.Logs;
import io.lull.protocol.stream.StreamEvent;
import io.lull.protocol.stream.StreamFile;
import io.lull.protocol.stream.StreamKind;
import io.lull.protocol.stream.StreamOutcome;
import io.lull.protocol.stream.session.StreamSessionEvent;
import io.lull.protocol.stream.session.StreamTerms;
import io.lull.protocol.value.Sorted;
import io.lull.protocol.writer.BackupType;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterState;
import io.lull.wire.EventLog;
import io.lull.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OperationTimelineTest {
  private static final SessionId ID = new SessionId("s1");
  private static final Instant AT = Instant.parse("2026-11-22T04:05:06Z");
  private static final InstanceId SHOP = new InstanceId("shop");
  private static final RequestId CALL = new RequestId("r");
  private static final Stamp STAMP =
      new Stamp(ID, new SetId("s1"), Epoch.FIRST, Incarnation.FIRST, SlotEpoch.NONE);
  private static final WriterId DATABASE = new WriterId(new HostId("a"), "db");
  private static final WriterId MAIL = new WriterId(new HostId("a"), "mail");

  /** Events at tenths of a second. */
  private static final class Events<E> {
    private final List<EventLog.Entry<E>> all = new ArrayList<>();

    Events<E> at(int tenths, E event) {
      all.add(new EventLog.Entry<>(all.size() + 1L, AT.plusMillis(100L * tenths), event));
      return this;
    }
  }

  private static StreamSessionEvent said(StreamEvent.Journaled event) {
    return new StreamSessionEvent.StreamReported(1, event);
  }

  private static Events<StreamSessionEvent> open() {
    return new Events<StreamSessionEvent>()
        .at(
            0,
            new StreamSessionEvent.BackupAsked(
                CALL,
                new HostId("a"),
                SHOP,
                StreamKind.FULL,
                STAMP,
                new StreamTerms(Incarnation.FIRST, Duration.ofSeconds(1), Duration.ofSeconds(1))))
        .at(2, said(new StreamEvent.StreamBegun(SHOP, STAMP, CALL, StreamKind.FULL, 3)));
  }

  private static StreamSessionEvent read(StreamFile file) {
    return said(new StreamEvent.FileFinished(SHOP, STAMP, file));
  }

  private static StreamSessionEvent ended(StreamOutcome outcome) {
    return said(
        new StreamEvent.StreamEnded(
            SHOP, STAMP, Optional.of(CALL), outcome, Optional.empty(), Logs.NONE));
  }

  private static OperationTimeline stream(Events<StreamSessionEvent> events, int now) {
    OperationTimeline told = OperationTimeline.ofStream(ID, events.all, AT.plusMillis(100L * now));
    for (Wire wire : List.of(Wire.json(), Wire.cbor())) {
      assertThat(wire.read(wire.write(told), OperationTimeline.class)).isEqualTo(told);
    }
    return told;
  }

  private static OperationTimeline restore(Events<RestoreEvent> events, int now) {
    return OperationTimeline.ofRestore(ID, events.all, AT.plusMillis(100L * now));
  }

  private static long tenths(Duration at) {
    return at.toMillis() / 100;
  }

  private static List<String> spans(OperationTimeline told) {
    return told.spans().stream()
        .map(s -> s.who() + " " + s.deed() + " " + tenths(s.from()) + "-" + tenths(s.to()))
        .toList();
  }

  private static List<String> milestones(OperationTimeline told) {
    return told.milestones().stream().map(s -> tenths(s.at()) + " " + s.what()).toList();
  }

  @Test
  void a_stream_reads_as_it_went() {
    OperationTimeline told =
        stream(
            open()
                .at(9, read(new StreamFile.DatabaseFile(new DatabaseId("users"))))
                .at(12, said(new StreamEvent.DatabaseLost(SHOP, STAMP, new DatabaseId("tmp"))))
                .at(
                    15,
                    said(
                        new StreamEvent.LogsFetched(
                            SHOP, STAMP, Logs.of(List.of(3L, 4L)), Logs.of(List.of(3L, 4L)))))
                .at(16, read(new StreamFile.LogFile(3)))
                .at(18, read(new StreamFile.LogFile(4)))
                .at(19, said(new StreamEvent.LogsMarked(SHOP, STAMP, Logs.of(List.of(1L)))))
                .at(20, ended(StreamOutcome.COMPLETED))
                .at(24, new StreamSessionEvent.BackupStored(CALL)),
            99);

    assertThat(told.began()).isEqualTo(AT);
    assertThat(told.lasted()).isEqualTo(Duration.ofMillis(2400));
    assertThat(spans(told))
        .containsExactlyInAnyOrder(
            "a/shop BEGINNING 0-2",
            "a/shop OPEN 2-20",
            "a/shop STORING 20-24",
            "database users READING 2-9",
            "database tmp LOST 9-12",
            "logs ROLLING 12-15",
            "logs READING 15-18");
    assertThat(milestones(told))
        .containsExactly(
            "2 begun",
            "12 database tmp could not be read",
            "15 2 logs to be read",
            "19 1 logs marked",
            "20 ended: COMPLETED",
            "24 stored");
  }

  @Test
  void a_stream_that_goes_on_goes_on_until_now_and_one_that_was_stopped_says_so() {
    assertThat(spans(stream(open(), 7))).containsExactly("a/shop BEGINNING 0-2", "a/shop OPEN 2-7");

    Events<StreamSessionEvent> stopped =
        open()
            .at(
                5,
                said(new StreamEvent.StreamStopped(SHOP, STAMP, Failure.BACKUP_ABORTED_BY_SERVER)));
    assertThat(spans(stream(stopped, 8)))
        .containsExactly("a/shop BEGINNING 0-2", "a/shop OPEN 2-5", "a/shop STOPPED 5-8");
    stopped.at(9, ended(StreamOutcome.ABORTED_BY_SERVER));
    assertThat(milestones(stream(stopped, 50)))
        .containsExactly(
            "2 begun", "5 stopped: BACKUP_ABORTED_BY_SERVER", "9 ended: ABORTED_BY_SERVER");
    assertThat(tenths(stream(stopped, 50).lasted())).isEqualTo(9);
  }

  @Test
  void a_stream_ends_with_what_ended_it() {
    Fault gone = Fault.of(Failure.HOST_UNREACHABLE, "gone");
    OperationTimeline failed = stream(open().at(4, new StreamSessionEvent.BackupFailed(gone)), 50);
    assertThat(tenths(failed.lasted())).isEqualTo(4);
    assertThat(milestones(failed)).containsExactly("2 begun", "4 " + gone);

    OperationTimeline given =
        stream(
            open()
                .at(4, ended(StreamOutcome.COMPLETED))
                .at(6, new StreamSessionEvent.BackupAborted(CALL)),
            50);
    assertThat(tenths(given.lasted())).isEqualTo(6);
    assertThat(spans(given)).contains("a/shop STORING 4-6");
  }

  @Test
  void a_clock_that_was_behind_turns_nothing_round() {
    OperationTimeline told =
        stream(open().at(-50, read(new StreamFile.DatabaseFile(new DatabaseId("users")))), -99);

    assertThat(told.spans()).allSatisfy(s -> assertThat(s.to()).isGreaterThanOrEqualTo(s.from()));
    assertThat(tenths(told.lasted())).isEqualTo(2);
  }

  private static RestoreEvent round(int number, Question question) {
    return new RestoreEvent.RoundBegun(
        new Round(
            number,
            question,
            Optional.of(CALL),
            Sorted.map(Map.of(DATABASE, Incarnation.FIRST, MAIL, Incarnation.FIRST))));
  }

  private static WriterStatus failed(Fault fault) {
    return new WriterStatus(WriterState.UNKNOWN, Optional.empty(), Optional.of(fault));
  }

  @Test
  void a_restore_that_goes_on_goes_on_until_now() {
    Events<RestoreEvent> asked = new Events<RestoreEvent>().at(0, round(1, Question.PRE_RESTORE));

    assertThat(spans(restore(asked, 5)))
        .containsExactlyInAnyOrder("a/db MAKING_WAY 0-5", "a/mail MAKING_WAY 0-5");
  }

  @Test
  void a_restore_reads_as_it_went() {
    Fault runs = Fault.of(Failure.WRITER_NON_RETRYABLE, "its process 7 runs");
    BackupDocument document =
        new BackupDocument(new SetId("set-1"), BackupType.COPY, false, Map.of());
    OperationTimeline told =
        restore(
            new Events<RestoreEvent>()
                .at(
                    0,
                    new RestoreEvent.RestoreInitialized(
                        new RestoreTerms(document, Limits.defaults(), true)))
                .at(1, round(1, Question.PRE_RESTORE))
                .at(3, new RestoreEvent.WriterHandled(MAIL, new HandlerResult.Done()))
                .at(5, new RestoreEvent.WriterHandled(DATABASE, new HandlerResult.Failed(runs)))
                .at(5, new RestoreEvent.RoundEnded())
                .at(6, round(2, Question.STATUS_BEFORE_FILES))
                .at(7, new RestoreEvent.StatusTold(DATABASE, failed(runs)))
                .at(8, new RestoreEvent.RoundEnded())
                .at(20, round(3, Question.POST_RESTORE))
                .at(22, new RestoreEvent.RoundEnded())
                .at(23, round(4, Question.SHUT_DOWN))
                .at(25, new RestoreEvent.RoundEnded()),
            99);

    assertThat(spans(told))
        .containsExactlyInAnyOrder(
            "a/mail MAKING_WAY 1-3",
            "a/db MAKING_WAY 1-5",
            "a/db CHECKING 6-7",
            "a/mail CHECKING 6-8",
            "files PUTTING_BACK 8-20",
            "a/db TAKING_OVER 20-22",
            "a/mail TAKING_OVER 20-22",
            "a/db DROPPING 23-25",
            "a/mail DROPPING 23-25");
    assertThat(milestones(told))
        .containsExactly("0 begun, of set set-1", "5 a/db: " + runs, "25 over");
  }

  @Test
  void of_nothing_there_is_nothing() {
    assertThat(restore(new Events<>(), 5).spans()).isEmpty();
    assertThat(stream(new Events<>(), 5).lasted()).isZero();
  }
}
