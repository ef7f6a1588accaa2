package io.lull.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lull.protocol.failure.Failure;
import io.lull.protocol.failure.Fault;
import io.lull.protocol.session.SessionEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class EventLogTest {
  private static final byte[] WHOLE = Journals.tell("good-backup").log();
  private static final List<String> LINES = new String(WHOLE, UTF_8).lines().toList();

  private static EventLog<SessionEvent> read(byte[] bytes) throws IOException {
    return EventLogReader.read(new ByteArrayInputStream(bytes), EventLogKind.SESSION);
  }

  private static Fault fault(byte[] bytes) {
    return catchThrowableOfType(WireException.class, () -> read(bytes)).fault();
  }

  private static void assertRefused(byte[] bytes, String detail) {
    Fault fault = fault(bytes);
    assertThat(fault.failure()).isEqualTo(Failure.MALFORMED);
    assertThat(fault.detail()).contains(detail);
  }

  private static byte[] bytes(List<String> lines) {
    return (String.join("\n", lines) + "\n").getBytes(UTF_8);
  }

  private static byte[] changed(int line, UnaryOperator<String> change) {
    List<String> lines = new ArrayList<>(LINES);
    lines.set(line - 1, change.apply(lines.get(line - 1)));
    return bytes(lines);
  }

  @Test
  void a_whole_log_is_read_as_it_was_written() throws IOException {
    EventLog<SessionEvent> log = read(WHOLE);

    assertThat(log.header().session().name()).isEqualTo("session-1");
    assertThat(log.entries()).hasSize(LINES.size() - 2);
    assertThat(log.entries().getFirst().event()).isInstanceOf(SessionEvent.SessionOpened.class);
  }

  @Test
  void a_log_that_was_cut_anywhere_is_refused() {
    // Every place of the first and of the last lines, and then here and there.
    for (int length = 0; length < WHOLE.length; length += length % 997 < 300 ? 1 : 697) {
      byte[] cut = Arrays.copyOf(WHOLE, length);
      assertThat(fault(cut).failure()).as("cut to %d", length).isEqualTo(Failure.MALFORMED);
    }
    assertRefused(bytes(LINES.subList(0, 5)), "line 6: expected a line that says how many");
    assertRefused(new String(WHOLE, UTF_8).strip().getBytes(UTF_8), "line " + LINES.size());
  }

  @Test
  void a_log_with_a_line_missing_twice_or_out_of_order_is_refused() {
    List<String> missing = new ArrayList<>(LINES);
    missing.remove(4);
    assertRefused(bytes(missing), "line 5: expected event 4, but got 5");

    List<String> twice = new ArrayList<>(LINES);
    twice.add(4, twice.get(3));
    assertRefused(bytes(twice), "line 5: expected event 4, but got 3");

    List<String> swapped = new ArrayList<>(LINES);
    Collections.swap(swapped, 3, 4);
    assertRefused(bytes(swapped), "line 4: expected event 3, but got 4");
  }

  @Test
  void a_log_with_another_end_or_something_after_it_is_refused() {
    assertRefused(changed(LINES.size(), _ -> "{\"end\":1}"), "an end after");
    List<String> more = new ArrayList<>(LINES);
    more.add("");
    assertRefused(bytes(more), "nothing after the end");
  }

  @Test
  void a_foreign_file_is_refused_at_its_first_line() {
    assertRefused(bytes(List.of("{\"name\":\"package\"}")), "line 1: expected the header");
    assertRefused(bytes(List.of("hello")), "line 1: expected JSON");
    assertRefused("\u007fELF\u0000\u0001\n".getBytes(ISO_8859_1), "line 1:");
    assertRefused(new byte[0], "line 1:");
    assertRefused(changed(1, line -> line.replace("lull-event-log", "x")), "the format");
    assertRefused(changed(1, line -> line.replace("\"session\",", "\"restore\",")), "of a session");
  }

  @Test
  void a_later_version_is_refused_whatever_else_its_header_says() {
    assertRefused(
        changed(1, _ -> "{\"format\":\"lull-event-log\",\"version\":2}"),
        "line 1: expected version 1, but got 2");
  }

  /** The number of the line with this event. */
  private static int lineOf(String event) {
    for (int i = 0; i < LINES.size(); i++) {
      if (LINES.get(i).contains("\"event\":{\"is\":\"" + event)) {
        return i + 1;
      }
    }
    throw new AssertionError("expected an event " + event);
  }

  @Test
  void an_event_that_is_not_known_is_refused_with_its_line() {
    assertRefused(
        changed(lineOf("context-set"), line -> line.replace("context-set", "context-changed")),
        "line "
            + lineOf("context-set")
            + ": expected a SessionEvent that this version knows, but got context-changed");
  }

  @Test
  void hostile_lines_are_refused_with_their_number() {
    assertRefused(changed(3, line -> line.replace("\"at\"", "\"at\":1,\"at\"")), "line 3:");
    assertRefused(changed(3, line -> line.replace("event", "ev\u0000ent")), "line 3:");
    assertRefused(changed(3, _ -> ""), "line 3:");
    assertRefused(changed(3, _ -> "[]"), "line 3: expected an object");
    assertThat(fault(changed(3, _ -> "[".repeat(100_000))).failure()).isEqualTo(Failure.TOO_LARGE);
    assertRefused(changed(3, _ -> "\uFFFF"), "line 3:");
    byte[] latin = new String(changed(3, _ -> "{\"x\":\"ä\"}"), UTF_8).getBytes(ISO_8859_1);
    assertRefused(latin, "line 3: expected UTF-8");
  }

  @Test
  @SuppressWarnings("InputStreamSlowMultibyteRead") // Every byte that is taken is counted.
  void an_endless_line_is_refused_before_it_is_held() {
    InputStream endless =
        new InputStream() {
          private long given;

          @Override
          public int read() {
            // Whoever takes much more than the limit would take everything.
            assertThat(++given).isLessThan(WireLimits.MESSAGE_BYTES + 100L);
            return ' ';
          }
        };
    WireException refused =
        catchThrowableOfType(
            WireException.class, () -> EventLogReader.read(endless, EventLogKind.SESSION));

    assertThat(refused.fault().failure()).isEqualTo(Failure.TOO_LARGE);
    assertThat(refused.fault().detail()).startsWith("line 1:");
  }

  @Test
  void events_that_cannot_follow_each_other_are_refused_in_the_replay() throws IOException {
    List<String> lines = new ArrayList<>(LINES);
    String late = lines.stream().filter(line -> line.contains("window-opened")).findFirst().get();
    String first = late.replaceFirst("\"sequence\":\\d+", "\"sequence\":1");
    EventLog<SessionEvent> log = read(bytes(List.of(lines.getFirst(), first, "{\"end\":1}")));
    WireException refused = catchThrowableOfType(WireException.class, () -> Replay.session(log));

    assertThat(refused.fault().detail()).startsWith("line 2: expected an event that can follow");
  }

  @Test
  void a_damaged_log_is_replayed_or_refused_and_nothing_else() throws IOException {
    for (int seed = 0; seed < Integer.getInteger("lull.seeds", 100) * 5; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] damaged = WHOLE.clone();
      for (int i = 0; i <= random.nextInt(3); i++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        Replay.session(read(damaged));
      } catch (WireException refused) {
        assertThat(refused.fault().detail()).as("seed %d", seed).startsWith("line ");
      }
    }
  }
}
