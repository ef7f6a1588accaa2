package io.lull.wire;

import io.lull.protocol.id.SessionId;
import java.time.Instant;
import java.util.List;

/**
 * All events of one session, as its log file has them.
 *
 * <p>The file is JSON Lines: a {@link Header}, then the events, each with its number and time, then
 * how many there were. Without that last line nobody could tell a whole file from one that was cut
 * between two lines.
 */
public record EventLog<E>(Header header, List<Entry<E>> entries) {
  static final String FORMAT = "lull-event-log";
  static final int VERSION = 1;
  static final String EVENT = "event";

  public EventLog {
    entries = List.copyOf(entries);
  }

  public List<E> events() {
    return entries.stream().map(Entry::event).toList();
  }

  /**
   * What a file says of itself.
   *
   * @param machine whose events they are, as {@link EventLogKind} names it
   * @param createdBy the version of Lull that wrote it
   */
  public record Header(
      String format, int version, String machine, SessionId session, String createdBy) {}

  /** One event and when it happened; the first has the number 1, and none is left out. */
  public record Entry<E>(long sequence, Instant at, E event) {}

  /** What can be told of a header before its version is known. */
  record Preamble(String format, int version) {}

  /** A line of an event, but for the event. */
  record Line(long sequence, Instant at) {}

  /** The last line: how many events the file has. */
  record End(long end) {}
}
