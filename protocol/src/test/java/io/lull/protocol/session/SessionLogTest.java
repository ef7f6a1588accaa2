package io.lull.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.id.HostId;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.id.SetId;
import io.lull.protocol.id.WriterId;
import io.lull.protocol.session.SessionEvent.WriterAnswered;
import io.lull.protocol.value.Samples;
import io.lull.protocol.writer.HandlerResult;
import io.lull.protocol.writer.WriterStep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SessionLogTest {
  private static final Instant AT = Instant.parse("2026-03-01T02:03:04.567891Z");
  private static final WriterId DATABASE = new WriterId(new HostId("a"), "db");

  static Stream<SessionEvent> everyEvent() {
    return Samples.of(SessionEvent.class).stream();
  }

  @ParameterizedTest
  @MethodSource("everyEvent")
  void an_event_is_one_visible_line_that_names_it(SessionEvent event) {
    String line = SessionLog.line(AT, event);

    assertThat(line.codePoints()).allMatch(SessionLogTest::shows);
    assertThat(line)
        .startsWith("2026-03-01T02:03:04.567Z  " + event.getClass().getSimpleName())
        .isEqualTo(line.strip());
  }

  @ParameterizedTest
  @MethodSource("everyEvent")
  void a_line_never_holds_a_whole_token_or_digest(SessionEvent event) {
    assertThat(SessionLog.line(AT, event))
        .doesNotContain("0123456789abcdef")
        .doesNotContain("fedcba9876543210");
  }

  @Test
  void every_kind_of_event_is_among_the_samples() {
    assertThat(everyEvent().map(Object::getClass).collect(Collectors.toSet()))
        .hasSize(SessionEvent.class.getPermittedSubclasses().length);
  }

  @Test
  void the_columns_stand_below_their_names() {
    String line =
        SessionLog.line(
            AT,
            new WriterAnswered(
                DATABASE,
                WriterStep.PREPARE_FOR_BACKUP,
                new HandlerResult.Objected(Fault.of(Failure.WRITER_RETRYABLE, "disk is full"))));

    assertThat(List.of(SessionLog.HEADER, line))
        .containsExactly(
            "when                      what                who                 detail",
            "2026-03-01T02:03:04.567Z  WriterAnswered      a/db                "
                + "PREPARE_FOR_BACKUP objects: V-025 WRITER_RETRYABLE: disk is full");
  }

  @Test
  void a_line_is_the_same_wherever_it_is_written() {
    Locale before = Locale.getDefault();
    List<String> here = lines();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(lines()).isEqualTo(here);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void a_long_list_is_cut_and_counted() {
    List<Duty> many =
        IntStream.range(0, 1000)
            .<Duty>mapToObj(i -> new Duty.GiveBackSlot(new HostId("h" + i), new SetId("s")))
            .toList();

    assertThat(SessionLog.line(AT, new SessionEvent.DutiesTaken(many)))
        .endsWith("slot of h7 and 992 more");
  }

  @Test
  void the_summary_says_where_a_session_stands_and_what_it_owes() {
    Session fresh = Session.fresh(new SessionId("s1"));
    assertThat(SessionLog.summary(fresh)).isEqualTo("session s1 · NEW · epoch 1");

    SessionMachine machine = new SessionMachine();
    Session owing =
        machine.replay(
            fresh,
            List.of(
                new SessionEvent.SetBegun(new SetId("set1"), SessionPhase.METADATA_GATHERED),
                new SessionEvent.CreationFailed(
                    Fault.of(Failure.HOST_UNREACHABLE, Samples.HOSTILE)),
                new SessionEvent.DutiesTaken(List.of(new Duty.AbortWriter(DATABASE)))));
    assertThat(SessionLog.summary(owing))
        .isEqualTo(
            "session s1 · NEW · epoch 1 · set set1 with 0 volumes and 0 writers"
                + " · failed: L-301 HOST_UNREACHABLE: "
                + "a\\u000a\\u001b[31mb\\u2028c\\u202ed|e · owes Abort to a/db");
  }

  private static List<String> lines() {
    List<String> lines = new ArrayList<>();
    everyEvent().forEach(event -> lines.add(SessionLog.line(AT, event)));
    return lines;
  }

  private static boolean shows(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
