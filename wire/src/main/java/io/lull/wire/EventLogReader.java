package io.lull.wire;

import io.lull.protocol.failure.Fault;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads an event log: all of it, or nothing and the number of the line that is wrong. */
public final class EventLogReader<E> {
  private final Lines lines;
  private final EventLogKind<E> kind;

  private EventLogReader(Lines lines, EventLogKind<E> kind) {
    this.lines = lines;
    this.kind = kind;
  }

  /**
   * The log in a file.
   *
   * @throws WireException if the file is cut, reordered, of another kind, or no event log at all
   */
  public static <E> EventLog<E> read(Path file, EventLogKind<E> kind) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return read(in, kind);
    }
  }

  /**
   * The log in a stream that has nothing else in it; whoever opened it closes it.
   *
   * @throws WireException if the stream is cut, reordered, of another kind, or no event log at all
   */
  public static <E> EventLog<E> read(InputStream in, EventLogKind<E> kind) throws IOException {
    Lines lines = new Lines(in);
    try {
      return new EventLogReader<>(lines, kind).log();
    } catch (WireException wrong) {
      throw atLine(lines.number(), wrong);
    }
  }

  /**
   * The name of the kind that a log is of, by its first line alone.
   *
   * @throws WireException if that is not the first line of an event log
   */
  public static String kind(InputStream in) throws IOException {
    try {
      return header(new Lines(in).next()).machine();
    } catch (WireException wrong) {
      throw atLine(1, wrong);
    }
  }

  static WireException atLine(long number, WireException wrong) {
    Fault fault = wrong.fault();
    return new WireException(
        Fault.of(fault.failure(), "line " + number + ": " + fault.detail()), wrong);
  }

  private EventLog<E> log() throws IOException {
    EventLog.Header header = header(lines.next());
    expect("events of a " + kind.name(), header.machine(), kind.name());
    List<EventLog.Entry<E>> entries = new ArrayList<>();
    while (true) {
      Map<String, Tree> fields = fields(lines.next());
      if (fields.containsKey("end")) {
        end(fields, entries.size());
        return new EventLog<>(header, entries);
      }
      if (entries.size() >= WireLimits.LOG_EVENTS) {
        throw WireLimits.exceeded("a number of events", WireLimits.LOG_EVENTS);
      }
      entries.add(entry(fields, entries.size() + 1L));
    }
  }

  private static EventLog.Header header(byte @Nullable [] line) {
    Tree tree = new Tree.Fields(fields(line));
    EventLog.Preamble preamble;
    try {
      preamble = Forms.of(EventLog.Preamble.class).take(tree, Place.TOP);
    } catch (WireException none) {
      throw WireException.malformed("the header of a " + EventLog.FORMAT, "got something else");
    }
    expect("the format " + EventLog.FORMAT, preamble.format(), EventLog.FORMAT);
    expect("version " + EventLog.VERSION, preamble.version(), EventLog.VERSION);
    return Forms.of(EventLog.Header.class).take(tree, Place.TOP);
  }

  private EventLog.Entry<E> entry(Map<String, Tree> fields, long sequence) {
    EventLog.Line line = Forms.of(EventLog.Line.class).take(new Tree.Fields(fields), Place.TOP);
    expect("event " + sequence, line.sequence(), sequence);
    Place place = Place.TOP.at(EventLog.EVENT);
    Form<E> form = Forms.of(kind.events());
    Tree event = fields.get(EventLog.EVENT);
    return new EventLog.Entry<>(
        sequence, line.at(), event == null ? form.missing(place) : form.take(event, place));
  }

  private void end(Map<String, Tree> fields, long events) throws IOException {
    EventLog.End end = Forms.of(EventLog.End.class).take(new Tree.Fields(fields), Place.TOP);
    expect("an end after " + events + " events", end.end(), events);
    if (lines.next() != null) {
      throw WireException.malformed("nothing after the end", "something follows it");
    }
  }

  private static Map<String, Tree> fields(byte @Nullable [] line) {
    if (line == null) {
      throw WireException.malformed("a line that says how many events there are", "the file stops");
    }
    if (!(Wire.json().tree(line) instanceof Tree.Fields(Map<String, Tree> fields))) {
      throw WireException.malformed("an object", "got something else");
    }
    return fields;
  }

  private static void expect(String expected, Object found, Object wanted) {
    if (!found.equals(wanted)) {
      throw WireException.malformed(expected, "got " + found);
    }
  }
}
