package io.lull.wire;

import io.lull.protocol.id.SessionId;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes an event log; what is not {@linkplain #finish finished} will not be read. */
public final class EventLogWriter<E> implements AutoCloseable {
  private final OutputStream out;
  private long written;

  /**
   * Begins a log.
   *
   * @param createdBy the version of Lull that writes it
   */
  public EventLogWriter(OutputStream out, EventLogKind<E> kind, SessionId session, String createdBy)
      throws IOException {
    this.out = out;
    line(
        Forms.give(
            new EventLog.Header(
                EventLog.FORMAT, EventLog.VERSION, kind.name(), session, createdBy)));
  }

  public void append(Instant at, E event) throws IOException {
    if (written >= WireLimits.LOG_EVENTS) {
      throw WireLimits.exceeded("a number of events", WireLimits.LOG_EVENTS);
    }
    line(tree(new EventLog.Entry<>(written + 1, at, event)));
    written++;
  }

  /** Says that this was all. */
  public void finish() throws IOException {
    line(Forms.give(new EventLog.End(written)));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  /** An event as a log has it, without the end of its line. */
  public static <E> byte[] json(EventLog.Entry<E> entry) {
    return Wire.json().write(tree(entry));
  }

  private static <E> Tree tree(EventLog.Entry<E> entry) {
    Map<String, Tree> fields = new LinkedHashMap<>();
    EventLog.Line line = new EventLog.Line(entry.sequence(), entry.at());
    RecordForm.of(line).giveInto(fields, line);
    fields.put(EventLog.EVENT, Forms.give(entry.event()));
    return new Tree.Fields(fields);
  }

  private void line(Tree tree) throws IOException {
    out.write(Wire.json().write(tree));
    out.write('\n');
  }
}
