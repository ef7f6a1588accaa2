package io.lull.cli.command;

import io.lull.cli.frame.Trouble;
import io.lull.cli.node.Api.Request;
import io.lull.cli.text.Table;
import io.lull.cli.text.Times;
import io.lull.protocol.failure.ExitCode;
import io.lull.protocol.id.SessionId;
import io.lull.protocol.session.SessionLog;
import io.lull.protocol.stream.StreamOutcome;
import io.lull.protocol.stream.session.StreamLog;
import io.lull.protocol.stream.session.StreamSessionEvent;
import io.lull.wire.EventLog;
import io.lull.wire.EventLogKind;
import io.lull.wire.EventLogReader;
import io.lull.wire.WireException;
import io.lull.wire.WireLimits;
import io.lull.wire.api.StreamView;
import io.lull.wire.api.StreamViews;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The streams, the latest first. */
@picocli.CommandLine.Command(
    name = "streams",
    description = {
      "List streams, the one that began last first.",
      "Backups that lie in a directory are listed by 'lull stream list DIR'."
    })
public final class StreamsCommand extends Command {
  private static final Duration USUAL = Duration.ofMinutes(5);

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "At most so many (default: ${DEFAULT-VALUE}).")
  private int limit;

  public StreamsCommand(Context context) {
    super(context);
  }

  /** An event as it is journaled. */
  record Happened(long sequence, Instant at, StreamSessionEvent event) {}

  /** A stream, and what happened to it when. */
  record Shown(StreamView stream, List<Happened> events) {
    List<String> lines() {
      List<String> lines = new ArrayList<>();
      lines.add("stream    " + stream.session() + ", version " + stream.version());
      lines.add("phase     " + stream.phase() + (stream.over() ? ", over" : ""));
      lines.add("result    " + result(stream));
      lines.add("of        " + instance(stream) + ", " + stream.kind());
      stream.buildsOn().ifPresent(earlier -> lines.add("builds on " + earlier));
      lines.add(
          "began     " + Times.text(stream.began()) + ", changed " + Times.text(stream.changed()));
      if (!stream.lost().isEmpty()) {
        lines.add("LOST      " + stream.lost() + ": could not be read");
      }
      lines.addAll(List.of("", SessionLog.HEADER));
      events.forEach(entry -> lines.add(StreamLog.line(entry.at(), entry.event())));
      return lines;
    }
  }

  @Override
  protected ExitCode run() {
    if (limit < 1) {
      throw Trouble.usage("expected --limit of at least 1, but got " + limit, "");
    }
    StreamViews streams = context.api().get("/v1/streams?limit=" + limit, StreamViews.class);
    context.screen().show(streams, () -> lines(streams));
    return ExitCode.COMPLETED;
  }

  private static List<String> lines(StreamViews streams) {
    Table table = new Table("STREAM", "INSTANCE", "KIND", "PHASE", "BEGAN", "FILES", "RESULT");
    for (StreamView stream : streams.streams()) {
      table.row(
          stream.session(),
          instance(stream),
          stream.kind(),
          stream.phase(),
          Times.text(stream.began()),
          stream.files(),
          result(stream));
    }
    return table.lines();
  }

  private static String instance(StreamView stream) {
    return stream.host() + "/" + stream.instance();
  }

  /** What came of a stream so far, the worst of it. */
  private static String result(StreamView stream) {
    if (stream.fault().isPresent()) {
      return stream.fault().get().toString();
    }
    if (stream.outcome().filter(outcome -> outcome != StreamOutcome.COMPLETED).isPresent()) {
      return stream.outcome().get() + stream.stopped().map(why -> ": " + why).orElse("");
    }
    if (!stream.over()) {
      return stream.stopped().map(why -> "stopped: " + why).orElse("under way");
    }
    return stream.stored() ? "ok" : "NOT STORED";
  }

  /** All that is journaled of a stream. */
  static List<Happened> timeline(Context context, SessionId session) {
    byte[] log = log(context, session);
    try {
      EventLog<StreamSessionEvent> read =
          EventLogReader.read(new ByteArrayInputStream(log), EventLogKind.STREAM);
      return read.entries().stream()
          .map(entry -> new Happened(entry.sequence(), entry.at(), entry.event()))
          .toList();
    } catch (WireException wrong) {
      throw Trouble.of(ExitCode.FAILED, "the log of stream " + session, wrong);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static byte[] log(Context context, SessionId session) {
    Request request = Request.of("GET", "/v1/sessions/" + session + "/log");
    return context.api().whole(request, context.timeout(USUAL), WireLimits.LOG_BYTES);
  }
}
